import { Button, Input, type InputRef, Select } from 'antd'
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { ReasonsCatalogue } from '../../../contracts/reasons-catalogue.ts'
import { caseSkills, skillNames } from '../../../domain/skill-names.ts'
import { get } from '../../api.ts'
import { useKeys } from '../../keys.tsx'
import { useSay, useTexts } from '../../language.tsx'
import { useMay } from '../../session.ts'
import {
  type CaseViewName,
  cleanReference,
  type InboxFilters,
  isNarrowed,
  merchantTypes,
  noFilters,
  oneOf,
  type Sort,
} from './inbox-filters.ts'
import { inboxTexts } from './inbox-texts.ts'

/** What is typed is looked for when the typing stops. Milliseconds. */
const TYPING = 250

export type ChangeFilters = (next: Partial<InboxFilters>) => void

/** What narrows a list down, above it. */
export function FilterBar({
  filters,
  change,
  sorts,
  children,
}: {
  filters: InboxFilters
  change: ChangeFilters
  sorts: readonly Sort[]
  children?: ReactNode
}) {
  const t = useTexts(inboxTexts)
  const say = useSay()
  const sortTexts: Record<Sort, string> = { due: t('sortDue'), risk: t('sortRisk'), created: t('sortCreated') }
  return (
    <div className="filters">
      <ReferenceFilter key={filters.list} value={filters.reference} change={change} />
      <ReasonFilter value={filters.reason} change={change} />
      <Select
        aria-label={t('merchantType')}
        value={filters.merchantType ?? ''}
        onChange={(type) => change({ merchantType: oneOf(merchantTypes, type) })}
        options={[
          { value: '', label: t('anyType') },
          { value: 'individual_business', label: t('individual_business') },
          { value: 'micro_merchant', label: t('micro_merchant') },
        ]}
        popupMatchSelectWidth={false}
      />
      {filters.list !== 'callbacks' && (
        <Select
          aria-label={t('skill')}
          value={filters.skill ?? ''}
          onChange={(skill) => change({ skill: oneOf(caseSkills, skill) })}
          options={[
            { value: '' as const, label: t('anySkill') },
            ...caseSkills.map((skill) => ({ value: skill, label: say(skillNames[skill]) })),
          ]}
          popupMatchSelectWidth={false}
        />
      )}
      <Select
        aria-label={t('sort')}
        value={filters.sort}
        onChange={(sort) => change({ sort })}
        options={sorts.map((sort) => ({ value: sort, label: sortTexts[sort] }))}
        popupMatchSelectWidth={false}
      />
      {isNarrowed(filters) && (
        <Button type="link" onClick={() => change(noFilters)}>
          {t('clear')}
        </Button>
      )}
      <div className="filters-end">{children}</div>
    </div>
  )
}

function ReferenceFilter({ value, change }: { value: string; change: ChangeFilters }) {
  const t = useTexts(inboxTexts)
  const [typed, setTyped] = useState(value)
  const [seen, setSeen] = useState(value)
  const input = useRef<InputRef>(null)
  // Cleared or set elsewhere, as by a saved view.
  if (seen !== value) {
    setSeen(value)
    setTyped(value)
  }
  const settle = useEffectEvent(() => change({ reference: typed }))
  // Counted from the last letter: what else is drawn anew meanwhile, as when work comes in, does not put it off.
  useEffect(() => {
    if (typed === value) return undefined
    const timer = setTimeout(() => settle(), TYPING)
    return () => clearTimeout(timer)
  }, [typed, value])
  useKeys(inboxTexts.keys, [
    { keys: '/', text: inboxTexts.keySearch, run: () => input.current?.focus({ cursor: 'all' }) },
  ])
  return (
    <Input
      ref={input}
      allowClear
      aria-label={t('reference')}
      aria-keyshortcuts="/"
      placeholder={t('reference')}
      value={typed}
      onChange={(event) => setTyped(cleanReference(event.target.value))}
      onKeyDown={(event) => {
        if (event.key === 'Escape') input.current?.blur()
      }}
      className="reference-filter"
    />
  )
}

/** The catalogue is asked for once, and only by whoever may see it. */
function ReasonFilter({ value, change }: { value: string | null; change: ChangeFilters }) {
  const t = useTexts(inboxTexts)
  const say = useSay()
  const mayRead = useMay()('case.read')
  const { data } = useQuery({
    queryKey: ['reasons'],
    queryFn: ({ signal }) => get<ReasonsCatalogue>('/v1/reasons', signal),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: mayRead,
  })
  if (!mayRead) return null
  const known = (data?.reasons ?? []).map(({ code, text }) => ({
    value: code,
    label: `${withoutValues(say(text))} · ${code}`,
  }))
  return (
    <Select
      aria-label={t('reason')}
      value={value ?? ''}
      onChange={(code) => change({ reason: code === '' ? null : code })}
      options={[{ value: '', label: t('anyReason') }, ...known]}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={420}
      className="reason-filter"
    />
  )
}

/** A text of the catalogue speaks of no application yet: `身份证已过期（有效期至 {date}）` is 身份证已过期. */
const withoutValues = (text: string): string =>
  text.replaceAll(/\s*[（(][^（）()]*\{\w+\}[^（）()]*[）)]/g, '').replaceAll(/\{\w+\}/g, '…')

/** All, mine, free …: one at a time, each with how many there are. */
export function Views<V extends CaseViewName>({
  views,
  view,
  counts,
  choose,
}: {
  views: readonly V[]
  view: V
  counts: Partial<Record<V, number>>
  choose: (view: V) => void
}) {
  const t = useTexts(inboxTexts)
  return (
    <div role="group" aria-label={t('views')} className="views">
      {views.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === view}
          onClick={() => choose(each)}
          className={each === 'overdue' && (counts[each] ?? 0) > 0 ? 'late' : undefined}
        >
          {t(each)}
          {counts[each] !== undefined && <span className="count">{counts[each]}</span>}
        </button>
      ))}
    </div>
  )
}
