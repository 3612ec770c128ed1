import { addDays, type Day } from './dates.ts'
import type { Policy } from './policy.ts'

/**
 * The last day on which an application that was returned on `since` can be taken up: the whole of that day counts, and it
 * expires with the next. Days in Shanghai.
 */
export const dueBy = (since: Day, { applicant }: Pick<Policy, 'applicant'>): Day => addDays(since, applicant.idleDays)
