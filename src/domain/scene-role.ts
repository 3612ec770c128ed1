import type { MaterialKind } from './application.ts'
import type { OcrEvidence } from './evidence.ts'
import type { PremisesContent } from './evidence-scene.ts'
import type { Policy } from './policy.ts'
import { roleOfKind, wordsOfRole, type PlaceRole } from './scene-words.ts'

/** What a photo shows of the role that it was asked for. */
export interface RoleSeen {
  state: 'supports' | 'contradicts' | 'unknown'
  /** Of a contradiction: it shows no place at all, or another part of it. */
  because?: 'page' | 'blank' | 'classified'
  words: readonly string[]
  /** Figures behind a contradiction. */
  measured?: Readonly<Record<string, number | string>>
}

/** Print as dense as on no wall: lines, and characters of the reading. Paper or a screen alone may be a menu or a till. */
const denseLines = 18
const denseCharacters = 150
/** A customer's classifier is believed against the slot only when it is nearly sure. */
const surelyClassified = 0.95
const classifiedSupport = 0.6

/** Whether one photo looks like what its slot asks for. Silence is unknown: most of a good photo has no words. */
export function seeRole(
  kind: MaterialKind,
  reading: OcrEvidence | undefined,
  content: PremisesContent | undefined,
  { scene }: Policy,
): RoleSeen {
  const role = roleOfKind[kind]
  if (!role) return { state: 'unknown', words: [] }
  const lines = linesOf(reading)
  const against = content && contradiction(role, reading, content, scene)
  if (against) return { state: 'contradicts', words: [], ...against }
  const words = wordsOfRole(role, lines)
  const classified = content?.classified
  const agreed = classified !== undefined && classified.role === role && classified.confidence >= classifiedSupport
  return { state: words.length > 0 || agreed ? 'supports' : 'unknown', words }
}

export const linesOf = (reading: OcrEvidence | undefined): string[] =>
  (reading?.fields['text']?.value ?? '').split('\n').filter((line) => line !== '')

function contradiction(
  role: PlaceRole,
  reading: OcrEvidence | undefined,
  { blank, page, classified }: PremisesContent,
  { pageShare, blankShare }: Policy['scene'],
): Pick<RoleSeen, 'because' | 'measured'> | null {
  const lines = reading?.lineCount ?? 0
  const characters = Array.from(linesOf(reading).join('')).length
  if (page >= pageShare && lines >= denseLines && characters >= denseCharacters)
    return { because: 'page', measured: { page, lines, characters } }
  // Without a reading it is not known that nothing is written there.
  if (blank >= blankShare && reading && lines === 0) return { because: 'blank', measured: { blank } }
  if (classified && classified.role !== role && classified.confidence >= surelyClassified)
    return { because: 'classified', measured: { ...classified } }
  return null
}
