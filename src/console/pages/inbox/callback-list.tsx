import { App } from 'antd'
import { useMemo } from 'react'
import { Link, useNavigate } from 'react-router'
import type { CallbackItem, CallbackPage, NextCallback } from '../../../contracts/callback-view.ts'
import { post } from '../../api.ts'
import { useLanguage, useTexts } from '../../language.tsx'
import { useMay } from '../../session.ts'
import { timeText } from '../../time-texts.ts'
import { Due, Time, useNow } from '../../times.tsx'
import { type ChangeFilters, Views } from './filter-bar.tsx'
import { callbackViews, type InboxFilters } from './inbox-filters.ts'
import { inboxTexts } from './inbox-texts.ts'
import { Reasons } from './reasons.tsx'
import { useCallbackCounts } from './use-counts.ts'
import { useWorkAction, useWorkList } from './use-work.ts'
import { WorkSection } from './work-section.tsx'
import type { Column } from './work-table.tsx'

const pathOf = ({ id }: { id: string }): string => `/callbacks/${id}`

export function CallbackList({ filters, change }: { filters: InboxFilters; change: ChangeFilters }) {
  const t = useTexts(inboxTexts)
  const mayClaim = useMay()('callback.claim')
  const { language } = useLanguage()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const counts = useCallbackCounts()
  const work = useWorkList<CallbackPage>('callbacks', filters)
  const items = useMemo(() => work.query.data?.pages.flatMap(({ callbacks }) => callbacks) ?? [], [work.query.data])
  const columns = useCallbackColumns()
  const claim = useWorkAction(
    'callbacks',
    ({ id }: CallbackItem) => post<CallbackItem>(`/v1/callbacks/${id}/claim`),
    ({ application }) => void message.success(t('claimed', { reference: application.reference })),
  )
  const next = useWorkAction(
    'callbacks',
    () => post<NextCallback>('/v1/callbacks/next'),
    ({ callback, nextAt }) => {
      if (callback) void navigate(pathOf(callback))
      else if (nextAt === null) void message.info(t('noneNext'))
      else void message.info(t('noneNextUntil', { time: timeText(new Date(nextAt), new Date(), language) }))
    },
  )
  return (
    <WorkSection
      label={t('callbacks')}
      filters={filters}
      change={change}
      sorts={['due', 'created']}
      work={work}
      items={items}
      columns={columns}
      pathOf={pathOf}
      dim={() => false}
      empty={t('emptyCallbacks')}
      taking={mayClaim ? { claim, next } : null}
    >
      <Views
        views={callbackViews}
        view={callbackViews.find((view) => view === filters.view) ?? 'all'}
        counts={counts ?? {}}
        choose={(view) => change({ view })}
      />
    </WorkSection>
  )
}

function useCallbackColumns(): Column<CallbackItem>[] {
  const t = useTexts(inboxTexts)
  const now = useNow()
  return [
    {
      key: 'due',
      title: t('due'),
      width: 128,
      cell: ({ dueAt, result }) => (result ? <Time at={dueAt} /> : <Due at={dueAt} />),
    },
    {
      key: 'reference',
      title: t('reference'),
      width: 190,
      cell: (item) => (
        <>
          <Link to={pathOf(item)} data-row={item.id}>
            {item.application.reference}
          </Link>
          {item.application.revision > 1 && (
            <span className="quiet"> {t('revision', { n: item.application.revision })}</span>
          )}
        </>
      ),
    },
    { key: 'type', title: t('merchantType'), width: 104, cell: ({ application }) => t(application.merchantType) },
    { key: 'reasons', title: t('reason'), cell: ({ reasons }) => <Reasons reasons={reasons} /> },
    {
      key: 'next',
      title: t('nextCall'),
      width: 190,
      cell: ({ nextAttemptAt, appointed }) =>
        nextAttemptAt === null ? (
          '–'
        ) : (
          <>
            {new Date(nextAttemptAt) > now ? <Time at={nextAttemptAt} /> : t('callNow')}
            {appointed && <span className="quiet"> {t('appointed')}</span>}
          </>
        ),
    },
    {
      key: 'attempts',
      title: t('attempts'),
      width: 150,
      cell: ({ attempts, attemptsLeft }) => t('attemptsOf', { done: attempts, left: attemptsLeft }),
    },
    {
      key: 'holder',
      title: t('holder'),
      width: 110,
      cell: ({ assignee, mine, state }) =>
        mine ? (
          <strong>{t('me')}</strong>
        ) : assignee ? (
          assignee.displayName
        ) : (
          <span className="quiet">
            {state === 'closed' ? t('closed') : state === 'waiting' ? t('waiting') : t('free')}
          </span>
        ),
    },
    { key: 'opened', title: t('opened'), width: 112, cell: ({ createdAt }) => <Time at={createdAt} relative /> },
  ]
}
