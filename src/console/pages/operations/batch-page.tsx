import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import type { RerunBatch } from '../../../contracts/rerun-view.ts'
import { get } from '../../api.ts'
import { useLanguage, useSay, useTexts } from '../../language.tsx'
import { ActorName } from '../../parts/actor-name.tsx'
import { Section } from '../../parts/section.tsx'
import { useAccount } from '../../session.ts'
import { Awaited } from '../../states.tsx'
import { timeText } from '../../time-texts.ts'
import { Time, useNow } from '../../times.tsx'
import { useTitle } from '../../use-title.ts'
import { BatchActs } from './batch-acts.tsx'
import { BatchItems } from './batch-items.tsx'
import { BatchState } from './batch-state.tsx'
import { BatchStatistics } from './batch-statistics.tsx'
import { FilterText, ModeText } from './filter-text.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { rerunTexts } from './rerun-texts.ts'

/** Milliseconds between two looks, while it goes on and otherwise. */
const LOOK = { running: 1_500, still: 10_000 }

/** One batch: what it is about, how far it is, and what it has come to. */
export function BatchPage() {
  const t = useTexts(rerunTexts)
  useTitle(t('batchTitle'))
  const { id = '' } = useParams()
  const batch = useQuery({
    queryKey: ['reruns', 'one', id],
    queryFn: ({ signal }) => get<RerunBatch>(`/v1/reruns/${encodeURIComponent(id)}`, signal),
    refetchInterval: ({ state }) =>
      state.data?.state === 'running' || (state.data?.statistics.byState.running ?? 0) > 0 ? LOOK.running : LOOK.still,
  })
  const { data } = batch
  if (data === undefined || batch.error) return <Awaited of={[batch]} />
  return (
    <div className="operations batch">
      <p className="page-back">
        <Link to="/operations/reruns">← {t('back')}</Link>
      </p>
      <BatchHead batch={data} />
      {data.startedAt !== null && <BatchStatistics batch={data} />}
      <BatchItems batch={data} />
    </div>
  )
}

function BatchHead({ batch }: { batch: RerunBatch }) {
  const t = useTexts(rerunTexts)
  const { mode, from, policy, filter, rate, reason, state, statistics, startedAt, endedAt } = batch
  const { language } = useLanguage()
  const now = useNow()
  const time = (at: string) => timeText(new Date(at), now, language)
  return (
    <Section title={t('batchTitle')} note={<code>{batch.id}</code>}>
      <div className="batch-head">
        <div>
          <p>
            <BatchState state={state} /> · <ModeText mode={mode} from={from} policy={policy} />{' '}
            <span className="quiet">· {t('rateOf', { n: rate })}</span>
          </p>
          <p>
            <FilterText filter={filter} />
          </p>
          <p className="said">{reason}</p>
          <People batch={batch} />
        </div>
        <BatchActs batch={batch} />
      </div>
      <Approval batch={batch} />
      <ProgressBar statistics={statistics} />
      <p className="quiet small">
        {[startedAt && t('started', { at: time(startedAt) }), endedAt && t('ended', { at: time(endedAt) })]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </Section>
  )
}

/** Who asked for it, who approved it, and what they said. */
function People({
  batch: { askedBy, askedAt, approvedBy, approvedAt, answer, changedBy, state },
}: {
  batch: RerunBatch
}) {
  const t = useTexts(rerunTexts)
  const [askedBefore = '', askedAfter = ''] = t('askedBy').split('{name}')
  const [decidedBefore = '', decidedAfter = ''] = t(state === 'refused' ? 'refusedBy' : 'approvedBy').split('{name}')
  const [changedBefore = '', changedAfter = ''] = t('changedBy').split('{name}')
  return (
    <>
      <p className="quiet small">
        {askedBefore}
        <ActorName actor={askedBy} />
        {askedAfter} · <Time at={askedAt} />
        {approvedBy && (
          <>
            {' '}
            · {decidedBefore}
            <ActorName actor={approvedBy} />
            {decidedAfter}
            {approvedAt !== null && (
              <>
                {' '}
                · <Time at={approvedAt} />
              </>
            )}
          </>
        )}
        {changedBy && (
          <>
            {' '}
            · {changedBefore}
            <ActorName actor={changedBy} />
            {changedAfter}
          </>
        )}
      </p>
      {answer !== null && <p className="quiet small">{t('answered', { answer })}</p>}
    </>
  )
}

/** That it waits for another person, and why. */
function Approval({ batch: { state, approval, askedBy, may } }: { batch: RerunBatch }) {
  const t = useTexts(rerunTexts)
  const say = useSay()
  const account = useAccount()
  if (state !== 'waiting') return null
  return (
    <p className="waits-for-second" role="status">
      <strong>{t('waitsForSecond')}</strong> {approval.map(({ text }) => say(text)).join('；')}
      {!may.approve && askedBy.id === account.id && <span className="quiet"> {t('ownBatch')}</span>}
    </p>
  )
}
