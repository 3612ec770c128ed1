import { Button } from 'antd'
import type { ReactNode } from 'react'
import { KeyName } from '../../key-name.tsx'
import { useTexts } from '../../language.tsx'
import { Failed, Loading } from '../../states.tsx'
import { EmptyWork } from './empty-work.tsx'
import { type ChangeFilters, FilterBar } from './filter-bar.tsx'
import { type InboxFilters, isNarrowed, noFilters, type Sort } from './inbox-filters.ts'
import { inboxTexts } from './inbox-texts.ts'
import type { useWorkList } from './use-work.ts'
import { type Column, type Work, WorkTable } from './work-table.tsx'

/** What a reader may do with a list: have the row that is pointed at, or the one that is next. */
export interface Taking<T> {
  claim: { mutate: (item: T) => void; isPending: boolean }
  next: { mutate: () => void; isPending: boolean }
}

/** A list of work under its filters, whatever it is a list of. */
export function WorkSection<T extends Work>({
  label,
  filters,
  change,
  sorts,
  work: { query, more },
  items,
  columns,
  pathOf,
  dim,
  empty,
  taking,
  children,
}: {
  label: string
  filters: InboxFilters
  change: ChangeFilters
  sorts: readonly Sort[]
  work: ReturnType<typeof useWorkList>
  /** Of all the pages that have come. */
  items: readonly T[]
  columns: readonly Column<T>[]
  pathOf: (item: T) => string
  /** Rows that are not for the reader. */
  dim: (item: T) => boolean
  /** What an empty list says that nothing narrowed. */
  empty: string
  /** Null where the reader may only look. */
  taking: Taking<T> | null
  /** Stands above the filters. */
  children?: ReactNode
}) {
  const t = useTexts(inboxTexts)
  return (
    <section aria-label={label}>
      {children}
      <FilterBar filters={filters} change={change} sorts={sorts}>
        {taking && (
          <Button
            type="primary"
            onClick={() => taking.next.mutate()}
            loading={taking.next.isPending}
            aria-keyshortcuts="n"
          >
            {t('takeNext')} <KeyName keys="n" />
          </Button>
        )}
      </FilterBar>
      {query.data === undefined ? (
        query.error ? (
          <Failed error={query.error} again={() => void query.refetch()} />
        ) : (
          <Loading />
        )
      ) : items.length === 0 ? (
        <EmptyWork
          title={isNarrowed(filters) || filters.view !== 'all' ? t('emptyNarrow') : empty}
          {...(isNarrowed(filters) && { clear: () => change(noFilters) })}
        />
      ) : (
        <WorkTable
          items={items}
          columns={columns}
          of={query.isPlaceholderData ? 'before' : JSON.stringify(filters)}
          pathOf={pathOf}
          label={label}
          dim={dim}
          more={more}
          keys={
            taking
              ? [
                  {
                    keys: 'c',
                    text: inboxTexts.claim,
                    run: (item) => {
                      if (item && !taking.claim.isPending) taking.claim.mutate(item)
                    },
                  },
                  { keys: 'n', text: inboxTexts.takeNext, run: () => !taking.next.isPending && taking.next.mutate() },
                ]
              : []
          }
        />
      )}
    </section>
  )
}
