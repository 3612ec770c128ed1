import { luhn, isCreditCode, isIdNumber } from '../../../src/domain/numbers.ts'
import type { FieldValue } from '../../../src/domain/evidence.ts'
import type { Random } from '../../fixtures/render/random.ts'
import type { MeasuredField } from './measured.ts'

/** How one text became another: characters that changed, by their place (0-1 of the length) and what became of them. */
interface Edit {
  at: number
  from: string
  /** Empty: left out. */
  to: string
  /** Added before the place instead. */
  added?: true
}

const unread = '\uFFFD'
export const plainText = (text: string): string => text.normalize('NFKC').replaceAll(/\s/gu, '').toUpperCase()

/** Characters to change, add or leave out, the fewest (Levenshtein), from the front. */
export function editsOf(truth: string, read: string): Edit[] {
  const [a, b] = [Array.from(truth), Array.from(read)]
  const cost: number[][] = Array.from({ length: a.length + 1 }, (_, i) => [i])
  for (let j = 1; j <= b.length; j++) cost[0]![j] = j
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++)
      cost[i]![j] = Math.min(
        cost[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
        cost[i - 1]![j]! + 1,
        cost[i]![j - 1]! + 1,
      )
  const edits: Edit[] = []
  const place = (i: number) => (a.length > 1 ? Math.min(1, i / (a.length - 1)) : 0)
  let [i, j] = [a.length, b.length]
  while (i > 0 || j > 0) {
    const here = cost[i]![j]!
    if (i > 0 && j > 0 && here === cost[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)) {
      if (a[i - 1] !== b[j - 1]) edits.unshift({ at: place(i - 1), from: a[i - 1]!, to: b[j - 1]! })
      i--
      j--
    } else if (i > 0 && here === cost[i - 1]![j]! + 1) {
      edits.unshift({ at: place(i - 1), from: a[i - 1]!, to: '' })
      i--
    } else {
      edits.unshift({ at: place(i), from: '', to: b[j - 1]!, added: true })
      j--
    }
  }
  return edits
}

/** The same misreading of another text: in the same places of its length, each character into what it, or one of its kind, became. */
export function misread(text: string, edits: readonly Edit[], chance: Random): string {
  const characters = Array.from(text)
  const last = Math.max(0, characters.length - 1)
  // From behind, so that places keep their meaning.
  for (const { at, from, to, added } of edits.toReversed()) {
    // A lost dot is a lost dot: it takes no character of a name without one.
    const dot = from === '·' ? characters.indexOf('·') : null
    if (dot === -1) continue
    const place = dot ?? Math.round(at * last)
    if (added) characters.splice(at >= 1 ? characters.length : place, 0, to)
    else characters[place] = to === '' ? '' : like(characters[place] ?? '', from, to, chance)
  }
  return characters.join('')
}

/** What the reader made of a character beyond its dictionary it makes of ours, wherever in the name that stands. */
function movedTo(ours: string, theirs: string, edits: readonly Edit[], rare: RegExp): readonly Edit[] {
  const [a, b] = [Array.from(ours), Array.from(plainText(theirs))]
  const here = a.findIndex((c) => rare.test(c))
  const there = b.findIndex((c) => rare.test(c))
  if (here < 0 || there < 0) return edits
  const at = a.length > 1 ? here / (a.length - 1) : 0
  return edits.map((edit) => (Math.round(edit.at * Math.max(0, b.length - 1)) === there ? { ...edit, at } : edit))
}

function like(ours: string, from: string, to: string, chance: Random): string {
  if (to === unread || ours === from) return to
  if (/\d/u.test(ours)) {
    const digits = Array.from('0123456789').filter((digit) => digit !== ours)
    return /\d/u.test(to) && to !== ours ? to : chance.pick(digits)
  }
  return to === ours ? unread : to
}

/** How a reader gives our value where it gave the measured one so. */
export function readAs(
  truth: string | null,
  measured: MeasuredField,
  name: string,
  chance: Random,
  rare?: RegExp,
): FieldValue {
  const { value, confidence, raw, truth: stood } = measured
  // Nothing is printed there, or marks that say so.
  if (truth === null) return { value: null, confidence, ...(raw !== undefined && stood === null && { raw }) }
  if (value === null || stood === null) return { value: null, confidence: value === null ? confidence : 0 }
  const exact = plainText(value) === plainText(stood)
  const edits = exact ? [] : editsOf(plainText(stood), plainText(value))
  const read = exact ? truth : misread(truth, rare ? movedTo(truth, stood, edits, rare) : edits, chance)
  if (read === '') return { value: null, confidence: 0 }
  const check = checkOf(name, read)
  return {
    value: read,
    confidence,
    ...(check && { checkDigit: check }),
    ...(exact && measured.repaired && { repaired: true }),
  }
}

export function checkOf(name: string, value: string): 'valid' | 'invalid' | undefined {
  if (name === 'idNumber') return isIdNumber(value) ? 'valid' : 'invalid'
  if (name === 'creditCode') return isCreditCode(value) ? 'valid' : 'invalid'
  if (name === 'cardNumber') return luhn(value) ? 'valid' : 'invalid'
  return undefined
}
