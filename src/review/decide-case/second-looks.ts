import { sql } from 'kysely'
import { agree, type Said } from '../../domain/agreement.ts'
import type { MerchantType } from '../../domain/application.ts'
import type { CaseChoice, Screen } from '../../domain/case-choice.ts'
import { weighs } from '../../domain/case-decision.ts'
import { HOUR } from '../../domain/china-time.ts'
import type { Actor } from '../../domain/permissions.ts'
import { type StaffReason, staffReasons } from '../../domain/staff-reasons.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { notFound } from '../../platform/not-found.ts'
import { storableJson, storableText } from '../../platform/storable.ts'
import { writeAudit } from '../../store/audit.ts'
import { inTransaction } from '../../store/open-store.ts'
import { appendStep } from '../cases/change-case.ts'
import { loadCase } from '../cases/lock-case.ts'
import type { CurrentPolicy, ReviewDeps, Trx } from '../deps.ts'
import { lockPerson } from '../lock-person.ts'
import { planned } from './decide-case.ts'
import { type LoadedGround, loadGround } from './load-ground.ts'

/** Milliseconds that somebody has for a second look; then another is given it. Own choice: over a weekend. */
const TIME = 72 * HOUR
/** Of one's own that are done. */
const MOST_DONE = 50

export interface LookDeps extends ReviewDeps {
  policy: CurrentPolicy
}

interface LookApplication {
  id: string
  reference: string
  merchantType: MerchantType
  revision: number
}

export interface LookResult {
  id: string
  application: LookApplication
  agreed: boolean
  first: Said
  second: Said
  decidedAt: string
}

export interface LookDesk {
  id: string
  application: LookApplication
  screen: Screen
  standing: StaffReason[]
  until: string
}

/** What there is for somebody to look at again, what they have, and how their last ones came out. */
export async function listSecondLooks({ db, clock }: LookDeps, { id }: Actor) {
  const now = clock.now()
  const { n } = await freeFor(db, id, now)
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .executeTakeFirstOrThrow()
  const own = looksOf(db)
    .where('second_look.taken_by', '=', id)
    .select(['second_look.taken_at', 'second_look.taken_until'])
  const open = await own
    .where('second_look.state', '=', 'taken')
    .where('second_look.taken_until', '>', now)
    .orderBy('second_look.taken_at')
    .execute()
  const done = await own
    .where('second_look.state', '=', 'done')
    .orderBy('second_look.done_at', 'desc')
    .limit(MOST_DONE)
    .execute()
  return {
    free: Number(n),
    open: open.map((row) => ({
      id: row.id,
      application: applicationOf(row),
      takenAt: row.taken_at?.toISOString() ?? '',
      until: row.taken_until?.toISOString() ?? '',
    })),
    done: done.map(resultOf),
  }
}

/**
 * Gives somebody a decision of another to make again, the one that has waited longest; the one they have, where they have
 * one. Nobody can tell beforehand which it will be, and who had a part in the case is never given it.
 * @returns null where there is none for them
 */
export const takeSecondLook = (deps: LookDeps, actor: Actor): Promise<LookDesk | null> =>
  inTransaction(deps, async (trx) => {
    const now = deps.clock.now()
    await lockPerson(trx, actor.id)
    const has = await trx
      .selectFrom('second_look')
      .select('id')
      .where('taken_by', '=', actor.id)
      .where('state', '=', 'taken')
      .where('taken_until', '>', now)
      .executeTakeFirst()
    if (has) return deskOf(trx, deps, has.id, actor, now)
    const free = await freeFor(trx, actor.id, now)
      .select(['second_look.id', 'second_look.taken_by', 'second_look.application_id'])
      .orderBy('second_look.drawn_at')
      .orderBy('second_look.id')
      .limit(1)
      .forUpdate('second_look')
      .skipLocked()
      .executeTakeFirst()
    if (!free) return null
    await trx
      .updateTable('second_look')
      .set({
        state: 'taken',
        taken_by: actor.id,
        taken_at: now,
        taken_until: new Date(now.getTime() + TIME),
        ...(free.taken_by !== null && { passed_by: sql<string[]>`array_append(passed_by, ${free.taken_by})` }),
      })
      .where('id', '=', free.id)
      .execute()
    await writeAudit(trx, {
      at: now,
      actor: actor.id,
      action: 'second_look.taken',
      applicationId: free.application_id,
      subject: free.id,
    })
    return deskOf(trx, deps, free.id, actor, now)
  })

/** @throws ZhunruError NOT_FOUND, SECOND_LOOK_OVER */
export const readSecondLook = (deps: LookDeps, { id, actor }: { id: string; actor: Actor }): Promise<LookDesk> =>
  inTransaction(deps, (trx) => deskOf(trx, deps, id, actor, deps.clock.now()))

/**
 * Decides again what another decided. Nothing follows for the application; how far the two agree is counted, and told to
 * who looked now that they have.
 * @throws ZhunruError NOT_FOUND, SECOND_LOOK_OVER, INVALID_FIELD
 */
