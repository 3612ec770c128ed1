/** Time comes in from outside, so that a test can say what day it is. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** The calendar day in Shanghai, `YYYY-MM-DD`. China keeps one time zone, +08:00, without summer time. */
export function shanghaiDay(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
}
