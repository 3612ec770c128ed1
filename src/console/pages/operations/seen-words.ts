import type { RerunItem } from '../../../contracts/rerun-view.ts'
import type { MaterialKind } from '../../../domain/application.ts'
import type { LocalisedText } from '../../../domain/decision.ts'
import { factNames, sourceName, verdictNames } from '../../../domain/match-terms.ts'
import { reasonNames } from '../../../domain/reason-names.ts'
import { documentNames, fieldName, materialNames } from '../../../domain/terms.ts'
import { isReasonCode } from '../../parts/reason-title.ts'
import { answerTexts, seenTexts, signTexts } from './seen-texts.ts'

/** What two looks saw differently, in the words of the reader. Of a later version of the service there may be other names. */

export type Seen = RerunItem['differs'][number]

const isIn = <T extends object>(names: T, name: string): name is Extract<keyof T, string> => Object.hasOwn(names, name)
const asItIs = (name: string): LocalisedText => ({ zh: name, en: name })
const joined = (parts: readonly LocalisedText[], by: LocalisedText): LocalisedText => ({
  zh: parts.map(({ zh }) => zh).join(by.zh),
  en: parts.map(({ en }) => en).join(by.en),
})
const filled = ({ zh, en }: LocalisedText, values: Record<string, LocalisedText>): LocalisedText => ({
  zh: zh.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name]?.zh ?? ''),
  en: en.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name]?.en ?? ''),
})

const colon: LocalisedText = { zh: '：', en: ': ' }

const materialName = (slot: string): LocalisedText => (isIn(materialNames, slot) ? materialNames[slot] : asItIs(slot))
const reasonName = (code: string): LocalisedText => (isReasonCode(code) ? reasonNames[code] : asItIs(code))

/** The photo that it was seen in; null where it was in all of them. */
export const slotName = ({ slot }: Pick<Seen, 'slot'>): LocalisedText | null =>
  slot === 'application' ? null : materialName(slot)

/** A field, a fault, a sign or a comparison by its name. */
export function seenName({ check, slot, field }: Pick<Seen, 'check' | 'slot' | 'field'>): LocalisedText {
  switch (check) {
    case 'ocr':
      return readName(field, slot === 'application' ? null : slot)
    case 'clarity':
      return field === 'clarity' ? seenTexts.clarity : reasonName(field)
    case 'scene':
      return signName(field)
    case 'account-match':
      return comparisonName(field)
    // What was said in a call is taken over, and is in no difference.
    default:
      return asItIs(field)
  }
}

/** `idNumber`, `IMG_GLARE`, `IMG_GLARE:idNumber` */
function readName(name: string, material: MaterialKind | null): LocalisedText {
  const [code = '', field] = name.split(':')
  if (name === 'document') return seenTexts.document
  if (!isReasonCode(code)) return fieldName(name, material)
  return field === undefined ? reasonName(code) : joined([reasonName(code), fieldName(field, material)], colon)
}

/** `edited:scene_interior`, `same:scene_interior:scene_cashier` */
function signName(field: string): LocalisedText {
  const [sign = '', a, b] = field.split(':')
  if (a === undefined) return asItIs(field)
  if (sign === 'same' && b !== undefined) return filled(seenTexts.sameAs, { a: materialName(a), b: materialName(b) })
  return isIn(signTexts, sign) ? joined([signTexts[sign], materialName(a)], colon) : asItIs(field)
}

/** `personName:form:id_portrait`, `reused:cardNumber`, `bank` */
function comparisonName(field: string): LocalisedText {
  const [head = '', first, second] = field.split(':')
  if (head === 'reused' && first !== undefined) {
    return filled(seenTexts.numberReused, { name: isIn(factNames, first) ? factNames[first] : asItIs(first) })
  }
  if (isIn(factNames, head) && first !== undefined && second !== undefined) {
    const sides = [placeName(first), placeName(second)]
    return joined([factNames[head], joined(sides, asItIs(' / '))], colon)
  }
  return first === undefined ? placeName(head) : asItIs(field)
}

const placeNames = {
  form: sourceName('personName', 'form', ''),
  bank: sourceName('personName', 'bank', ''),
  registry: sourceName('personName', 'registry', ''),
  callback: sourceName('personName', 'callback', ''),
}
const placeName = (source: string): LocalisedText =>
  isIn(placeNames, source) ? placeNames[source] : materialName(source)

/** How it was seen then, and how now. What was read is in no difference: only that it was. */
export function seenValues(seen: Seen): { before: LocalisedText; after: LocalisedText } | { both: LocalisedText } {
  const { change, from, to } = seen
  const isField = seen.check === 'ocr' && seen.field !== 'document' && !isReasonCode(seen.field.split(':')[0] ?? '')
  if (change === 'changed' && from === undefined && to === undefined) {
    return { both: isField ? seenTexts.readOtherwise : seenTexts.changed }
  }
  const isComparison = seen.check === 'account-match' && !seen.field.startsWith('reused:')
  const none = isField ? seenTexts.notRead : isComparison ? seenTexts.notCompared : seenTexts.absent
  const some = isField ? seenTexts.read : seenTexts.present
  return {
    before: change === 'appeared' ? none : from === undefined ? some : valueName(seen, from),
    after: change === 'gone' ? none : to === undefined ? some : valueName(seen, to),
  }
}

/** A score, a verdict, an answer or a kind of document. */
function valueName({ check }: Seen, value: string): LocalisedText {
  if (check === 'ocr' && isIn(documentNames, value)) return documentNames[value]
  if (check === 'account-match' && isIn(verdictNames, value)) return verdictNames[value]
  if (check === 'account-match' && isIn(answerTexts, value)) return answerTexts[value]
  return asItIs(value)
}

interface EngineChange {
  check: string
  from: readonly string[]
  to: readonly string[]
}

/** The checks that other versions made this time. */
export function otherEngines({ before, after }: Pick<RerunItem, 'before' | 'after'>): EngineChange[] {
  return Object.entries(after?.engines ?? {}).flatMap(([check, to]) => {
    const from = before?.engines?.[check] ?? []
    return from.join('\n') === to.join('\n') ? [] : [{ check, from, to }]
  })
}
