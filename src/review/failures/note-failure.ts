import type { Actor } from '../../domain/permissions.ts'
import { newId } from '../../platform/ids.ts'
import { notFound } from '../../platform/not-found.ts'
import { writeAudit } from '../../store/audit.ts'
import { inTransaction } from '../../store/open-store.ts'
import type { ReviewDeps, Trx } from '../deps.ts'
import { type FailureGroupRecord, groupFailures } from './group-failures.ts'

/** Says of a fault what it is, for whoever comes next. Whoever says so has looked. @throws ZhunruError NOT_FOUND */
export async function noteFailure(
  deps: ReviewDeps,
  { fingerprint, note, actor }: { fingerprint: string; note: string; actor: Actor },
): Promise<FailureGroupRecord> {
  await readGroup(deps, fingerprint)
  const at = deps.clock.now()
  const id = newId('failureNote', at.getTime())
  await inTransaction(deps, async (trx) => {
    await trx.insertInto('failure_note').values({ id, fingerprint, note, by: actor.id, at }).execute()
    await look(trx, fingerprint, actor, at)
    const entry = { actor: actor.id, action: 'failure.noted', subject: fingerprint, details: { note: id } }
    await writeAudit(trx, { at, ...entry })
  })
  return await readGroup(deps, fingerprint)
}

/** Says that somebody has looked at a fault: what comes after that is new. @throws ZhunruError NOT_FOUND */
export async function lookAtFailure(
  deps: ReviewDeps,
  { fingerprint, actor }: { fingerprint: string; actor: Actor },
): Promise<FailureGroupRecord> {
  await readGroup(deps, fingerprint)
  const at = deps.clock.now()
  await inTransaction(deps, async (trx) => {
    await look(trx, fingerprint, actor, at)
    await writeAudit(trx, { at, actor: actor.id, action: 'failure.looked', subject: fingerprint })
  })
  return await readGroup(deps, fingerprint)
}

async function readGroup(deps: ReviewDeps, fingerprint: string): Promise<FailureGroupRecord> {
  const [group] = (await groupFailures(deps, { fingerprint, limit: 1 })).groups
  if (!group) throw notFound('failure')
  return group
}

const look = async (trx: Trx, fingerprint: string, actor: Actor, at: Date): Promise<void> => {
  const looked = { by: actor.id, at }
  await trx
    .insertInto('failure_look')
    .values({ fingerprint, ...looked })
    .onConflict((conflict) => conflict.column('fingerprint').doUpdateSet(looked))
    .execute()
}
