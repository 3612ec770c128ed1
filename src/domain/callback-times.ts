import { type ChinaDay, chinaTime, dayOf, HOUR, instantOf } from './china-time.ts'
import { afterWorkingTime, chinaWorkingDays, type WorkingDays } from './working-days.ts'

/** Hours of Shanghai, 0-24, on any day. */
export interface CallHours {
  from: number
  until: number
}

/** When it suits the applicant: on this day (`YYYY-MM-DD`), or on any. */
export interface CallTime extends CallHours {
  day?: string | undefined
}

/** A span of time within which somebody may be called; `until` is no longer in it. */
export interface CallSpan {
  from: Date
  until: Date
  /** It was wished for. */
  wished: boolean
}

const within = (passed: number, { from, until }: CallHours): boolean => passed >= from * HOUR && passed < until * HOUR

/** Whether anybody may be called at this time. */
export const isCallable = (at: Date, hours: CallHours): boolean => within(chinaTime(at).passed, hours)

/** Whether it suits: a time that was wished for; any where nothing was. */
export function suits(at: Date, wishes: readonly CallTime[]): boolean {
  const { day, passed } = chinaTime(at)
  return wishes.length === 0 || wishes.some((wish) => isOn(wish, day) && within(passed, wish))
}

const isOn = ({ day }: CallTime, on: ChinaDay): boolean => day === undefined || dayOf(day) === on

/**
 * The earliest span, not ending before `at`, in which to call: a time that the applicant wished for while any lies ahead, otherwise
 * any within the hours. A wish counts as far as it lies within the hours. `from` is never before `at`.
 */
export function nextSpan(at: Date, hours: CallHours, wishes: readonly CallTime[] = []): CallSpan {
  const today = chinaTime(at).day
  const inHours = wishes.map((wish) => ({
    ...wish,
    from: Math.max(wish.from, hours.from),
    until: Math.min(wish.until, hours.until),
  }))
  const spans = inHours
    .filter(({ from, until }) => from < until)
    // A wish for any day is met today or tomorrow.
    .flatMap((wish) =>
      (wish.day === undefined ? [today, today + 1] : [dayOf(wish.day)]).map((day) => spanOn(day, wish)),
    )
    .filter(({ until }) => until > at)
    .sort((a, b) => a.from.getTime() - b.from.getTime() || b.until.getTime() - a.until.getTime())
  const [wished] = spans
  if (wished) return { from: later(wished.from, at), until: wished.until, wished: true }
  const span = [today, today + 1].map((day) => spanOn(day, hours)).find(({ until }) => until > at)!
  return { from: later(span.from, at), until: span.until, wished: false }
}

const spanOn = (day: ChinaDay, { from, until }: CallHours) => ({
  from: instantOf(day, from * HOUR),
  until: instantOf(day, until * HOUR),
})
const later = (a: Date, b: Date): Date => (a > b ? a : b)

/**
 * By when a phone verification should have its result: so many hours of working days from its opening on, but not before the
 * time that the applicant wished for has passed.
 */
export function callbackDue(
  opened: Date,
  workingHours: number,
  first: CallSpan,
  days: WorkingDays = chinaWorkingDays,
): Date {
  const due = afterWorkingTime(opened, workingHours * HOUR, days)
  return first.wished ? later(due, first.until) : due
}
