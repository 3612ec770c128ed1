import { type ChinaDay, chinaTime, HOUR, instantOf } from './china-time.ts'
import {
  afterWorkingTime,
  beforeWorkingTime,
  chinaWorkingDays,
  type WorkingDays,
  workingDayAfter,
  workingDayFrom,
  workingTime,
} from './working-days.ts'

/** What is promised, as the policy stood when it was: a later policy does not take it back. */
export interface PromiseTerms {
  workingDays: number
  /** Hour of the day in China, 0-24. */
  cutOffHour: number
  /** Working time before the promise; hours. */
  remindHoursBefore: number
}

export const awaited = ['applicant', 'callback'] as const
/** Whom we wait for while the clock stands still: the applicant's answer, or the phone call with the merchant. */
export type Awaited = (typeof awaited)[number]

/** Time in which the clock stood still. Those of one promise do not overlap. */
export interface Pause {
  from: Date
  until: Date
}

export interface PromisedTime {
  /** By when it will have been answered. */
  at: Date
  /** When those who can still keep the promise are reminded. */
  remindAt: Date
  /** It rests on a year whose holidays are not known: those years' Mondays to Fridays all count as working days. */
  provisional: boolean
}

/**
 * By when an application will have been answered.
 *
 * It counts from the day of its submission; from the next working day when it came after the cut-off hour or on a day
 * off. The promise is the `workingDays`-th working day after that one, at the cut-off hour.
 *
 * Pauses move it by the working time in them, counted from the cut-off hour of the day that it counts from: until then
 * the clock has not begun to run, so a pause before it costs nothing. Hence an application that was paused is never promised
 * later than one that is handed in at the end of its last pause. What a pause leaves of a minute is rounded up.
 */
export function promiseFor(
  submittedAt: Date,
  terms: PromiseTerms,
  pauses: readonly Pause[] = [],
  days: WorkingDays = chinaWorkingDays,
): PromisedTime {
  const first = countsFrom(submittedAt, terms, days)
  const last = workingDayAfter(first, terms.workingDays, days)
  const begun = instantOf(first, terms.cutOffHour * HOUR)
  const paused = pauses.reduce((sum, { from, until }) => sum + workingTime(later(from, begun), until, days), 0)
  const at = afterWorkingTime(instantOf(last, terms.cutOffHour * HOUR), roundUp(paused), days)
  const remindAt = beforeWorkingTime(at, terms.remindHoursBefore * HOUR, days)
  return { at, remindAt, provisional: !knownThroughout(submittedAt, at, days) }
}

/** The working day that an application of this moment counts from. */
function countsFrom(submittedAt: Date, { cutOffHour }: PromiseTerms, days: WorkingDays): ChinaDay {
  const { day, passed } = chinaTime(submittedAt)
  return workingDayFrom(passed > cutOffHour * HOUR ? day + 1 : day, days)
}

function knownThroughout(from: Date, until: Date, { isKnown }: WorkingDays): boolean {
  const last = chinaTime(until).day
  for (let { day } = chinaTime(from); day <= last; day += 1) if (!isKnown(day)) return false
  return true
}

const later = (a: Date, b: Date): Date => (a > b ? a : b)

const MINUTE = 60_000
const roundUp = (time: number): number => Math.ceil(time / MINUTE) * MINUTE
