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
  approved: ['terminal_shipped'],
  returned: ['submitted', 'withdrawn', 'expired'],
  callback_pending: ['deciding', 'withdrawn', 'expired'],
  review_pending: ['in_review', 'withdrawn'],
  in_review: ['second_approval', 'deciding', 'review_pending'],
  second_approval: ['deciding', 'in_review'],
  rejected: ['appealed'],
  appealed: ['review_pending'],
  withdrawn: [],
  expired: [],
  terminal_shipped: [],
}

export const mayFollow = (from: Status, to: Status): boolean => follows[from].includes(to)
