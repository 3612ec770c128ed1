import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import type { FailureGroups } from '../../../contracts/failure-view.ts'
import { failureSteps } from '../../../domain/failure.ts'
import { failureClasses } from '../../../domain/failure-kinds.ts'
import { get } from '../../api.ts'
import { useSay, useTexts } from '../../language.tsx'
import { Awaited, Notice } from '../../states.tsx'
import { useNow } from '../../times.tsx'
import { useTitle } from '../../use-title.ts'
import {
  type FailureFilters,
  failureQueryOf,
  isNarrowed,
  noFailureFilters,
  readFailureFilters,
  spanNames,
  writeFailureFilters,
} from './failure-filters.ts'
import { FaultTable } from './fault-table.tsx'
import { failuresTexts } from './failures-texts.ts'
import { classTexts, stepTexts } from './operations-words-texts.ts'

/** Milliseconds between two looks. */
const LOOK = 10_000

/** What failed, the same fault as one row however many applications met it. */
export function FailuresPage() {
  const t = useTexts(failuresTexts)
  useTitle(t('title'))
  const now = useNow()
  const [query, setQuery] = useSearchParams()
  const filters = useMemo(() => readFailureFilters(query), [query])
  const change = (next: Partial<FailureFilters>) =>
    setQuery(writeFailureFilters({ ...filters, ...next }), { replace: true, preventScrollReset: true })
  const asked = failureQueryOf(filters, now).toString()
  const groups = useQuery({
    queryKey: ['failures', 'groups', asked],
    queryFn: ({ signal }) => get<FailureGroups>(`/v1/failure-groups?${asked}`, signal),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK,
  })
  const { data } = groups
  return (
    <>
      <FailureFilterBar filters={filters} change={change} />
      {data === undefined || groups.error ? (
        <Awaited of={[groups]} />
      ) : data.groups.length === 0 ? (
        isNarrowed(filters) || !filters.current ? (
          <Notice title={t('none')} />
        ) : (
          <Notice title={t('empty')} hint={t('emptyHint')} />
        )
      ) : (
        <div aria-busy={groups.isPlaceholderData}>
          <div className="rows-frame">
            <FaultTable groups={data.groups} filters={filters} />
          </div>
          <p className="quiet hint-line" role="status">
            {data.more ? t('moreGroups') : t('groupsShown', { n: data.groups.length })}
          </p>
        </div>
      )}
    </>
  )
}

function FailureFilterBar({
  filters,
  change,
}: {
  filters: FailureFilters
  change: (next: Partial<FailureFilters>) => void
}) {
  const t = useTexts(failuresTexts)
  const say = useSay()
  return (
    <div className="filters" role="search">
      <Select
        aria-label={t('step')}
        className="step-filter"
        value={filters.step ?? ''}
        onChange={(step) => change({ step: failureSteps.find((each) => each === step) ?? null })}
        options={[
          { value: '', label: t('anyStep') },
          ...failureSteps.map((step) => ({ value: step as string, label: say(stepTexts[step]) })),
        ]}
        popupMatchSelectWidth={false}
      />
      <Select
        aria-label={t('class')}
        value={filters.class ?? ''}
        onChange={(of) => change({ class: failureClasses.find((each) => each === of) ?? null })}
        options={[
          { value: '', label: t('anyClass') },
          ...failureClasses.map((each) => ({ value: each as string, label: say(classTexts[each]) })),
        ]}
        popupMatchSelectWidth={false}
      />
      <Select
        aria-label={t('since')}
        value={filters.span}
        onChange={(span) => change({ span })}
        options={spanNames.map((span) => ({ value: span, label: t(span) }))}
        popupMatchSelectWidth={false}
      />
      <Select
        aria-label={t('range')}
        value={filters.current ? 'current' : 'all'}
        onChange={(range) => change({ current: range === 'current' })}
        options={(['current', 'all'] as const).map((range) => ({ value: range, label: t(range) }))}
        popupMatchSelectWidth={false}
      />
      {isNarrowed(filters) && (
        <Button type="link" onClick={() => change({ ...noFailureFilters, current: filters.current })}>
          {t('clear')}
        </Button>
      )}
    </div>
  )
}
