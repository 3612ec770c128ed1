/** A photo of which it is known whether it could be read. */
export interface Known {
  readable: boolean
}

/** Chance that a readable photo scores higher than one that is not; ties count half. */
export function areaUnderCurve<T extends Known>(looked: readonly T[], value: (look: T) => number): number {
  const good = looked.filter(({ readable }) => readable).map(value)
  const bad = looked.filter(({ readable }) => !readable).map(value)
  const wins = good.reduce((sum, g) => sum + bad.filter((b) => g > b).length + bad.filter((b) => g === b).length / 2, 0)
  return wins / (good.length * bad.length)
}

/** Share of the unreadable below the score that rejects the given share of the readable. */
export function caughtAt<T extends Known>(looked: readonly T[], value: (look: T) => number, share: number): number {
  const good = looked
    .filter(({ readable }) => readable)
    .map(value)
    .toSorted((a, b) => a - b)
  const bad = looked.filter(({ readable }) => !readable).map(value)
  const limit = good[Math.floor(share * good.length)] ?? 0
  return bad.filter((score) => score < limit).length / bad.length
}

/** Photos of which about the same chance was said. */
export interface Band {
  /** Of 100. */
  from: number
  to: number
  count: number
  /** Mean chance said and share that could be read, of 100. */
  said: number
  actual: number
}

/** Predicted beside actual chance, and by how much of 100 the one is off on average. `value` is 0-100. */
export function reliability<T extends Known>(
  looked: readonly T[],
  value: (look: T) => number,
): { bands: Band[]; off: number } {
  const edges = [0, 10, 30, 50, 70, 90, 100.1]
  const bands: Band[] = []
  let off = 0
  for (const [i, from] of edges.slice(0, -1).entries()) {
    const to = edges[i + 1]!
    const inside = looked.filter((look) => value(look) >= from && value(look) < to)
    if (inside.length === 0) continue
    const said = inside.reduce((sum, look) => sum + value(look), 0) / inside.length
    const actual = (100 * inside.filter(({ readable }) => readable).length) / inside.length
    off += (Math.abs(said - actual) * inside.length) / looked.length
    bands.push({ from, to: Math.floor(to), count: inside.length, said, actual })
  }
  return { bands, off }
}