export const decideSecondLook = (
  deps: LookDeps,
  { id, actor, choice, note }: { id: string; actor: Actor; choice: CaseChoice; note: string | null },
): Promise<LookResult> =>
  inTransaction(deps, async (trx) => {
    const now = deps.clock.now()
    const look = await ownLook(trx, id, actor, now)
    const { outcome, reasons, passedOver } = planned(choice, await groundOf(trx, deps, look, now))
    const second = saidOf(outcome, reasons)
    const agreed = agree({ first: saidOf(look.first_outcome, look.first_reasons), second })
    await trx
      .updateTable('second_look')
      .set({
        state: 'done',
        taken_until: null,
        outcome,
        reasons: storableJson(reasons),
        overrides: storableJson(passedOver),
        note: note ? storableText(note) : null,
        agreed,
        done_at: now,
      })
      .where('id', '=', id)
      .execute()
    const row = await loadCase(trx, look.case_id)
    const at = { ...row, revision: look.revision, run: look.run }
    await appendStep(trx, at, { actor: actor.id, what: 'looked_again', data: { secondLook: id, agreed }, at: now })
    return resultOf(await looksOf(trx).where('second_look.id', '=', id).executeTakeFirstOrThrow())
  })

type Db = ReviewDeps['db']

/** Of others alone, and not of a case that one has done anything with, or had for a second look before. */
const freeFor = (db: Db, actorId: string, now: Date) =>
  db
    .selectFrom('second_look')
    .innerJoin('case_decision', 'case_decision.id', 'second_look.case_decision_id')
    .innerJoin('application', 'application.id', 'second_look.application_id')
    .where((eb) =>
      eb.or([
        eb('second_look.state', '=', 'open'),
        eb.and([eb('second_look.state', '=', 'taken'), eb('second_look.taken_until', '<=', now)]),
      ]),
    )
    .where(sql<boolean>`second_look.taken_by is distinct from ${actorId}`)
    .where(sql<boolean>`${actorId} <> all (second_look.passed_by)`)
    .where('application.entered_by', '<>', actorId)
    .where('case_decision.decided_by', '<>', actorId)
    .where(sql<boolean>`case_decision.checked_by is distinct from ${actorId}`)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('case_step')
            .select('case_step.id')
            .whereRef('case_step.application_id', '=', 'second_look.application_id')
            .where('case_step.actor', '=', actorId),
        ),
      ),
    )

const looksOf = (db: Db) =>
  db
    .selectFrom('second_look')
    .innerJoin('case_decision', 'case_decision.id', 'second_look.case_decision_id')
    .innerJoin('application', 'application.id', 'second_look.application_id')
    .select([
      'second_look.id',
      'second_look.application_id',
      'second_look.revision',
      'second_look.run',
      'second_look.outcome',
      'second_look.reasons',
      'second_look.agreed',
      'second_look.done_at',
      'second_look.state',
      'second_look.taken_by',
      'second_look.taken_until',
      'second_look.passed_by',
      'application.reference',
      'application.merchant_type',
      'case_decision.case_id',
      'case_decision.screen',
      'case_decision.outcome as first_outcome',
      'case_decision.reasons as first_reasons',
    ])
type Look = Awaited<ReturnType<ReturnType<typeof looksOf>['executeTakeFirstOrThrow']>>

async function ownLook(trx: Trx, id: string, actor: Actor, now: Date): Promise<Look> {
  const look = await looksOf(trx).where('second_look.id', '=', id).forUpdate('second_look').executeTakeFirst()
  if (look?.passed_by.includes(actor.id)) throw new ZhunruError('SECOND_LOOK_OVER')
  // Those of others are told in the same words as those that are not.
  if (!look || look.taken_by !== actor.id) throw notFound('secondLook')
  if (look.state !== 'taken' || !look.taken_until || look.taken_until <= now) throw new ZhunruError('SECOND_LOOK_OVER')
  return look
}

async function deskOf(trx: Trx, deps: LookDeps, id: string, actor: Actor, now: Date): Promise<LookDesk> {
  const look = await ownLook(trx, id, actor, now)
  const ground = await groundOf(trx, deps, look, now)
  return {
    id,
    application: applicationOf(look),
    screen: ground.screen,
    standing: staffReasons('manual_review', ground.standing.filter(weighs), ground.photos),
    until: look.taken_until?.toISOString() ?? '',
  }
}

/** As it stood when the first person decided. */
async function groundOf(trx: Trx, { policy }: LookDeps, look: Look, now: Date): Promise<LoadedGround> {
  const ref = { applicationId: look.application_id, revision: look.revision, run: look.run }
  return loadGround(trx, ref, { policy: await policy(trx), version: look.screen.version, now })
}

const applicationOf = ({ application_id: id, reference, merchant_type, revision }: Look): LookApplication => ({
  id,
  reference,
  merchantType: merchant_type,
  revision,
})

export const saidOf = (outcome: Said['outcome'], reasons: readonly { code: string }[]): Said => ({
  outcome,
  codes: outcome === 'approved' ? [] : [...new Set(reasons.map(({ code }) => code))],
})

function resultOf(look: Look): LookResult {
  if (look.outcome === null || look.done_at === null) throw new Error('a second look that is not done has no result')
  return {
    id: look.id,
    application: applicationOf(look),
    agreed: look.agreed === true,
    first: saidOf(look.first_outcome, look.first_reasons),
    second: saidOf(look.outcome, look.reasons ?? []),
    decidedAt: look.done_at.toISOString(),
  }
}
