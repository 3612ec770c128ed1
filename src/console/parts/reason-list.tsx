import { Tag } from 'antd'
import type { StaffReason } from '../../contracts/story-decisions.ts'
import type { StoryRow, StoryView } from '../../contracts/story-view.ts'
import { useLanguage, useSay, useTexts } from '../language.tsx'
import { isLit, reasonKey, type Spot, fieldKey, useLit, useSpot } from './lit.tsx'
import { partTexts } from './part-texts.ts'
import { quadOf } from './photo-geometry.ts'
import { titleOf } from './reason-title.ts'
import { severityTexts } from './words-texts.ts'

/** From the gravest: what decides comes first. */
const gravity: readonly StaffReason['severity'][] = ['decline', 'return', 'review', 'callback', 'info']
export const byGravity = (reasons: readonly StaffReason[]): StaffReason[] =>
  [...reasons].sort((a, b) => gravity.indexOf(a.severity) - gravity.indexOf(b.severity))

/** Where on the photos a reason points: its own place, or, of a field of the form, where something else was read. */
export function spotOf(reason: StaffReason, form: readonly StoryRow[] = []): Spot | null {
  if (reason.materialId === null) return contradicting(form.find(({ field }) => field === reason.field))
  const quad = reason.box ? { quad: quadOf(reason.box) } : {}
  const key = reason.field === null ? reasonKey(reason.key) : fieldKey(reason.field)
  return { materialId: reason.materialId, key, ...quad }
}

function contradicting(row: StoryRow | undefined): Spot | null {
  const read = row?.against.filter(({ materialId, box }) => materialId !== null && box) ?? []
  const worst = read.find(({ verdict }) => verdict === 'MISMATCH' || verdict === 'PARTIAL') ?? read[0]
  return worst?.materialId && worst.box
    ? { materialId: worst.materialId, key: fieldKey(worst.field), quad: worst.box }
    : null
}

/** Why it came to a person, with what was seen and what the applicant would read. */
export function ReasonList({
  story: { reasons, form },
  chosen,
}: {
  story: Pick<StoryView, 'reasons' | 'form'>
  chosen?: string | null
}) {
  const t = useTexts(partTexts)
  if (reasons.length === 0) return <p className="quiet">{t('noReasons')}</p>
  return (
    <ol className="reasons">
      {byGravity(reasons).map((reason) => (
        <ReasonItem key={reason.key} reason={reason} form={form} chosen={chosen === reason.key} />
      ))}
    </ol>
  )
}

function ReasonItem(props: { reason: StaffReason; form: readonly StoryRow[]; chosen: boolean }) {
  const { reason, form, chosen } = props
  const t = useTexts(partTexts)
  const say = useSay()
  const { language } = useLanguage()
  const { spot: lit, lookAt } = useLit()
  const spot = spotOf(reason, form)
  const hover = useSpot(spot)
  const seen = seenOf(reason.evidence)
  const title = titleOf(reason.code, language)
  return (
    <li
      id={`reason-${reason.key}`}
      data-severity={reason.severity}
      data-chosen={chosen || undefined}
      data-lit={(spot && isLit(lit, spot.materialId, spot.key)) || undefined}
      {...hover}
    >
      <p className="reason-head">
        <Tag color={severityColour[reason.severity]}>{say(severityTexts[reason.severity])}</Tag>
        {spot ? (
          <button type="button" className="reason-title" onClick={() => lookAt(spot)}>
            {title}
          </button>
        ) : (
          <span className="reason-title">{title}</span>
        )}
        {reason.fraud && <Tag color="volcano">{t('fraud')}</Tag>}
      </p>
      <p>{say(reason.internal)}</p>
      <p className="quiet reason-told">
        {t('applicantSees')}
        {language === 'zh' ? '：' : ': '}
        {say(reason.message)}
      </p>
      {seen.length > 0 && (
        <details>
          <summary>{t('details')}</summary>
          <dl className="seen">
            {seen.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  )
}

const severityColour: Record<StaffReason['severity'], string> = {
  decline: 'red',
  return: 'orange',
  review: 'gold',
  callback: 'blue',
  info: 'default',
}

/** What was seen, in figures and words; boxes are drawn on the photo. */
function seenOf(evidence: Readonly<Record<string, unknown>>): [string, string][] {
  const plain = (value: unknown): string | null => {
    if (typeof value === 'number') return String(Math.round(value * 1_000) / 1_000)
    if (typeof value === 'string' || typeof value === 'boolean') return String(value)
    // One who says something, as the two sides of a comparison.
    if (typeof value === 'object' && value !== null && 'source' in value && 'value' in value) {
      const { source, field, value: told }: { source: unknown; field?: unknown; value: unknown } = value
      return [source, field, told].map((part) => plain(part) ?? '–').join(' ')
    }
    if (Array.isArray(value)) {
      const parts = value.map(plain)
      return parts.every((part) => part !== null) && parts.length > 0 ? parts.join(', ') : null
    }
    return null
  }
  return Object.entries(evidence).flatMap(([name, value]): [string, string][] => {
    const text = name === 'box' || name === 'region' ? null : plain(value)
    return text === null || text === '' ? [] : [[name, text]]
  })
}
