import { chinaTime, HOUR, instantOf } from '../../../domain/china-time.ts'

export const snoozes = ['snoozeHour', 'snoozeTomorrow', 'snoozeThreeDays'] as const
export type Snooze = (typeof snoozes)[number]

/** When work begins. Hour of China. Own choice. */
const MORNING = 9 * HOUR

/** When a case that is put aside comes back. */
export function snoozedUntil(snooze: Snooze, now: Date): Date {
  const { day } = chinaTime(now)
  if (snooze === 'snoozeHour') return new Date(now.getTime() + HOUR)
  return instantOf(day + (snooze === 'snoozeTomorrow' ? 1 : 3), MORNING)
}
