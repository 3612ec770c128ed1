import { Button } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useKeys } from '../../keys.tsx'
import { useTexts } from '../../language.tsx'
import { stepRow } from '../../step-row.ts'
import type { Text } from '../../texts.ts'
import { inboxTexts } from './inbox-texts.ts'
import { NewRows } from './new-rows.tsx'
import { useSteady } from './use-steady.ts'

export interface Column<T> {
  key: string
  title: string
  cell: (item: T) => ReactNode
  /** Columns without one share what is left. */
  width?: number
  numeric?: boolean
}

export interface RowKey<T> {
  keys: string
  text: Text
  run: (item: T | null) => void
}

export interface Work {
  id: string
  overdue: boolean
}

/**
 * A list of work. Each row has a link, and `j` and `k` move the browser's own focus from one to the next: whoever cannot see
 * it hears it, and Enter opens it as it does anywhere.
 */
export function WorkTable<T extends Work>({
  items,
  columns,
  of,
  pathOf,
  label,
  dim,
  keys,
  more,
}: {
  items: readonly T[]
  columns: readonly Column<T>[]
  /** What it is a list of; see useSteady. */
  of: string
  pathOf: (item: T) => string
  label: string
  /** Rows that are not for the reader. */
  dim: (item: T) => boolean
  keys: readonly RowKey<T>[]
  more: { load: () => void; loading: boolean } | null
}) {
  const t = useTexts(inboxTexts)
  const navigate = useNavigate()
  const body = useRef<HTMLTableSectionElement>(null)
  const [pointed, setPointed] = useState(false)
  const [focused, setFocused] = useState<string | null>(null)
  const { rows, waiting, letIn } = useSteady(items, pointed || focused !== null, of)
  const current = rows.find(({ item, gone }) => item.id === focused && !gone)?.item ?? null

  const step = (by: 1 | -1) => {
    const last = stepRow(body.current, by)
    if (last && by === 1 && more && !more.loading) more.load()
  }
  useKeys(inboxTexts.keys, [
    { keys: 'j', text: inboxTexts.keyDown, run: () => step(1) },
    { keys: 'k', text: inboxTexts.keyUp, run: () => step(-1) },
    {
      keys: 'Enter',
      text: inboxTexts.keyOpen,
      run: () => {
        const item = current ?? rows.find(({ gone }) => !gone)?.item
        if (item) void navigate(pathOf(item))
      },
    },
    ...keys.map(({ keys: key, text, run }) => ({ keys: key, text, run: () => run(current) })),
    { keys: 'r', text: inboxTexts.keyNew, run: letIn },
  ])

  return (
    <div
      className="rows-frame"
      onPointerEnter={(event) => setPointed(event.pointerType === 'mouse')}
      onPointerLeave={() => setPointed(false)}
      onFocus={(event) => setFocused(event.target.closest('tr')?.dataset['id'] ?? focused)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFocused(null)
      }}
    >
      <NewRows waiting={waiting} letIn={letIn} />
      <table className="rows" aria-label={label}>
        <colgroup>
          {columns.map(({ key, width }) => (
            <col key={key} {...(width !== undefined && { width })} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map(({ key, title, numeric }) => (
              <th key={key} scope="col" className={numeric ? 'numeric' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map(({ item, gone }) => (
            // Pressing anywhere in a row opens it; with the keyboard its link does.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events jsx-a11y/no-noninteractive-element-interactions
            <tr
              key={item.id}
              data-id={item.id}
              className={[
                gone || dim(item) ? 'dim' : '',
                item.overdue && !gone ? 'late' : '',
                item.id === focused ? 'current' : '',
              ].join(' ')}
              onClick={(event) => {
                if (event.target instanceof Element && event.target.closest('a, button')) return
                if (window.getSelection()?.toString()) return
                if (event.ctrlKey || event.metaKey) window.open(`/console${pathOf(item)}`, '_blank', 'noopener')
                else void navigate(pathOf(item))
              }}
            >
              {columns.map(({ key, cell, numeric }, place) => (
                <td key={key} className={numeric ? 'numeric' : undefined}>
                  {gone && place === columns.length - 1 ? t('gone') : cell(item)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="rows-foot">
        <span className="quiet">{t('shown', { n: rows.length })}</span>
        {more && (
          <Button size="small" onClick={more.load} loading={more.loading}>
            {t('more')}
          </Button>
        )}
      </div>
    </div>
  )
}
