import { dateOf, type ChinaDay, dayOf } from './china-time.ts'
import type { LocalisedText, Outcome } from './decision.ts'
import { outcomes } from './decision.ts'
import { reasonNames } from './reason-names.ts'
import { isFraudReason, reasonCodes, type ReasonCode } from './reasons.ts'

/** How often things happened, day by day, as the database counts them; laid out for a page. */

/** That are told of; the others are rare. */
const MOST_REASONS = 20

export type ByOutcome = Record<Outcome, number>

const none = (): ByOutcome => ({
  approved: 0,
  callback_required: 0,
  manual_review: 0,
  resubmission_required: 0,
  rejected: 0,
})

export const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

/** Each day from the first to the last, `YYYY-MM-DD`. */
export function daysBetween(from: string, until: string): string[] {
  const [first, last]: [ChinaDay, ChinaDay] = [dayOf(from), dayOf(until)]
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => dateOf(first + n))
}

export interface CountedDay {
  day: string
  outcome: Outcome
  count: number
}

/** All outcomes together. */
export function sumOutcomes(counted: readonly CountedDay[]): ByOutcome {
  const sums = none()
  for (const { outcome, count } of counted) sums[outcome] += count
  return sums
}

export interface DashboardDay {
  day: string
  submitted: number
  screened: number
  outcomes: ByOutcome
  straightThrough: number | null
  p50: number | null
}

/** One line for each day, also for those on which nothing happened. */
export function layOutDays(
  days: readonly string[],
  given: {
    submitted: readonly { day: string; count: number }[]
    decided: readonly CountedDay[]
    straight: readonly { day: string; count: number; of: number }[]
    times: readonly { day: string; p50: number | null }[]
  },
): DashboardDay[] {
  const submitted = new Map(given.submitted.map(({ day, count }) => [day, count]))
  const straight = new Map(given.straight.map((each) => [each.day, each]))
  const times = new Map(given.times.map(({ day, p50 }) => [day, p50]))
  return days.map((day) => {
    const byOutcome = sumOutcomes(given.decided.filter((each) => each.day === day))
    const ended = straight.get(day)
    return {
      day,
      submitted: submitted.get(day) ?? 0,
      screened: outcomes.reduce((sum, outcome) => sum + byOutcome[outcome], 0),
      outcomes: byOutcome,
      straightThrough: ended ? shareOf(ended.count, ended.of) : null,
      p50: times.get(day) ?? null,
    }
  })
}

export interface DashboardReason {
  code: ReasonCode
  text: LocalisedText
  fraud: boolean
  count: number
  days: number[]
}

/** The most frequent, with how often on each day. Codes that the catalogue no longer has are left out. */
export function layOutReasons(
  days: readonly string[],
  counted: readonly { codes: readonly string[]; day: string; count: number }[],
): DashboardReason[] {
  const place = new Map(days.map((day, n) => [day, n]))
  const known = new Set<string>(reasonCodes)
  const byCode = new Map<ReasonCode, number[]>()
  for (const { codes, day, count } of counted) {
    const at = place.get(day)
    if (at === undefined) continue
    for (const code of codes.filter((each) => isKnown(known, each))) {
      const line = byCode.get(code) ?? days.map(() => 0)
      line[at] = (line[at] ?? 0) + count
      byCode.set(code, line)
    }
  }
  return Array.from(byCode, ([code, line]) => ({
    code,
    text: reasonNames[code],
    fraud: isFraudReason(code),
    count: line.reduce((sum, count) => sum + count, 0),
    days: line,
  }))
    .toSorted((a, b) => b.count - a.count || reasonCodes.indexOf(a.code) - reasonCodes.indexOf(b.code))
    .slice(0, MOST_REASONS)
}

const isKnown = (known: ReadonlySet<string>, code: string): code is ReasonCode => known.has(code)
