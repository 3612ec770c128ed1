import { App, Tag, Tooltip } from 'antd'
import { useMemo } from 'react'
import { Link, useNavigate } from 'react-router'
import type { CaseItem, CaseList } from '../../../contracts/case-list.ts'
import { skillNames } from '../../../domain/skill-names.ts'
import { post } from '../../api.ts'
import { useSay, useTexts } from '../../language.tsx'
import { useMay } from '../../session.ts'
import { Due, Time } from '../../times.tsx'
import { type ChangeFilters, Views } from './filter-bar.tsx'
import { caseViews, type InboxFilters, sorts } from './inbox-filters.ts'
import { inboxTexts } from './inbox-texts.ts'
import { Reasons } from './reasons.tsx'
import { useCaseCounts } from './use-counts.ts'
import { useWorkAction, useWorkList } from './use-work.ts'
import { WorkSection } from './work-section.tsx'
import type { Column } from './work-table.tsx'

const pathOf = ({ id }: CaseItem): string => `/cases/${id}`
/** Not for the reader, whoever else it is for. */
const notForMe = ({ enteredByMe, decidedByMe }: CaseItem): boolean => enteredByMe || decidedByMe

/** Cases, or those of them that wait for a second approval. */
export function CaseListPart({ filters, change }: { filters: InboxFilters; change: ChangeFilters }) {
  const t = useTexts(inboxTexts)
  const may = useMay()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const counts = useCaseCounts()
  const work = useWorkList<CaseList>('cases', filters)
  const items = useMemo(() => work.query.data?.pages.flatMap(({ cases }) => cases) ?? [], [work.query.data])
  const columns = useCaseColumns()
  const claim = useWorkAction(
    'cases',
    ({ id }: CaseItem) => post<CaseItem>(`/v1/cases/${id}/claim`),
    ({ application }) => void message.success(t('claimed', { reference: application.reference })),
  )
  const next = useWorkAction(
    'cases',
    () => post<{ case: CaseItem | null }>('/v1/cases/next'),
    ({ case: given }) => void (given ? navigate(pathOf(given)) : message.info(t('noneNext'))),
  )
  const mayClaim = may('case.claim') && filters.list === 'cases'
  return (
    <WorkSection
      label={t(filters.list)}
      filters={filters}
      change={change}
      sorts={sorts}
      work={work}
      items={items}
      columns={columns}
      pathOf={pathOf}
      dim={notForMe}
      empty={t(filters.list === 'second' ? 'emptySecond' : 'emptyCases')}
      taking={mayClaim ? { claim, next } : null}
    >
      {filters.list === 'cases' && (
        <Views views={caseViews} view={filters.view} counts={counts ?? {}} choose={(view) => change({ view })} />
      )}
    </WorkSection>
  )
}

function useCaseColumns(): Column<CaseItem>[] {
  const t = useTexts(inboxTexts)
  const say = useSay()
  return [
    {
      key: 'due',
      title: t('due'),
      width: 128,
      cell: ({ dueAt, waitingFor, snoozedUntil }) =>
        snoozedUntil ? (
          <span>
            {t('snoozedUntil')} <Time at={snoozedUntil} />
          </span>
        ) : dueAt ? (
          <Due at={dueAt} />
        ) : (
          <span className="quiet">
            {waitingFor === 'callback'
              ? t('waitingCallback')
              : waitingFor === 'applicant'
                ? t('waitingApplicant')
                : '–'}
          </span>
        ),
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
          {item.kind === 'appeal' && <Tag color="purple">{t('appeal')}</Tag>}
          {item.escalated && <Tag color="warning">{t('escalated')}</Tag>}
          {item.application.revision > 1 && (
            <span className="quiet"> {t('revision', { n: item.application.revision })}</span>
          )}
        </>
      ),
    },
    {
      key: 'type',
      title: t('merchantType'),
      width: 104,
      cell: ({ application }) => t(application.merchantType),
    },
    { key: 'reasons', title: t('reason'), cell: ({ reasons }) => <Reasons reasons={reasons} /> },
    { key: 'risk', title: t('risk'), width: 52, numeric: true, cell: ({ risk }) => risk },
    {
      key: 'skills',
      title: t('skill'),
      width: 150,
      cell: ({ skills }) => <span className="quiet">{skills.map((skill) => say(skillNames[skill])).join(' · ')}</span>,
    },
    { key: 'holder', title: t('holder'), width: 150, cell: (item) => <Holder item={item} /> },
    { key: 'opened', title: t('opened'), width: 112, cell: ({ createdAt }) => <Time at={createdAt} relative /> },
  ]
}

/** Who has it, or for whom it is kept, or why it is not for the reader. */
function Holder({ item }: { item: CaseItem }) {
  const t = useTexts(inboxTexts)
  const { assignee, mine, reservedFor, enteredByMe, decidedByMe, state } = item
  if (enteredByMe) return <span className="quiet">{t('enteredByMe')}</span>
  if (decidedByMe) return <span className="quiet">{t('decidedByMe')}</span>
  if (mine && assignee) return <strong>{t('me')}</strong>
  if (assignee) return <>{assignee.displayName}</>
  if (mine) return <strong>{t('reservedForMe')}</strong>
  if (reservedFor) {
    return (
      <Tooltip title={item.reservedUntil ? <Time at={item.reservedUntil} /> : null}>
        <span className="quiet">{t('reservedFor', { name: reservedFor.displayName })}</span>
      </Tooltip>
    )
  }
  return (
    <span className="quiet">
      {state === 'closed' ? t('closed') : state === 'second_approval' ? t('second') : t('free')}
    </span>
  )
}
