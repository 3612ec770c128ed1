/**
 * Two texts laid side by side, character by character, where some places may stand for anything: a bank's mask, a
 * character that the reader's dictionary lacks, a rare character that another system stores differently.
 */
type WildKind = 'mask' | 'wildcard' | 'rare-character'

export interface Token {
  text: string
  /** Why this place is no proof; absent for a character that counts. */
  wild?: WildKind
  /** May stand for more than one character: masks, question marks, letters of pinyin. */
  run?: boolean
}

export interface Alignment {
  /** Characters to change, add or drop to turn one into the other; wild places cost nothing. */
  distance: number
  /** Characters that count on both sides and are equal. */
  agreeing: number
  /** The kinds of wild places that were needed, without repetition, in a fixed order. */
  wilds: WildKind[]
}

const wildKinds: readonly WildKind[] = ['mask', 'wildcard', 'rare-character']

interface Cell {
  distance: number
  agreeing: number
  wilds: number
}

const bitOf = (token: Token | undefined): number => (token?.wild ? 1 << wildKinds.indexOf(token.wild) : 0)
const bits = (mask: number): number => wildKinds.filter((_, i) => mask & (1 << i)).length

/** Fewer changes first, then more agreement, then fewer excuses: the same from both sides, so the result is symmetric. */
function better(a: Cell, b: Cell): Cell {
  if (a.distance !== b.distance) return a.distance < b.distance ? a : b
  if (a.agreeing !== b.agreeing) return a.agreeing > b.agreeing ? a : b
  if (bits(a.wilds) !== bits(b.wilds)) return bits(a.wilds) < bits(b.wilds) ? a : b
  return a.wilds <= b.wilds ? a : b
}

/** Edit distance (Levenshtein) in which wild tokens match for nothing. */
export function align(a: readonly Token[], b: readonly Token[]): Alignment {
  const step = (from: Cell, cost: number, wilds: number, agreeing = 0): Cell => ({
    distance: from.distance + cost,
    agreeing: from.agreeing + agreeing,
    wilds: from.wilds | wilds,
  })
  const together = (from: Cell, x: Token, y: Token): Cell => {
    if (x.text === y.text && !x.run) return step(from, 0, 0, 1)
    const wilds = bitOf(x) | bitOf(y)
    return step(from, wilds ? 0 : 1, wilds)
  }
  /** `extra` has no partner of its own; a run on the other side takes it in. */
  const alone = (from: Cell, extra: Token, other: Token | undefined): Cell =>
    other?.run ? step(from, 0, bitOf(other)) : step(from, 1, bitOf(extra))

  let row: Cell[] = [{ distance: 0, agreeing: 0, wilds: 0 }]
  for (const y of b) row.push(alone(row.at(-1)!, y, undefined))
  for (const x of a) {
    const next: Cell[] = [alone(row[0]!, x, undefined)]
    b.forEach((y, j) => {
      const pair = together(row[j]!, x, y)
      next.push(better(pair, better(alone(row[j + 1]!, x, y), alone(next[j]!, y, x))))
    })
    row = next
  }
  const { distance, agreeing, wilds } = row.at(-1)!
  return { distance, agreeing, wilds: wildKinds.filter((_, i) => wilds & (1 << i)) }
}

/** Length of the longest common subsequence, in characters. */
export function commonLength(a: readonly string[], b: readonly string[]): number {
  let row: number[] = Array.from({ length: b.length + 1 }, () => 0)
  for (const x of a) {
    const next = [0]
    b.forEach((y, j) => next.push(x === y ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!)))
    row = next
  }
  return row.at(-1)!
}

export const plainTokens = (text: string): Token[] => Array.from(text, (c) => ({ text: c }))

/** 1 for equal, 0 for nothing in common; rounded to two places, which is as much as it means. */
export function similarityOf(distance: number, lengthA: number, lengthB: number): number {
  const longest = Math.max(lengthA, lengthB)
  return longest === 0 ? 0 : Math.round((1 - Math.min(distance / longest, 1)) * 100) / 100
}
