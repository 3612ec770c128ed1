import { Fragment, useId, useRef, useState } from 'react'
import type { FailureGroup } from '../../../contracts/failure-view.ts'
import { useKeys } from '../../keys.tsx'
import { useSay, useTexts } from '../../language.tsx'
import { ActorName } from '../../parts/actor-name.tsx'
import { Time } from '../../times.tsx'
import type { FailureFilters } from './failure-filters.ts'
import { failuresTexts } from './failures-texts.ts'
import { FaultDetail } from './fault-detail.tsx'
import { classTexts } from './operations-words-texts.ts'
import { countText } from './sizes.ts'
import { StepName } from './step-name.tsx'

const COLUMNS = 7

/** One row for each fault; it opens below itself. */
export function FaultTable({ groups, filters }: { groups: readonly FailureGroup[]; filters: FailureFilters }) {
  const t = useTexts(failuresTexts)
  const [open, setOpen] = useState<string | null>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const step = (by: 1 | -1) => {
    const buttons = [...(body.current?.querySelectorAll<HTMLButtonElement>('button[aria-expanded]') ?? [])]
    const at = buttons.findIndex((button) => button === document.activeElement)
    buttons[
      at === -1 ? (by === 1 ? 0 : buttons.length - 1) : Math.min(buttons.length - 1, Math.max(0, at + by))
    ]?.focus()
  }
  useKeys(failuresTexts.keys, [
    { keys: 'j', text: failuresTexts.keyDown, run: () => step(1) },
    { keys: 'k', text: failuresTexts.keyUp, run: () => step(-1) },
  ])
  return (
    <table className="rows faults">
      <colgroup>
        {['34%', '13%', '10%', '8%', '9%', '11%', '15%'].map((width, at) => (
          // Columns have no other name than their place.
          // oxlint-disable-next-line react/no-array-index-key
          <col key={at} style={{ width }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {(['fault', 'step', 'class'] as const).map((key) => (
            <th key={key} scope="col">
              {t(key)}
            </th>
          ))}
          {(['count', 'applications'] as const).map((key) => (
            <th key={key} scope="col" className="numeric">
              {t(key)}
            </th>
          ))}
          <th scope="col">{t('last')}</th>
          <th scope="col">{t('looked')}</th>
        </tr>
      </thead>
      <tbody ref={body}>
        {groups.map((group) => (
          <FaultRow
            key={group.fingerprint}
            group={group}
            filters={filters}
            open={open === group.fingerprint}
            toggle={() => setOpen(open === group.fingerprint ? null : group.fingerprint)}
          />
        ))}
      </tbody>
    </table>
  )
}

function FaultRow({
  group,
  filters,
  open,
  toggle,
}: {
  group: FailureGroup
  filters: FailureFilters
  open: boolean
  toggle: () => void
}) {
  const t = useTexts(failuresTexts)
  const say = useSay()
  const detail = useId()
  const {
    fingerprint,
    step,
    class: of,
    text,
    error,
    failures,
    current,
    retrying,
    applications,
    lastSeen,
    looked,
    notes,
  } = group
  const isNew = current > 0 && (looked === null || looked.since > 0)
  return (
    <Fragment>
      {/* Pressing anywhere in a row opens it; with the keyboard its button does. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events jsx-a11y/no-noninteractive-element-interactions */}
      <tr
        data-fault={fingerprint}
        className={`${open ? 'current' : ''} ${isNew ? 'late' : ''}`}
        onClick={(event) => {
          if (event.target instanceof Element && event.target.closest('button')) return
          if (!window.getSelection()?.toString()) toggle()
        }}
      >
        <td className="fault-name">
          <button type="button" className="as-text" aria-expanded={open} aria-controls={detail} onClick={toggle}>
            <span aria-hidden className="fold">
              {open ? '▾' : '▸'}
            </span>
            <strong>{say(text)}</strong>
          </button>
          <span className="quiet fault-error" title={error}>
            {error}
          </span>
        </td>
        <td>
          <StepName step={step} code={false} />
        </td>
        <td>{say(classTexts[of])}</td>
        <td className="numeric">
          {countText(filters.current ? current : failures)}
          {failures !== current && (
            <span className="quiet small below">
              {filters.current ? t('ofAll', { n: countText(failures) }) : `${t('current')} ${countText(current)}`}
            </span>
          )}
        </td>
        <td className="numeric">{countText(applications)}</td>
        <td>
          <Time at={lastSeen} relative />
          {retrying > 0 && <span className="quiet small below">{t('retrying', { n: countText(retrying) })}</span>}
        </td>
        <td>
          {looked === null ? (
            <span className={current > 0 ? 'urgent' : 'quiet'}>{t('nobody')}</span>
          ) : (
            <>
              <ActorName actor={looked.by} /> <Time at={looked.at} relative />
              {looked.since > 0 && <span className="urgent small below">{t('newSince', { n: looked.since })}</span>}
            </>
          )}
          {notes.length > 0 && <span className="quiet small below">{t('notesCount', { n: notes.length })}</span>}
        </td>
      </tr>
      {open && (
        <tr className="fault-open">
          <td colSpan={COLUMNS} id={detail}>
            <FaultDetail group={group} filters={filters} />
          </td>
        </tr>
      )}
    </Fragment>
  )
}
