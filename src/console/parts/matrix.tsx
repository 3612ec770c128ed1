import { Tag } from 'antd'
import type { MatrixView } from '../../contracts/matrix-view.ts'
import type { StoryRow } from '../../contracts/story-view.ts'
import { useSay, useTexts } from '../language.tsx'
import { fieldKey, isLit, type Spot, useLit, useSpot } from './lit.tsx'
import { partTexts } from './part-texts.ts'
import { verdictTexts } from './words-texts.ts'

type Row = MatrixView[number]
type Verdict = Row['verdict']

const verdictColour: Record<Verdict, string> = {
  MISMATCH: 'red',
  PARTIAL: 'gold',
  NORMALISED: 'blue',
  MATCH: 'green',
  UNKNOWN: 'default',
}

export function VerdictTag({ verdict }: { verdict: Verdict }) {
  const say = useSay()
  return <Tag color={verdictColour[verdict]}>{say(verdictTexts[verdict])}</Tag>
}

const conflicting = ({ verdict }: Row): boolean => verdict === 'MISMATCH' || verdict === 'PARTIAL'

/** Sources against facts. What conflicts is open; the rest can be unfolded. */
export function Matrix({ matches, form }: { matches: MatrixView | null; form: readonly StoryRow[] }) {
  const t = useTexts(partTexts)
  if (!matches || matches.length === 0) return <p className="quiet">{t('noMatrix')}</p>
  const conflicts = matches.filter(conflicting)
  const others = matches.filter((row) => !conflicting(row))
  return (
    <>
      {conflicts.length === 0 && <p className="quiet">{t('allAgree')}</p>}
      <MatrixRows rows={conflicts} form={form} />
      {others.length > 0 && (
        <details>
          <summary>{t('agreeing', { count: others.length })}</summary>
          <MatrixRows rows={others} form={form} />
        </details>
      )}
    </>
  )
}

const MatrixRows = ({ rows, form }: { rows: readonly Row[]; form: readonly StoryRow[] }) => (
  <div className="matrix">
    {rows.map((row) => (
      <MatrixRow key={row.fact} row={row} form={form} />
    ))}
  </div>
)

function MatrixRow({ row, form }: { row: Row; form: readonly StoryRow[] }) {
  const t = useTexts(partTexts)
  const say = useSay()
  const telling = row.pairs.filter(({ verdict }) => verdict === row.verdict)
  const similarity = telling.find((pair) => pair.similarity !== undefined)?.similarity
  const steps = [...new Map(telling.flatMap((pair) => pair.steps).map((step) => [step.step, step.text])).values()]
  return (
    <div className="matrix-row" data-verdict={row.verdict}>
      <p className="matrix-head">
        <strong>{say(row.name)}</strong> <VerdictTag verdict={row.verdict} />
        {similarity !== undefined && row.verdict !== 'MATCH' && (
          <span className="quiet">{t('similarity', { percent: Math.round(similarity * 100) })}</span>
        )}
        {steps.length > 0 && <span className="quiet">{steps.map(say).join('、')}</span>}
      </p>
      <ul>
        {row.sources.map((statement) => (
          <Statement
            key={`${statement.source} ${statement.field}`}
            statement={statement}
            spot={spotIn(form, statement)}
            conflict={telling.some(
              ({ a, b, verdict }) => verdict !== 'MATCH' && [a, b].some((end) => sameEnd(end, statement)),
            )}
          />
        ))}
      </ul>
    </div>
  )
}

const sameEnd = (a: { source: string; field: string }, b: { source: string; field: string }): boolean =>
  a.source === b.source && a.field === b.field

function Statement(props: { statement: Row['sources'][number]; spot: Spot | null; conflict: boolean }) {
  const { statement, spot, conflict } = props
  const t = useTexts(partTexts)
  const say = useSay()
  const { spot: lit, lookAt } = useLit()
  const hover = useSpot(spot)
  const value = <span className="value">{statement.value ?? t('notRead')}</span>
  return (
    <li
      data-conflict={conflict || undefined}
      data-lit={(spot && isLit(lit, spot.materialId, spot.key)) || undefined}
      {...hover}
    >
      <span className="quiet">{say(statement.name)}</span>
      {spot ? (
        <button type="button" className="as-text" onClick={() => lookAt(spot)}>
          {value}
        </button>
      ) : (
        value
      )}
    </li>
  )
}

/** Where a source says it: the form's rows know the photo and the box. */
function spotIn(form: readonly StoryRow[], { source, field }: { source: string; field: string }): Spot | null {
  for (const { against } of form) {
    const found = against.find((each) => each.source === source && each.field === field)
    if (found?.materialId) {
      return { materialId: found.materialId, key: fieldKey(field), ...(found.box && { quad: found.box }) }
    }
  }
  return null
}
