import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useRef } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import type { RerunBatch, RerunList } from '../../../contracts/rerun-view.ts'
import { batchStates } from '../../../domain/rerun-words.ts'
import { get } from '../../api.ts'
import { useKeys } from '../../keys.tsx'
import { useSay, useTexts } from '../../language.tsx'
import { ActorName } from '../../parts/actor-name.tsx'
import { useMay } from '../../session.ts'
import { Awaited, Notice } from '../../states.tsx'
import { stepRow } from '../../step-row.ts'
import { Time } from '../../times.tsx'
import { useTitle } from '../../use-title.ts'
import { BatchState } from './batch-state.tsx'
import { FilterText, ModeText } from './filter-text.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { batchStateTexts, rerunTexts, resultTexts } from './rerun-texts.ts'
import { countText } from './sizes.ts'

/** Milliseconds between two looks. */
const LOOK = 5_000

/** All that was run again, the newest first. */
export function RerunsPage() {
  const t = useTexts(rerunTexts)
  const say = useSay()
  useTitle(t('title'))
  const mayStart = useMay()('rerun.start')
  const navigate = useNavigate()
  const [query, setQuery] = useSearchParams()
  const state = batchStates.find((each) => each === query.get('state')) ?? null
  const found = useInfiniteQuery({
    queryKey: ['reruns', state],
    queryFn: ({ pageParam, signal }) => {
      const asked = new URLSearchParams({
        limit: '30',
        ...(state && { state }),
        ...(pageParam !== null && { after: pageParam }),
      })
      return get<RerunList>(`/v1/reruns?${asked}`, signal)
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: LOOK,
  })
  const create = '/operations/reruns/new'
  useKeys(rerunTexts.keys, mayStart ? [{ keys: 'n', text: rerunTexts.new, run: () => void navigate(create) }] : [])
  const batches = found.data?.pages.flatMap((page) => page.batches) ?? []
  return (
    <>
      <div className="filters">
        <Select
          aria-label={t('state')}
          value={state ?? ''}
          onChange={(chosen) => setQuery(chosen === '' ? {} : { state: chosen }, { replace: true })}
          options={[
            { value: '', label: t('anyState') },
            ...batchStates.map((each) => ({ value: each as string, label: say(batchStateTexts[each]) })),
          ]}
          popupMatchSelectWidth={false}
        />
        {mayStart && (
          <div className="filters-end">
            <Button type="primary" aria-keyshortcuts="n" onClick={() => void navigate(create)}>
              {t('new')} <kbd>n</kbd>
            </Button>
          </div>
        )}
      </div>
      {found.data === undefined || found.error ? (
        <Awaited of={[found]} />
      ) : batches.length === 0 ? (
        state === null ? (
          <Notice title={t('empty')} hint={t('emptyHint')} />
        ) : (
          <Notice title={t('none')} />
        )
      ) : (
        <>
          <div className="rows-frame wide">
            <BatchTable batches={batches} />
          </div>
          <div className="rows-foot">
            {found.hasNextPage && (
              <Button size="small" onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>
                {t('more')}
              </Button>
            )}
          </div>
        </>
      )}
    </>
  )
}

function BatchTable({ batches }: { batches: readonly RerunBatch[] }) {
  const t = useTexts(rerunTexts)
  const body = useRef<HTMLTableSectionElement>(null)
  useKeys(rerunTexts.keys, [
    { keys: 'j', text: rerunTexts.keyDown, run: () => stepRow(body.current, 1) },
    { keys: 'k', text: rerunTexts.keyUp, run: () => stepRow(body.current, -1) },
  ])
  return (
    <table className="rows batches" aria-label={t('title')}>
      <colgroup>
        {['10%', '8%', '12%', '18%', '18%', '8%', '12%', '14%'].map((width, at) => (
          // Columns have no other name than their place.
          // oxlint-disable-next-line react/no-array-index-key
          <col key={at} style={{ width }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {(['asked', 'state', 'mode', 'about', 'reason', 'by', 'progress', 'results'] as const).map((key) => (
            <th key={key} scope="col">
              {t(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {batches.map((batch) => (
          <BatchRow key={batch.id} batch={batch} />
        ))}
      </tbody>
    </table>
  )
}

function BatchRow({ batch }: { batch: RerunBatch }) {
  const navigate = useNavigate()
  const { id, state, mode, from, policy, filter, reason, askedBy, askedAt, statistics, may } = batch
  return (
    // Pressing anywhere in a row opens it; with the keyboard its link does.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events jsx-a11y/no-noninteractive-element-interactions
    <tr
      data-batch={id}
      className={may.approve ? 'late' : undefined}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest('a')) return
        if (!window.getSelection()?.toString()) void navigate(`/operations/reruns/${id}`)
      }}
    >
      <td>
        <Link to={`/operations/reruns/${id}`} data-row={id}>
          <Time at={askedAt} />
        </Link>
      </td>
      <td>
        <BatchState state={state} />
      </td>
      <td>
        <ModeText mode={mode} from={from} policy={policy} />
      </td>
      <td>
        <FilterText filter={filter} />
      </td>
      <td title={reason}>{reason}</td>
      <td>
        <ActorName actor={askedBy} />
      </td>
      <td>
        <ProgressBar statistics={statistics} short />
      </td>
      <td>
        <Results results={statistics.results} />
      </td>
    </tr>
  )
}

/** Those that there are: `结果变化 86 · 结果相同 3`. */
function Results({ results }: Pick<RerunBatch['statistics'], 'results'>) {
  const say = useSay()
  const some = (['outcome_changed', 'reasons_changed', 'same', 'sent'] as const).filter((result) => results[result] > 0)
  if (some.length === 0) return <span className="quiet">–</span>
  return <>{some.map((result) => `${say(resultTexts[result])} ${countText(results[result])}`).join(' · ')}</>
}
