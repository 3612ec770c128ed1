import type { NumberKind, NumberPart } from './address-parts.ts'
import { asFigures } from './look-alikes.ts'

export interface NumberDifferences {
  /** Said differently: two places. */
  other: NumberKind[]
  /** Figures and letters that look alike, or one number counted in two ways (3楼, 3室). */
  unsure: ('look-alike' | 'unit-word')[]
  /** Said by one only. */
  detail: NumberKind[]
  /** Whether both name the same house. */
  sameHouse: boolean
}

const flexible: readonly NumberKind[] = ['number', 'sub', 'building', 'unit', 'room', 'any', 'section', 'row']

/** Whether two numbers may count the same thing. 301 is no third floor, though it lies there. */
function maySame(a: NumberPart, b: NumberPart): boolean {
  if (a.kind === b.kind) return true
  if (a.kind !== 'any' && b.kind !== 'any') return false
  const [any, other] = a.kind === 'any' ? [a, b] : [b, a]
  return other.kind === 'floor' ? any.value.length < 3 : flexible.includes(other.kind)
}

const listOf = (value: string): string[] => value.split('/')

/** `part`: one of several, 12 of 12/14. */
function sameValue(a: string, b: string): 'same' | 'part' | 'look-alike' | null {
  if (a === b) return 'same'
  const [x, y] = [listOf(a), listOf(b)]
  if (x.length + y.length > 2 && (x.every((v) => y.includes(v)) || y.every((v) => x.includes(v)))) return 'part'
  return /\d/u.test(a) && /\d/u.test(b) && asFigures(a) === asFigures(b) ? 'look-alike' : null
}

/** How well two numbers go together; 0: not at all. */
function fit(a: NumberPart, b: NumberPart): number {
  const same = sameValue(a.value, b.value)
  if (!same) return 0
  if (!maySame(a, b)) return same === 'same' && a.kind !== 'floor' && b.kind !== 'floor' ? 2 : same === 'same' ? 1 : 0
  return same === 'same' ? 8 : 6
}

/** The best pairs in order, from either side the same. */
function pairs(a: readonly NumberPart[], b: readonly NumberPart[]): (readonly [number, number])[] {
  const best: number[][] = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0))
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const score = fit(a[i]!, b[j]!)
      const together = score > 0 ? score + best[i + 1]![j + 1]! : 0
      best[i]![j] = Math.max(together, best[i + 1]![j]!, best[i]![j + 1]!)
    }
  }
  const found: (readonly [number, number])[] = []
  for (let [i, j] = [0, 0]; i < a.length && j < b.length;) {
    const score = fit(a[i]!, b[j]!)
    if (score > 0 && best[i]![j] === score + best[i + 1]![j + 1]!) {
      found.push([i, j])
      i += 1
      j += 1
    } else if (best[i]![j] === best[i + 1]![j]!) i += 1
    else j += 1
  }
  return found
}

const only = (parts: readonly NumberPart[], kind: NumberKind): NumberPart | null => {
  const found = parts.filter((part) => part.kind === kind)
  return found.length === 1 ? found[0]! : null
}

/** Kinds that both say once, and say differently: nothing else can make up for that. */
const clashes = (a: readonly NumberPart[], b: readonly NumberPart[]): NumberKind[] =>
  [...new Set(a.map(({ kind }) => kind))].filter((kind) => {
    const [x, y] = [only(a, kind), only(b, kind)]
    return kind !== 'any' && x !== null && y !== null && sameValue(x.value, y.value) === null
  })

const named = (a: NumberPart, b: NumberPart): NumberKind =>
  a.kind !== 'any' ? a.kind : b.kind !== 'any' ? b.kind : 'number'

/** House, building, floor, door and stall, in the order in which they are written. */
export function compareNumbers(a: readonly NumberPart[], b: readonly NumberPart[]): NumberDifferences {
  const result: NumberDifferences = { other: [], unsure: [], detail: [], sameHouse: false }
  result.other.push(...clashes(a, b))
  if (result.other.length > 0) return result
  const together = pairs(a, b)
  for (const [i, j] of together) {
    const [x, y] = [a[i]!, b[j]!]
    const same = sameValue(x.value, y.value)
    if (same === 'look-alike') result.unsure.push('look-alike')
    if (same === 'part') result.detail.push(named(x, y))
    if (!maySame(x, y)) result.unsure.push('unit-word')
    else if (named(x, y) === 'number') result.sameHouse = true
  }
  // What stands between two pairs on both sides is either more detail of each, or the same said differently.
  const ends = [...together, [a.length, b.length] as const]
  let [from, fromB] = [0, 0]
  for (const [i, j] of ends) {
    compareGap(a.slice(from, i), b.slice(fromB, j), result)
    ;[from, fromB] = [i + 1, j + 1]
  }
  return result
}

function compareGap(a: readonly NumberPart[], b: readonly NumberPart[], result: NumberDifferences): void {
  const against = a.flatMap((x) => b.filter((y) => maySame(x, y)).map((y) => named(x, y)))
  if (against.length > 0) result.other.push(against[0]!)
  else result.detail.push(...[...a, ...b].map(({ kind }) => kind))
}
