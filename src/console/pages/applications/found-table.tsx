import { useRef } from 'react'
import { Link, useNavigate } from 'react-router'
import type { SearchPage } from '../../../contracts/search-view.ts'
import { useKeys } from '../../keys.tsx'
import { useSay, useTexts } from '../../language.tsx'
import { statusTexts } from '../../parts/words-texts.ts'
import { StatusMark } from '../../status-mark.tsx'
import { useMay } from '../../session.ts'
import { stepRow } from '../../step-row.ts'
import { Time } from '../../times.tsx'
import { applicationsTexts } from './applications-texts.ts'

/** What was found. Whoever may not read the whole story sees the line alone. */
export function FoundTable({ rows }: { rows: SearchPage['applications'] }) {
  const t = useTexts(applicationsTexts)
  const say = useSay()
  const mayRead = useMay()('story.read')
  const navigate = useNavigate()
  const body = useRef<HTMLTableSectionElement>(null)
  useKeys(applicationsTexts.keys, [
    { keys: 'j', text: applicationsTexts.keyDown, run: () => stepRow(body.current, 1) },
    { keys: 'k', text: applicationsTexts.keyUp, run: () => stepRow(body.current, -1) },
  ])
  return (
    <table className="rows" aria-label={t('title')}>
      <colgroup>
        <col width={190} />
        <col width={150} />
        <col />
        <col width={120} />
        <col width={140} />
        <col width={120} />
        <col width={120} />
        <col width={110} />
      </colgroup>
      <thead>
        <tr>
          {(
            ['reference', 'status', 'merchant', 'applicant', 'phone', 'merchantType', 'submitted', 'updated'] as const
          ).map((key) => (
            <th key={key} scope="col">
              {t(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map((row) => (
          // Pressing anywhere in a row opens it; with the keyboard its link does.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events jsx-a11y/no-noninteractive-element-interactions
          <tr
            key={row.id}
            onClick={(event) => {
              if (!mayRead || (event.target instanceof Element && event.target.closest('a'))) return
              if (window.getSelection()?.toString()) return
              void navigate(`/applications/${row.id}`)
            }}
          >
            <td>
              {mayRead ? (
                <Link to={`/applications/${row.id}`} data-row={row.id}>
                  {row.reference}
                </Link>
              ) : (
                row.reference
              )}
              {row.revision > 1 && <span className="quiet"> {t('revision', { n: row.revision })}</span>}
            </td>
            <td>
              <StatusMark status={row.status} /> {say(statusTexts[row.status])}
            </td>
            <td>{row.merchantName.value}</td>
            <td>{row.applicant.value}</td>
            <td>{row.phone.value}</td>
            <td>{t(row.merchantType)}</td>
            <td>
              <Time at={row.createdAt} />
            </td>
            <td>
              <Time at={row.updatedAt} relative />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
