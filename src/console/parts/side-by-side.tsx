import { Checkbox, Tag, Tooltip } from 'antd'
import { useState } from 'react'
import type { RevealBody, StoryRow } from '../../contracts/story-view.ts'
import { useSay, useTexts } from '../language.tsx'
import { fieldKey, isLit, type Spot, useLit, useSpot } from './lit.tsx'
import { Masked } from './masked.tsx'
import { VerdictTag } from './matrix.tsx'
import { partTexts } from './part-texts.ts'

type Against = StoryRow['against'][number]

const differs = ({ verdict }: StoryRow): boolean => verdict === 'MISMATCH' || verdict === 'PARTIAL'

/** The form, field by field, beside what was read and what others say. */
export function SideBySide({ form }: { form: readonly StoryRow[] }) {
  const t = useTexts(partTexts)
  const [onlyDiffering, setOnly] = useState(false)
  const rows = onlyDiffering ? form.filter(differs) : form
  return (
    <>
      {form.some(differs) && (
        <Checkbox checked={onlyDiffering} onChange={({ target }) => setOnly(target.checked)}>
          {t('onlyDiffering')}
        </Checkbox>
      )}
      <table className="side-by-side">
        <thead>
          <tr>
            <th scope="col">{t('field')}</th>
            <th scope="col">{t('given')}</th>
            <th scope="col">{t('elsewhere')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.field} row={row} />
          ))}
        </tbody>
      </table>
    </>
  )
}

function Row({ row }: { row: StoryRow }) {
  const t = useTexts(partTexts)
  const say = useSay()
  return (
    <tr data-verdict={row.verdict ?? undefined}>
      <th scope="row">{say(row.name)}</th>
      <td>
        <Masked value={row.value} masked={row.masked} said={row.said} what={{ path: row.field }} name={say(row.name)} />
        {row.changed && <Tag>{t('changedNow')}</Tag>}
      </td>
      <td>
        {row.against.length === 0 ? (
          <span className="quiet">–</span>
        ) : (
          <ul>
            {row.against.map((against) => (
              <AgainstItem key={`${against.source} ${against.field}`} against={against} />
            ))}
          </ul>
        )}
      </td>
    </tr>
  )
}

/** What is asked for when such a value is to be shown whole. */
function revealOf({ source, field }: Against): RevealBody['what'] | null {
  if (source === 'form') return { path: field }
  if (source === 'bank' || source === 'registry' || source === 'callback') return { source, field }
  return { material: source, field }
}

function AgainstItem({ against }: { against: Against }) {
  const t = useTexts(partTexts)
  const say = useSay()
  const { spot: lit, lookAt } = useLit()
  const { materialId, field, box, confidence, verdict, steps } = against
  const spot: Spot | null = materialId === null ? null : { materialId, key: fieldKey(field), ...(box && { quad: box }) }
  const hover = useSpot(spot)
  return (
    <li data-lit={(spot && isLit(lit, spot.materialId, spot.key)) || undefined} {...hover}>
      <p>
        {spot ? (
          <button type="button" className="as-text quiet" onClick={() => lookAt(spot)}>
            {say(against.name)}
          </button>
        ) : (
          <span className="quiet">{say(against.name)}</span>
        )}
        {verdict !== null && (
          <Tooltip title={steps.map(({ text }) => say(text)).join('、')}>
            <span>
              <VerdictTag verdict={verdict} />
            </span>
          </Tooltip>
        )}
        {confidence !== null && confidence < 0.995 && (
          <span className="quiet small">{t('confidence', { percent: Math.round(confidence * 100) })}</span>
        )}
      </p>
      <Masked
        value={against.value}
        masked={against.masked}
        said={against.said}
        what={revealOf(against)}
        name={say(against.name)}
        empty={t('notRead')}
      />
    </li>
  )
}
