import type { EventData } from '../contracts/events.ts'

/** The events that change what the console shows; a stream follows at most 20 types. */
export const followedTypes = [
  'case.opened',
  'case.claimed',
  'case.released',
  'case.changed',
  'case.overdue',
  'case.closed',
  'callback.opened',
  'callback.claimed',
  'callback.released',
  'callback.changed',
  'callback.overdue',
  'callback.closed',
  'application.approved',
  'application.returned',
  'application.rejected',
  'application.review_pending',
  'application.callback_pending',
  'application.withdrawn',
  'application.submitted',
] as const

/** The keys of the queries that an event makes stale. Pages name their queries by these first words. */
export function staleAfter({ type, applicationId }: Pick<EventData, 'type' | 'applicationId'>): string[][] {
  const about = [['story', applicationId]]
  if (type.startsWith('case.')) return [['cases'], ['case'], ...about]
  if (type.startsWith('callback.')) return [['callbacks'], ['callback'], ...about]
  return about
}
