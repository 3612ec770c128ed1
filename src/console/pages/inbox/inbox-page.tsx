import { Badge } from 'antd'
import { useMemo } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Permission } from '../../../domain/permissions.ts'
import { useTexts } from '../../language.tsx'
import { useMay } from '../../session.ts'
import { NotAllowed } from '../../states.tsx'
import { useTitle } from '../../use-title.ts'
import { CallbackList } from './callback-list.tsx'
import { CaseListPart } from './case-list.tsx'
import { type InboxFilters, type ListName, lists, readFilters, writeFilters } from './inbox-filters.ts'
import { inboxTexts } from './inbox-texts.ts'
import { LookList } from './look-list.tsx'
import { SavedViews } from './saved-views-menu.tsx'
import { useCounts } from './use-counts.ts'
import '../../rows.css'
import './inbox.css'

const needs: Record<ListName, Permission> = {
  cases: 'case.read',
  second: 'case.second',
  callbacks: 'callback.read',
  looks: 'case.look_again',
}

/** The work that waits: cases and callbacks, as far as the reader may see them. */
export function InboxPage() {
  const t = useTexts(inboxTexts)
  const may = useMay()
  useTitle(t('title'))
  const open = lists.filter((list) => may(needs[list]))
  const first = open[0] ?? 'cases'
  const [query, setQuery] = useSearchParams()
  const filters = useMemo(() => readFilters(query, first), [query, first])
  const change = (next: Partial<InboxFilters>) =>
    setQuery(writeFilters({ ...filters, ...next }, first), { replace: true, preventScrollReset: true })
  if (!open.includes(filters.list)) return <NotAllowed />
  return (
    <>
      <h1 className="visually-hidden">{t('title')}</h1>
      <div className="inbox-head">
        <Lists open={open} filters={filters} first={first} />
        <SavedViews query={query} open={(kept) => setQuery(kept)} />
      </div>
      {filters.list === 'callbacks' ? (
        <CallbackList filters={filters} change={change} />
      ) : filters.list === 'looks' ? (
        <LookList />
      ) : (
        <CaseListPart key={filters.list} filters={filters} change={change} />
      )}
    </>
  )
}

/** Links and no tabs: each list has an address of its own. */
function Lists({ open, filters, first }: { open: readonly ListName[]; filters: InboxFilters; first: ListName }) {
  const t = useTexts(inboxTexts)
  const counts = useCounts(open)
  return (
    <nav aria-label={t('lists')} className="inbox-lists">
      {open.map((list) => (
        <Link
          key={list}
          to={{ search: writeFilters(readFilters(new URLSearchParams({ list }), first), first).toString() }}
          {...(list === filters.list && { 'aria-current': 'page' as const })}
        >
          {t(list)}
          <span className="count">{counts[list]?.count ?? ''}</span>
          {(counts[list]?.late ?? 0) > 0 && (
            <Badge
              count={counts[list]?.late}
              overflowCount={999}
              title={t('lateCount', { n: counts[list]?.late ?? 0 })}
            />
          )}
        </Link>
      ))}
    </nav>
  )
}
