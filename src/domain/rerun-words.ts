import type { Check } from './evidence.ts'

/**
 * What is done again: the failed step alone; a step and whatever follows it; everything; or everything aside, where nothing
 * changes and only the difference is shown.
 */
export const rerunModes = ['failed', 'from', 'whole', 'shadow'] as const
export type RerunMode = (typeof rerunModes)[number]

/** Steps that can be begun at, in the order of the flow; those before it keep what they saw. */
export const rerunSteps = ['document-ocr', 'photo-clarity', 'scene-authenticity', 'account-match', 'decision'] as const
export type RerunStep = (typeof rerunSteps)[number]

/** Steps whose failures can be run again, in the order of the flow. */
export const failedSteps = [
  'document-ocr',
  'photo-clarity',
  'scene-authenticity',
  'account-match',
  'notification',
] as const
export type FailedStep = (typeof failedSteps)[number]

/** The check of a step; the decision looks at nothing itself. */
export const checkOfStep: Record<Exclude<RerunStep, 'decision'>, Check> = {
  'document-ocr': 'ocr',
  'photo-clarity': 'clarity',
  'scene-authenticity': 'scene',
  'account-match': 'account-match',
}

/** waiting: for another person to approve it. Paused: what is under way ends, nothing begins. */
export const batchStates = ['waiting', 'running', 'paused', 'done', 'cancelled', 'refused'] as const
export type BatchState = (typeof batchStates)[number]

export const itemStates = ['waiting', 'running', 'done', 'skipped', 'failed', 'cancelled'] as const
export type ItemState = (typeof itemStates)[number]

/** What one that was done came to. `sent`: a message that had failed has arrived. */
export const rerunResults = ['same', 'reasons_changed', 'outcome_changed', 'sent'] as const
export type RerunResult = (typeof rerunResults)[number]

/** Why an application or a message is left as it is. */
export const rerunSkips = [
  'under_way',
  'ended',
  'shipped',
  'appealed',
  'person_decided',
  'case_taken',
  'call_under_way',
  'in_other_batch',
  'moved_on',
  'told_before',
  'no_receiver',
  'no_longer_true',
  'sent_by_now',
] as const
export type RerunSkip = (typeof rerunSkips)[number]

/** Why another person has to approve a batch. */
export const approvalCauses = ['many', 'decided'] as const
export type ApprovalCause = (typeof approvalCauses)[number]
