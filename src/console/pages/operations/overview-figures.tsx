import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { OperationsView } from '../../../contracts/operations-view.ts'
import { useLanguage, useTexts } from '../../language.tsx'
import { relativeText } from '../../time-texts.ts'
import { useNow } from '../../times.tsx'
import { operationsTexts } from './operations-texts.ts'
import { countText, rateText, waitText } from './sizes.ts'

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)
const most = (spans: readonly (number | null)[]): number | null =>
  spans.reduce((longest, span) => (span !== null && (longest === null || span > longest) ? span : longest), null)

/** What one wants to know at a glance. */
export function OverviewFigures({ data }: { data: OperationsView }) {
  const t = useTexts(operationsTexts)
  const { language } = useLanguage()
  const now = useNow()
  const { queues, processes, outbox, failures, reconciler } = data
  const counts = queues.flatMap((queue) => (queue.counts === null ? [] : [queue.counts]))
  const wait = (span: number | null) => (span === null ? t('nothing') : waitText(span, language))
  const inState = (state: string) => processes.filter((process) => process.state === state).length
  const kinds = reconciler?.kinds ?? []
  const givenUp = sum(kinds.map((kind) => kind.givenUp.hour))
  return (
    <dl className="figures">
      <Figure
        name={t('failuresNow')}
        value={<Link to="/operations/failures">{countText(failures.current)}</Link>}
        note={t('failuresNote', { groups: countText(failures.groups), hour: countText(failures.lastHour) })}
        late={failures.current > 0}
      />
      <Figure
        name={t('waitingNow')}
        value={
          counts.length === 0
            ? t('nothing')
            : countText(sum(counts.map(({ waiting, delayed, blocked }) => waiting + delayed + blocked)))
        }
        note={t('waitingNote', {
          active: countText(sum(counts.map(({ active }) => active))),
          oldest: wait(most(queues.map(({ oldestSeconds }) => oldestSeconds))),
        })}
      />
      <Figure
        name={t('perMinute')}
        value={rateText(sum(queues.map(({ perMinute }) => perMinute ?? 0)))}
        note={t('perMinuteNote', { failed: rateText(sum(queues.map(({ failedPerMinute }) => failedPerMinute))) })}
      />
      <Figure
        name={t('runningNow')}
        value={inState('running')}
        note={t('runningNote', { silent: inState('silent'), stopping: inState('stopping') })}
        late={inState('running') === 0 || inState('silent') > 0}
      />
      <Figure
        name={t('outbox')}
        value={countText(outbox.waiting)}
        note={t('outboxNote', { failing: countText(outbox.failing), oldest: wait(outbox.oldestSeconds) })}
        late={outbox.failing > 0}
      />
      <Figure
        name={t('repairsNow')}
        value={countText(sum(kinds.map(({ repaired }) => repaired.hour)))}
        note={
          reconciler?.lookedAt
            ? t('repairsNote', { givenUp, at: relativeText(new Date(reconciler.lookedAt), now, language) })
            : t('repairsNever')
        }
        late={givenUp > 0}
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
