import type { About, ChannelName } from '../domain/message.ts'
import type { ReviewDeps } from './deps.ts'
import type { DeliveryRecord } from './webhook-deliveries.ts'

export interface ToldRecord {
  channel: ChannelName
  about: About
  revision: number
  state: DeliveryRecord['state']
  attempts: number
  at: string
  nextAttemptAt: string | null
  sentAt: string | null
}

/** All that was told of an application, or is to be, oldest first. */
export async function readTold({ db }: Pick<ReviewDeps, 'db'>, applicationId: string): Promise<ToldRecord[]> {
  const rows = await db
    .selectFrom('effect')
    .select(['channel', 'about', 'revision', 'state', 'attempts', 'created_at', 'next_attempt_at', 'sent_at'])
    .where('application_id', '=', applicationId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(({ created_at, next_attempt_at, sent_at, ...row }) => ({
    ...row,
    at: created_at.toISOString(),
    nextAttemptAt: next_attempt_at?.toISOString() ?? null,
    sentAt: sent_at?.toISOString() ?? null,
  }))
}
