/** Arithmetic mean; 0 for nothing. */
export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

/** The middle value, the upper one of two; 0 for nothing. */
export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** The value below which this share (0-1) of them lie; 0 for nothing. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
