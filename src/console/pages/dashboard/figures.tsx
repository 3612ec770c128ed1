import type { ReactNode } from 'react'
import type { DashboardView } from '../../../contracts/dashboard-view.ts'
import { useLanguage, useTexts } from '../../language.tsx'
import { durationText } from '../../time-texts.ts'
import { dashboardTexts } from './dashboard-texts.ts'

const percent = (share: number | null): string => (share === null ? '–' : `${Math.round(share * 1_000) / 10}%`)

/** What one wants to know at a glance. */
export function Figures({ data }: { data: DashboardView }) {
  const t = useTexts(dashboardTexts)
  const { language } = useLanguage()
  const span = (seconds: number | null) => (seconds === null ? '–' : durationText(seconds, language))
  const { straightThrough, timeToDecision, promise, cases, callbacks } = data
  return (
    <dl className="figures">
      <Figure name={t('submitted')} value={data.submitted} note={t('resubmitted', { n: data.resubmitted })} />
      <Figure
        name={t('straight')}
        value={percent(straightThrough.share)}
        note={t('straightHint', { count: straightThrough.count, of: straightThrough.of })}
      />
      <Figure
        name={t('screening')}
        value={span(timeToDecision.screening.p50)}
        note={t('p90', { span: span(timeToDecision.screening.p90) })}
      />
      <Figure
        name={t('answer')}
        value={span(timeToDecision.answer.p50)}
        note={t('p90', { span: span(timeToDecision.answer.p90) })}
      />
      <Figure
        name={t('kept')}
        value={percent(promise.share)}
        note={t('keptHint', { missed: promise.missed, running: promise.running, overdue: promise.overdue })}
        late={promise.overdue > 0}
      />
      <Figure
        name={t('cases')}
        value={cases.open}
        note={`${t('openNow', cases)} · ${t('casesDone', cases)}`}
        late={cases.overdue > 0}
      />
      <Figure
        name={t('callbacks')}
        value={callbacks.open}
        note={`${t('openNow', { open: callbacks.open, overdue: callbacks.overdue })} · ${t('calls', { n: callbacks.attempts })}`}
        late={callbacks.overdue > 0}
      />
    </dl>
  )
}

function Figure({ name, value, note, late = false }: { name: string; value: ReactNode; note: string; late?: boolean }) {
  return (
    <div className={late ? 'late' : undefined}>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        <span className="quiet">{note}</span>
      </dd>
    </div>
  )
}
