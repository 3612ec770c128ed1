/** Milliseconds. The longest step of the schedule: no receiver puts its messages off for ever. */
const LONGEST = 24 * 3_600_000

/** What a Retry-After says (RFC 9110, 10.2.3: seconds or a date), in milliseconds from now; null when it says nothing. */
export function retryAfterMs(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null
  const text = header.trim()
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime()
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), LONGEST)
}
