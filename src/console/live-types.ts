import type { EventData } from '../contracts/events.ts'

/** The events that change what the console shows, in the order of the flow; a stream follows at most 40 types. */
export const followedTypes = [
  'application.submitted',
  'application.approved',
  'application.returned',
  'application.callback_pending',
  'application.review_pending',
  'application.rejected',
  'application.appealed',
  'application.withdrawn',
  'application.expired',
  'application.terminal_shipped',
  'case.opened',
  'case.claimed',
  'case.released',
  'case.snoozed',
  'case.woken',
  'case.escalated',
  'case.transferred',
  'case.commented',
  'case.overdue',
  'case.decided',
  'case.confirmed',
  'case.refused',
  'case.waiting',
  'case.closed',
  'case.looked_again',
  'callback.opened',
  'callback.claimed',
  'callback.released',
  'callback.attempted',
  'callback.overdue',
  'callback.closed',
] as const

/** The keys of the queries that an event makes stale. Pages name their queries by these first words. */
export function staleAfter({ type, applicationId }: Pick<EventData, 'type' | 'applicationId'>): string[][] {
  const about = [['story', applicationId]]
  if (type.startsWith('case.')) return [['cases'], ['case'], ...about]
  if (type.startsWith('callback.')) return [['callbacks'], ['callback'], ...about]
  return about
}
