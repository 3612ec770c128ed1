import type { QueueName } from '../../../queues/index.ts'
import { queueNames } from '../../../queues/index.ts'
import type { Actor } from '../../domain/permissions.ts'
import { notFound } from '../../platform/not-found.ts'
import { writeAudit } from '../../store/audit.ts'
import { forgiveCanary } from '../../store/canaries.ts'
import { inTransaction } from '../../store/open-store.ts'
import type { ReviewDeps } from '../deps.ts'
import { type ActorRecord, readActors } from '../staff/actors.ts'

/** The queues' own switch, for all workers everywhere. */
export interface QueueSwitch {
  pause(queue: QueueName): Promise<void>
  resume(queue: QueueName): Promise<void>
  isPaused(queue: QueueName): Promise<boolean>
}

export interface QueueControlDeps extends ReviewDeps {
  queues: QueueSwitch
}

export interface QueueStateRecord {
  name: QueueName
  paused: { reason: string; by: ActorRecord; at: string } | null
  canary: {
    publishedAt: string
    answeredAt: string | null
    answeredBy: string | null
    waitMs: number | null
    lateSince: string | null
  } | null
}

export interface QueueChange {
  queue: string
  reason: string
  actor: Actor
}

/** All queues in the order of the flow: who paused them, and whether their canaries are answered. */
export async function readQueueStates({ db }: Pick<ReviewDeps, 'db'>): Promise<QueueStateRecord[]> {
  const pauses = await db.selectFrom('queue_pause').selectAll().execute()
  const canaries = await db.selectFrom('canary').selectAll().execute()
  const actorOf = await readActors(
    db,
    pauses.map(({ paused_by: by }) => by),
  )
  return queueNames.map((name) => {
    const pause = pauses.find(({ queue }) => queue === name)
    const canary = canaries.find(({ queue }) => queue === name)
    return {
      name,
      paused: pause ? { reason: pause.reason, by: actorOf(pause.paused_by), at: pause.paused_at.toISOString() } : null,
      canary: canary
        ? {
            publishedAt: canary.published_at.toISOString(),
            answeredAt: canary.answered_at?.toISOString() ?? null,
            answeredBy: canary.answered_by,
            waitMs: canary.wait_ms,
            lateSince: pause ? null : (canary.late_since?.toISOString() ?? null),
          }
        : null,
    }
  })
}

/**
 * No worker takes another job of the queue. Written down first: the rounds of `keepPauses` see to it that the queues do what
 * is written, also after they were away or lost all they held.
 * @throws ZhunruError NOT_FOUND
 */
export async function pauseQueue(
  deps: QueueControlDeps,
  { queue, reason, actor }: QueueChange,
): Promise<QueueStateRecord & { applied: boolean }> {
  const name = knownQueue(queue)
  const at = deps.clock.now()
  await inTransaction(deps, async (trx) => {
    const pause = { reason, paused_by: actor.id, paused_at: at }
    await trx
      .insertInto('queue_pause')
      .values({ queue: name, ...pause })
      .onConflict((oc) => oc.column('queue').doUpdateSet(pause))
      .execute()
    await writeAudit(trx, { at, actor: actor.id, action: 'queue.paused', subject: name, details: { reason } })
  })
  return await changed(deps, name, () => deps.queues.pause(name))
}

/** @throws ZhunruError NOT_FOUND */
export async function resumeQueue(
  deps: QueueControlDeps,
  { queue, reason, actor }: QueueChange,
): Promise<QueueStateRecord & { applied: boolean }> {
  const name = knownQueue(queue)
  const at = deps.clock.now()
  await inTransaction(deps, async (trx) => {
    const { numDeletedRows } = await trx.deleteFrom('queue_pause').where('queue', '=', name).executeTakeFirstOrThrow()
    if (numDeletedRows === 0n) return
    await forgiveCanary(trx, name)
    await writeAudit(trx, { at, actor: actor.id, action: 'queue.resumed', subject: name, details: { reason } })
  })
  return await changed(deps, name, () => deps.queues.resume(name))
}

/**
 * Makes the queues do what is written down. The state of a queue is asked for before what is written: whatever somebody
 * changes meanwhile is then changed in the same sense.
 * @returns how many queues were told
 */
export async function keepPauses({ db, queues }: Pick<QueueControlDeps, 'db' | 'queues'>): Promise<number> {
  const are = await Promise.all(queueNames.map(async (name) => ({ name, paused: await queues.isPaused(name) })))
  const rows = await db.selectFrom('queue_pause').select('queue').execute()
  const meant = new Set<string>(rows.map(({ queue }) => queue))
  const differ = are.filter(({ name, paused }) => paused !== meant.has(name))
  for (const { name, paused } of differ) await (paused ? queues.resume(name) : queues.pause(name))
  return differ.length
}

async function changed(deps: QueueControlDeps, name: QueueName, apply: () => Promise<void>) {
  const applied = await apply().then(
    () => true,
    () => false,
  )
  const state = (await readQueueStates(deps)).find((each) => each.name === name)
  if (!state) throw notFound('queue')
  return { ...state, applied }
}

/** @throws ZhunruError NOT_FOUND */
function knownQueue(queue: string): QueueName {
  const name = queueNames.find((each) => each === queue)
  if (!name) throw notFound('queue')
  return name
}
