import type { CaseItem, CaseList, CaseQuery, CaseStep } from '../contracts/case-list.ts'
import type { Actor, Reach } from '../domain/permissions.ts'

interface Work {
  caseId: string
  actor: Actor
}
type Why = { why?: string | undefined }
type Flag = 'mine' | 'free' | 'second' | 'overdue' | 'escalated' | 'snoozed'

/** What the API does with cases. All that name one throw NOT_FOUND for an id that is none. */
export interface CaseUseCases {
  /** @throws ZhunruError INVALID_FIELD */
  list: (actor: Actor, query: Omit<CaseQuery, Flag> & { [flag in Flag]?: boolean | undefined }) => Promise<CaseList>
  /** Null where there is none for this person. @throws ZhunruError CASE_TOO_MANY */
  next: (actor: Actor) => Promise<CaseItem | null>
  /** @throws ZhunruError CASE_NOT_OPEN, CASE_NOT_FOR_YOU, CASE_TAKEN, CASE_TOO_MANY */
  claim: (work: Work) => Promise<CaseItem>
  /** @throws ZhunruError CASE_NOT_HELD */
  extend: (work: Work) => Promise<CaseItem>
  /** @throws ZhunruError CASE_NOT_HELD */
  release: (work: Work & Why) => Promise<CaseItem>
  /** @throws ZhunruError CASE_NOT_HELD, INVALID_FIELD */
  snooze: (work: Work & Why & { until: Date }) => Promise<CaseItem>
  /** @throws ZhunruError CASE_NOT_HELD */
  escalate: (work: Work & { why: string }) => Promise<CaseItem>
  /** @throws ZhunruError CASE_NOT_HELD, CASE_NOT_OPEN, CASE_TRANSFER_REFUSED */
  transfer: (work: Work & Why & { reach: Reach; to: string }) => Promise<CaseItem>
  /** @throws ZhunruError CASE_NOT_HELD */
  comment: (work: Work & { text: string }) => Promise<CaseStep>
}
