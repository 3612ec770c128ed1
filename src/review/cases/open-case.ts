import { caseDueAt, type CaseKind, reservedUntil } from '../../domain/case.ts'
import { skillsNeeded } from '../../domain/case-skills.ts'
import { may } from '../../domain/permissions.ts'
import { newId } from '../../platform/ids.ts'
import type { CaseRow } from '../../store/schema-people.ts'
import { decisionOfRun } from '../decision-of-run.ts'
import type { CurrentPolicy, ScreeningRef, Trx } from '../deps.ts'
import { wasAppealed } from '../was-appealed.ts'
import { appendStep, changeCase } from './change-case.ts'

/**
 * Opens a case for a run, or lets the one that waits come back, kept for a while for whoever had it. A second opening for the
 * same run changes nothing. An appeal stays one when a call comes between. The caller holds the application, which is in
 * `review_pending`.
 */
export async function openReviewCase(
  trx: Trx,
  { policy }: { policy: CurrentPolicy },
  ref: ScreeningRef,
  now: Date,
): Promise<void> {
  const earlier = await earlierCase(trx, ref)
  const sameRun = earlier?.revision === ref.revision && earlier.run === ref.run
  if (earlier && sameRun && (earlier.state === 'open' || earlier.state === 'claimed')) return

  const kind: CaseKind = (await wasAppealed(trx, ref)) ? 'appeal' : 'screening'
  const facts = await factsOf(trx, ref, kind)
  const { workingHours } = (await policy(trx)).cases
  const dueAt = caseDueAt(now, workingHours, facts.promisedAt)
  const goesOn = earlier !== undefined && earlier.state !== 'closed' && earlier.kind === kind
  const reservedFor = goesOn ? await stillAtWork(trx, earlier.assignee ?? earlier.reserved_for) : null
  const fresh = {
    revision: ref.revision,
    run: ref.run,
    kind,
    state: 'open' as const,
    skills: facts.skills,
    codes: facts.codes,
    risk: facts.risk,
    decided_by: goesOn ? earlier.decided_by : kind === 'appeal' ? await decidersOf(trx, ref) : [],
    opened_at: now,
    due_at: dueAt,
    overdue_at: null,
    assignee: null,
    claimed_at: null,
    lease_until: null,
    reserved_for: reservedFor,
    reserved_until: reservedFor ? reservedUntil(now, dueAt) : null,
    snoozed_until: null,
    escalated_at: goesOn ? earlier.escalated_at : null,
    closed_at: null,
  }
  const row = earlier
    ? await changeCase(trx, earlier, fresh)
    : await trx
        .insertInto('review_case')
        .values({
          id: newId('case', now.getTime()),
          application_id: ref.applicationId,
          entered_by: facts.enteredBy,
          created_at: now,
          ...fresh,
        })
        .returningAll()
        .executeTakeFirstOrThrow()
  const what = goesOn ? ('came_back' as const) : ('opened' as const)
  await appendStep(trx, row, { actor: 'system', what, data: { kind, run: ref.run }, at: now })
}

/** The one that is not closed, which goes along with its application; or a closed one of this very run. */
const earlierCase = (trx: Trx, { applicationId, revision, run }: ScreeningRef): Promise<CaseRow | undefined> =>
  trx
    .selectFrom('review_case')
    .selectAll()
    .where('application_id', '=', applicationId)
    .where((eb) => eb.or([eb('state', '!=', 'closed'), eb.and([eb('revision', '=', revision), eb('run', '=', run)])]))
    .orderBy((eb) => eb('state', '=', 'closed'))
    .limit(1)
    .forUpdate()
    .executeTakeFirst()

async function factsOf(trx: Trx, ref: ScreeningRef, kind: CaseKind) {
  const { applicationId } = ref
  const { merchant_type, entered_by } = await trx
    .selectFrom('application')
    .select(['merchant_type', 'entered_by'])
    .where('id', '=', applicationId)
    .executeTakeFirstOrThrow()
  const decision = await decisionOfRun(trx, ref)
  const promise = await trx
    .selectFrom('promise')
    .select('promised_at')
    .where('application_id', '=', applicationId)
    .where('state', '!=', 'ended')
    .executeTakeFirst()
  const reasons = (decision?.reasons ?? []).filter(({ severity }) => severity !== 'info')
  return {
    enteredBy: entered_by,
    risk: decision?.risk ?? 0,
    codes: [...new Set(reasons.map(({ code }) => code))],
    skills: skillsNeeded({ kind, merchantType: merchant_type, reasons }),
    promisedAt: promise?.promised_at ?? null,
  }
}

/** Who decided, or confirmed, what the appeal is against: others look at it now. */
async function decidersOf(trx: Trx, { applicationId, revision }: ScreeningRef): Promise<string[]> {
  const found = await trx
    .selectFrom('case_step')
    .select('actor')
    .distinct()
    .where('application_id', '=', applicationId)
    .where('revision', '=', revision)
    .where('what', 'in', ['decided', 'confirmed'])
    .execute()
  return found.map(({ actor }) => actor)
}

/** Nothing is kept for somebody who has left, or may do other things now. */
async function stillAtWork(trx: Trx, id: string | null): Promise<string | null> {
  if (id === null) return null
  const account = await trx
    .selectFrom('account')
    .select('roles')
    .where('id', '=', id)
    .where('state', '=', 'enabled')
    .executeTakeFirst()
  return account && may(account, 'case.claim') ? id : null
}
