/** Of a share, from 0 to 1: Wilson's score interval (1927), 95 %. It stays within 0 and 1 and is right for shares near them. */
export function wilson(hits: number, of: number): readonly [low: number, high: number] {
  if (of === 0) return [0, 1]
  const z = 1.959964
  const p = hits / of
  const middle = (p + (z * z) / (2 * of)) / (1 + (z * z) / of)
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of))
  return [Math.max(0, middle - half), Math.min(1, middle + half)]
}

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

export function rate(hits: number, of: number): string {
  if (of === 0) return 'none'
  const [low, high] = wilson(hits, of)
  return `${hits} of ${of} = ${percent(hits / of)} (${percent(low)} to ${percent(high)})`
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
