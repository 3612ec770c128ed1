import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link } from 'react-router'
import type { FailureGroup, FailurePage, FailureView } from '../../../contracts/failure-view.ts'
import { get } from '../../api.ts'
import { useLanguage, useSay, useTexts } from '../../language.tsx'
import { isMaterialKind, materialName } from '../../parts/material-name.ts'
import { useMay } from '../../session.ts'
import { Awaited } from '../../states.tsx'
import { Time, useNow } from '../../times.tsx'
import { channelTexts } from '../applications/told-texts.ts'
import { type FailureFilters, failureQueryOf } from './failure-filters.ts'
import { failuresTexts } from './failures-texts.ts'

const PAGE = 20

/** The failures of one fault, the one last seen first. */
export function FailureTable({
  group: { fingerprint, error },
  filters,
}: {
  group: Pick<FailureGroup, 'fingerprint' | 'error'>
  filters: FailureFilters
}) {
  const t = useTexts(failuresTexts)
  const now = useNow()
  const asked = failureQueryOf(filters, now)
  asked.set('fingerprint', fingerprint)
  asked.set('limit', String(PAGE))
  const found = useInfiniteQuery({
    queryKey: ['failures', 'list', asked.toString()],
    queryFn: ({ pageParam, signal }) =>
      get<FailurePage>(`/v1/failures?${asked}${pageParam ? `&after=${encodeURIComponent(pageParam)}` : ''}`, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  })
  const rows = found.data?.pages.flatMap(({ failures }) => failures) ?? []
  // One fault mostly says one thing, which stands above already.
  const differ = rows.some((failure) => failure.error !== error)
  const columns = ['reference', 'slot', 'revisionRun', 'state', 'attempts', 'last'] as const
  return (
    <section aria-label={t('each')} className="fault-each">
      <h3>{t('each')}</h3>
      {found.data === undefined || found.error ? (
        <Awaited of={[found]} />
      ) : (
        <>
          <table className="small-rows">
            <thead>
              <tr>
                {[...columns, ...(differ ? (['error'] as const) : [])].map((key) => (
                  <th key={key} scope="col">
                    {t(key)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((failure) => (
                <FailureRow key={failure.id} failure={failure} withError={differ} />
              ))}
            </tbody>
          </table>
          {found.hasNextPage && (
            <Button size="small" onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>
              {t('more')}
            </Button>
          )}
        </>
      )}
    </section>
  )
}

function FailureRow({ failure, withError }: { failure: FailureView; withError: boolean }) {
  const t = useTexts(failuresTexts)
  const mayRead = useMay()('story.read')
  const { reference, applicationId, slot, revision, run, state, current, attempts, lastSeen, error } = failure
  return (
    <tr>
      <td>{mayRead ? <Link to={`/applications/${applicationId}`}>{reference}</Link> : reference}</td>
      <td>
        <SlotName slot={slot} />
      </td>
      <td>
        {revision} / {run}
      </td>
      <td className={current ? undefined : 'quiet'}>
        {t(current ? (state === 'failed' ? 'failed' : 'retryingOne') : 'passed')}
      </td>
      <td>{attempts}</td>
      <td>
        <Time at={lastSeen} />
      </td>
      {withError && <td className="value quiet error">{error}</td>}
    </tr>
  )
}

const isChannel = (slot: string): slot is keyof typeof channelTexts => Object.hasOwn(channelTexts, slot)

function SlotName({ slot }: { slot: string | null }) {
  const t = useTexts(failuresTexts)
  const say = useSay()
  const { language } = useLanguage()
  if (slot === null) return <span className="quiet">–</span>
  if (slot === 'application') return <>{t('whole')}</>
  if (isMaterialKind(slot)) return <>{materialName(slot, language)}</>
  return <>{isChannel(slot) ? say(channelTexts[slot]) : slot}</>
}
