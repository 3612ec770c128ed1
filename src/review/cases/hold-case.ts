import { barTo, isHeld, isHeldBy } from '../../domain/case.ts'
import type { Actor } from '../../domain/permissions.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { inTransaction } from '../../store/open-store.ts'
import type { CaseRow } from '../../store/schema-people.ts'
import type { Trx } from '../deps.ts'
import { lockPerson } from '../lock-person.ts'
import { moveApplication } from '../move-application.ts'
import type { WorkDeps } from '../open-work.ts'
import { appendStep, changeCase, type NewStep } from './change-case.ts'
import { mustLead, nobodys } from './close-case.ts'
import { holdingOf, lockCase, type LockedCase, lockOwnCase } from './lock-case.ts'
import { notOpen, refuseBarred } from './refuse-barred.ts'

const MINUTE = 60_000

/**
 * Gives a free case to whoever claims it, for a while. Claimed again by who has it, its time begins anew.
 * @throws ZhunruError NOT_FOUND, CASE_NOT_OPEN, CASE_NOT_FOR_YOU, CASE_TAKEN, CASE_TOO_MANY
 */
export const claimCase = (deps: WorkDeps, { caseId, actor }: { caseId: string; actor: Actor }): Promise<void> =>
  inTransaction(deps, async (trx) => {
    await claimLocked(trx, deps, await lockCase(trx, caseId), actor, deps.clock.now())
  })

/** As `claimCase`, of a case that is locked. */
export async function claimLocked(
  trx: Trx,
  deps: Pick<WorkDeps, 'policy'>,
  locked: LockedCase,
  actor: Actor,
  now: Date,
): Promise<void> {
  const { leaseMinutes, atOncePerPerson } = (await deps.policy()).cases
  const leaseUntil = new Date(now.getTime() + leaseMinutes * MINUTE)
  const holding = holdingOf(locked.row)
  if (isHeldBy(holding, actor.id, now)) return extend(trx, locked.row, leaseUntil)
  if (holding.state !== 'open' && holding.state !== 'claimed') throw notOpen(holding.state)
  refuseBarred(barTo(holding, actor))
  if (isHeld(holding, now)) throw new ZhunruError('CASE_TAKEN')
  await roomForOneMore(trx, actor, atOncePerPerson, now)

  const free = holding.state === 'claimed' ? await endLease(trx, locked, now) : locked.row
  const row = await changeCase(trx, free, {
    state: 'claimed',
    assignee: actor.id,
    claimed_at: now,
    lease_until: leaseUntil,
    reserved_for: null,
    reserved_until: null,
    snoozed_until: null,
  })
  await move(trx, locked, ['review_pending', 'in_review'], actor.id, now)
  await appendStep(trx, row, { actor: actor.id, what: 'claimed', data: { until: leaseUntil.toISOString() }, at: now })
}

/** @throws ZhunruError NOT_FOUND, CASE_NOT_HELD */
export const extendLease = (deps: WorkDeps, { caseId, actor }: { caseId: string; actor: Actor }): Promise<void> =>
  inTransaction(deps, async (trx) => {
    const now = deps.clock.now()
    const { leaseMinutes } = (await deps.policy()).cases
    const { row } = await lockOwnCase(trx, { caseId, actor, now })
    await extend(trx, row, new Date(now.getTime() + leaseMinutes * MINUTE))
  })

/** A sign of life changes nothing that anybody decides on: the version stays. */
async function extend(trx: Trx, { id }: CaseRow, leaseUntil: Date): Promise<void> {
  await trx.updateTable('review_case').set({ lease_until: leaseUntil }).where('id', '=', id).execute()
}

/** @throws ZhunruError CASE_TOO_MANY */
async function roomForOneMore(trx: Trx, { id }: Actor, limit: number, now: Date): Promise<void> {
  await lockPerson(trx, id)
  const { held } = await trx
    .selectFrom('review_case')
    .select(({ fn }) => fn.countAll<string>().as('held'))
    .where('state', '=', 'claimed')
    .where('assignee', '=', id)
    .where('lease_until', '>', now)
    .executeTakeFirstOrThrow()
  if (Number(held) >= limit) throw new ZhunruError('CASE_TOO_MANY', { count: limit })
}

/** Frees a case whose holder has shown no sign of life. */
export async function endLease(trx: Trx, locked: LockedCase, now: Date): Promise<CaseRow> {
  const holder = locked.row.assignee
  return setFree(trx, locked, {}, { actor: 'system', what: 'lease_ended', data: { holder, why: 'lease' }, at: now })
}

/** Makes a claimed case free for anybody but for what the change says, and its application wait for a reviewer again. */
export async function setFree(
  trx: Trx,
  locked: LockedCase,
  change: Parameters<typeof changeCase>[2],
  step: NewStep,
): Promise<CaseRow> {
  const wasClaimed = locked.row.state === 'claimed'
  if (wasClaimed) mustLead(locked.row.state, 'open')
  const row = await changeCase(trx, locked.row, { state: 'open', ...nobodys, ...change })
  if (wasClaimed) await move(trx, locked, ['in_review', 'review_pending'], step.actor, step.at, step.what)
  await appendStep(trx, row, step)
  return row
}

async function move(
  trx: Trx,
  { ref, row }: LockedCase,
  [from, to]: readonly ['review_pending', 'in_review'] | readonly ['in_review', 'review_pending'],
  actor: string,
  now: Date,
  why?: string,
): Promise<void> {
  const reason = why ? `case ${why}` : `case ${row.id}`
  const moved = await moveApplication(trx, ref, from, { to, actor, reason }, now)
  if (!moved) throw new Error(`the application of case ${row.id} is not in ${from}`)
}
