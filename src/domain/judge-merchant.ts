import type { MaterialKind } from './application.ts'
import type { Finding } from './decision.ts'
import type { MatchCell } from './evidence.ts'
import { shownEnds, shownSteps } from './match-matrix.ts'
import { photoFault } from './judge-photos.ts'
import { finding, isLegible, rounded } from './screening.ts'
import type { Screening } from './screening.ts'

/** The merchant's name and place: typed, licensed, and on the sign. Cells that nothing may follow from are left out before. */
export function judgeMerchant(screening: Screening, cells: readonly MatchCell[]): Finding[] {
  const { legible } = screening.policy.ocr
  const compared = cells
    .filter(({ verdict, confidence }) => (verdict === 'PARTIAL' || verdict === 'MISMATCH') && confidence >= legible)
    .flatMap((cell) => {
      if (cell.fact === 'address') return address(screening, cell)
      if (cell.fact !== 'merchantName') return []
      return cell.b.source === 'business_licence' ? licenceName(screening, cell) : sign(screening, cell)
    })
  return [...compared, ...unreadAddress(screening, cells)]
}

/**
 * An address that could not be read is held against nothing, so any would pass. What the registry has on record stands in for
 * it; a photo that is to be taken again says so itself.
 */
function unreadAddress(screening: Screening, cells: readonly MatchCell[]): Finding[] {
  const kind = 'business_licence'
  const cell = cells.find(({ fact, b }) => fact === 'address' && b.source === kind)
  if (!cell || isLegible(screening, { value: cell.b.value, confidence: cell.confidence })) return []
  if (photoFault(screening, kind) || (screening.cells ?? []).some(isOnRecord)) return []
  return [finding('READING_UNSURE', kind, 'address', { confidence: rounded(cell.confidence) }, evidence(cell))]
}

const isOnRecord = ({ fact, b, verdict, steps }: MatchCell): boolean =>
  fact === 'address' &&
  b.source === 'registry' &&
  (verdict === 'MATCH' || verdict === 'NORMALISED' || (verdict === 'PARTIAL' && !steps.includes('no-common-part')))

const seen = (cell: MatchCell) => ({ similarity: cell.similarity ?? 0 })
const evidence = (cell: MatchCell) => ({
  ...shownEnds(cell),
  verdict: cell.verdict,
  confidence: rounded(cell.confidence),
  steps: shownSteps(cell),
})

function licenceName({ policy }: Screening, cell: MatchCell): Finding[] {
  const { steps } = cell
  // Leaving out the region is how people write it; the trade, or a character, makes another name.
  if (steps.includes('region')) return []
  if (steps.includes('wildcard') && (cell.similarity ?? 0) >= policy.similarity.businessName) return []
  const maybeMisread = steps.includes('one-character-apart') || steps.includes('wildcard')
  if (maybeMisread && (cell.confidence < policy.ocr.confident || steps.includes('wildcard'))) {
    return [
      finding('READING_UNSURE', 'business_licence', 'name', { confidence: rounded(cell.confidence) }, evidence(cell)),
    ]
  }
  return [finding('LIC_NAME_MISMATCH', 'business_licence', 'merchantName', seen(cell), evidence(cell))]
}

/** `detail` alone is of evidence from before addresses were compared by parts. */
const isDetail = (step: string): boolean => step === 'detail' || step.startsWith('detail:')

function address({ policy }: Screening, cell: MatchCell): Finding[] {
  const { verdict, steps, similarity = 0 } = cell
  // Another part is another place, however alike the rest; what only one of them says is none.
  const unlike = similarity < policy.similarity.address && !steps.some(isDetail)
  if (verdict !== 'MISMATCH' && !unlike && !steps.includes('no-common-part')) return []
  // One character apart may be one misread character, as in names.
  if (steps.includes('one-character-apart') && cell.confidence < policy.ocr.confident) {
    const confidence = rounded(cell.confidence)
    return [finding('READING_UNSURE', 'business_licence', 'address', { confidence }, evidence(cell))]
  }
  // What made the rest equal is no part of it.
  const parts = steps.filter((step) => verdict === 'MISMATCH' || step === 'no-common-part').join(',') || 'unlike'
  const values = { ...seen(cell), parts }
  return [finding('LIC_ADDRESS_MISMATCH', 'business_licence', 'premises.address', values, evidence(cell))]
}

/** What a step that carries a text says: `sign:蜜雪冰城`. */
const stepOf = ({ steps }: MatchCell, name: 'sign' | 'brand'): string | undefined =>
  shownSteps({ steps })
    .find((step) => step.startsWith(`${name}:`))
    ?.slice(name.length + 1)

function sign({ policy }: Screening, cell: MatchCell): Finding[] {
  const brand = stepOf(cell, 'brand')
  if (brand === undefined && (cell.similarity ?? 0) >= policy.similarity.sign) return []
  const material: MaterialKind = cell.b.source === 'scene_stall' ? 'scene_stall' : 'scene_signboard'
  const values = { ...seen(cell), shown: brand ?? stepOf(cell, 'sign') ?? '' }
  return [finding('SCENE_SIGN_MISMATCH', material, 'text', values, { ...evidence(cell), ...(brand && { brand }) })]
}
