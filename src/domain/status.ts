/** An application's states, in the order of the flow, and who may follow whom. */
export const statuses = [
  'draft',
  'submitted',
  'screening',
  'deciding',
  'approved',
  'returned',
  'callback_pending',
  'review_pending',
  'in_review',
  'second_approval',
  'rejected',
  'appealed',
  'withdrawn',
  'expired',
  'terminal_shipped',
] as const
export type Status = (typeof statuses)[number]

const follows: Record<Status, readonly Status[]> = {
  draft: ['submitted', 'withdrawn', 'expired'],
  submitted: ['screening', 'withdrawn'],
  screening: ['deciding', 'withdrawn'],
  deciding: ['approved', 'returned', 'callback_pending', 'review_pending', 'rejected'],
  // Run again, an outcome may turn out another one.
  approved: ['terminal_shipped', 'deciding'],
  returned: ['submitted', 'withdrawn', 'expired', 'deciding'],
  callback_pending: ['deciding', 'withdrawn', 'expired'],
  review_pending: ['in_review', 'withdrawn', 'deciding'],
  in_review: ['second_approval', 'deciding', 'review_pending'],
  second_approval: ['deciding', 'in_review'],
  rejected: ['appealed', 'deciding'],
  appealed: ['review_pending'],
  withdrawn: [],
  expired: [],
  terminal_shipped: [],
}

export const mayFollow = (from: Status, to: Status): boolean => follows[from].includes(to)
