import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { RerunBatch, RerunItem, RerunItems } from '../../../contracts/rerun-view.ts'
import { get } from '../../api.ts'
import { useLanguage, useSay, useTexts } from '../../language.tsx'
import { titleOf } from '../../parts/reason-title.ts'
import { Section } from '../../parts/section.tsx'
import { outcomeTexts } from '../../parts/words-texts.ts'
import { useMay } from '../../session.ts'
import { Awaited } from '../../states.tsx'
import { Time } from '../../times.tsx'
import { SeenPart } from './seen-part.tsx'
import { otherEngines } from './seen-words.ts'
import { itemStateTexts, rerunTexts, resultTexts } from './rerun-texts.ts'

/** What can be asked for alone, with the words of the API. */
const views = {
  all: {},
  outcome_changed: { result: 'outcome_changed' },
  reasons_changed: { result: 'reasons_changed' },
  same: { result: 'same' },
  sent: { result: 'sent' },
  running: { state: 'running' },
  waiting: { state: 'waiting' },
  failed: { state: 'failed' },
  skipped: { state: 'skipped' },
  cancelled: { state: 'cancelled' },
} as const satisfies Record<string, Record<string, string>>
type View = keyof typeof views
const isView = (name: string): name is View => Object.hasOwn(views, name)
const viewNames = Object.keys(views).filter(isView)

/** Milliseconds between two looks while it goes on. */
const LOOK = 3_000

/** What became of each application and message. */
export function BatchItems({ batch }: { batch: RerunBatch }) {
  const t = useTexts(rerunTexts)
  const say = useSay()
  const [view, setView] = useState<View>('all')
  const found = useInfiniteQuery({
    queryKey: ['reruns', 'items', batch.id, view],
    queryFn: ({ pageParam, signal }) => {
      const asked = new URLSearchParams({ ...views[view], ...(pageParam !== null && { after: pageParam }) })
      return get<RerunItems>(`/v1/reruns/${batch.id}/items?${asked}`, signal)
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: batch.state === 'running' || batch.statistics.byState.running > 0 ? LOOK : false,
  })
  const { byState, results, total } = batch.statistics
  const counts: Record<View, number> = { all: total, ...results, ...byState }
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  const names: Record<View, string> = {
    all: t('allItems'),
    outcome_changed: say(resultTexts.outcome_changed),
    reasons_changed: say(resultTexts.reasons_changed),
    same: say(resultTexts.same),
    sent: say(resultTexts.sent),
    running: say(itemStateTexts.running),
    waiting: say(itemStateTexts.waiting),
    failed: say(itemStateTexts.failed),
    skipped: say(itemStateTexts.skipped),
    cancelled: say(itemStateTexts.cancelled),
  }
  return (
    <Section title={t('items')}>
      <div className="views" role="group" aria-label={t('items')}>
        {viewNames
          .filter((each) => each === 'all' || each === view || counts[each] > 0)
          .map((each) => (
            <button key={each} type="button" aria-pressed={each === view} onClick={() => setView(each)}>
              {names[each]}
              <span className="count">{counts[each]}</span>
            </button>
          ))}
      </div>
      {found.data === undefined || found.error ? (
        <Awaited of={[found]} />
      ) : items.length === 0 ? (
        <p className="quiet">{t('noItems')}</p>
      ) : (
        <>
          <ItemTable items={items} />
          {found.hasNextPage && (
            <Button size="small" onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>
              {t('more')}
            </Button>
          )}
        </>
      )}
    </Section>
  )
}

const columns = ['number', 'reference', 'state', 'before', 'after', 'difference', 'when'] as const

function ItemTable({ items }: { items: readonly RerunItem[] }) {
  const t = useTexts(rerunTexts)
  return (
    <table className="small-rows item-rows">
      <thead>
        <tr>
          {columns.map((key) => (
            <th key={key} scope="col">
              {t(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <ItemRow key={item.number} item={item} />
        ))}
      </tbody>
    </table>
  )
}

function ItemRow({ item }: { item: RerunItem }) {
  const t = useTexts(rerunTexts)
  const say = useSay()
  const mayRead = useMay()('story.read')
  const { number, kind, application, state, run, result, skipped, before, after, error, startedAt, endedAt } = item
  const seenOtherwise = item.differs.length > 0 || otherEngines(item).length > 0
  return (
    <>
      <tr data-item={number} data-state={state} className={seenOtherwise ? 'goes-on' : undefined}>
        <td>{number}</td>
        <td>
          {mayRead ? (
            <Link to={`/applications/${application.id}`}>{application.reference}</Link>
          ) : (
            application.reference
          )}
          {kind === 'message' && <span className="quiet"> {t('message')}</span>}
          {run !== null && <span className="quiet small"> {t('run', { n: run })}</span>}
        </td>
        <td>{result === null ? say(itemStateTexts[state]) : say(resultTexts[result])}</td>
        <td>{before && say(outcomeTexts[before.outcome])}</td>
        <td>{after && say(outcomeTexts[after.outcome])}</td>
        <td>
          {skipped && <span className="quiet">{say(skipped.text)}</span>}
          {error !== null && <span className="overdue">{error}</span>}
          <Difference item={item} />
        </td>
        <td className="quiet">
          {(endedAt ?? startedAt) !== null && <Time at={endedAt ?? startedAt ?? ''} relative />}
        </td>
      </tr>
      {seenOtherwise && (
        <tr className="seen-row" data-seen-of={number}>
          <td />
          <td colSpan={columns.length - 1}>
            <SeenPart item={item} />
          </td>
        </tr>
      )}
    </>
  )
}

/** Reasons that are gone, and those that are new. */
function Difference({ item: { appeared, gone } }: { item: RerunItem }) {
  const t = useTexts(rerunTexts)
  const { language } = useLanguage()
  const names = (codes: readonly string[]) =>
    codes.map((code) => titleOf(code, language)).join(language === 'zh' ? '、' : ', ')
  return (
    <>
      {gone.length > 0 && (
        <span>
          <span className="quiet">{t('gone')}</span> {names(gone)}{' '}
        </span>
      )}
      {appeared.length > 0 && (
        <span>
          <span className="quiet">{t('appeared')}</span> {names(appeared)}
        </span>
      )}
    </>
  )
}
