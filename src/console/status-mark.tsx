import type { Status } from '../domain/status.ts'

const tones: Partial<Record<Status, string>> = {
  approved: 'good',
  terminal_shipped: 'good',
  rejected: 'bad',
  returned: 'waits',
  callback_pending: 'work',
  review_pending: 'work',
  in_review: 'work',
  second_approval: 'work',
  appealed: 'work',
}

/** A dot in the colour of a status, beside its name. */
export const StatusMark = ({ status }: { status: Status }) => (
  <span className={`mark ${tones[status] ?? ''}`} aria-hidden />
)
