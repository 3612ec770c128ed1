import { scriptFor } from '../../domain/callback-script.ts'
import { callbackDue, nextSpan } from '../../domain/callback-times.ts'
import { layOut } from '../../domain/screening.ts'
import type { Policy } from '../../domain/policy.ts'
import { shanghaiDay } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import { storableJson } from '../../platform/storable.ts'
import { appendEvents } from '../../store/events.ts'
import { decisionOfRun } from '../decision-of-run.ts'
import type { CurrentPolicy, ScreeningRef, Trx } from '../deps.ts'
import { loadScreening } from '../load-screening.ts'
import { closeCallbacks } from './close-callbacks.ts'

/**
 * Opens a phone verification for a run, with its script, unless the run has one. The caller holds the application, which is in
 * `callback_pending`.
 */
export async function openPhoneCallback(
  trx: Trx,
  { policy }: { policy: CurrentPolicy },
  ref: ScreeningRef,
  now: Date,
): Promise<void> {
  const { applicationId, revision, run } = ref
  if (await isOpened(trx, ref)) return
  // One of a run that was superseded has nobody left to ask for.
  await closeCallbacks(trx, ref, 'gone', now)
  const inForce = await policy(trx)
  const { askedBy, codes, script, wishes } = await askedIn(trx, ref, inForce, now)
  const { workingHours, hours } = inForce.callbacks
  const first = nextSpan(now, hours, wishes)
  const opened = await trx
    .insertInto('callback')
    .values({
      id: newId('callback', now.getTime()),
      application_id: applicationId,
      revision,
      run,
      created_at: now,
      asked_by: askedBy,
      codes,
      script: storableJson(script),
      due_at: callbackDue(now, workingHours, first),
      next_attempt_at: first.from,
      appointed: first.wished,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const data = { id: opened.id, codes, askedBy }
  await appendEvents(trx, [{ applicationId, revision, type: 'callback.opened', data, at: now }])
}

async function isOpened(trx: Trx, { applicationId, revision, run }: ScreeningRef): Promise<boolean> {
  const found = await trx
    .selectFrom('callback')
    .select('id')
    .where('application_id', '=', applicationId)
    .where('revision', '=', revision)
    .where('run', '=', run)
    .executeTakeFirst()
  return found !== undefined
}

/** What the decision of this run wants to be asked, and of whom. */
export async function askedIn(trx: Trx, ref: ScreeningRef, policy: Policy, now: Date) {
  const decision = await decisionOfRun(trx, ref)
  const reasons = (decision?.reasons ?? []).filter(({ severity }) => severity === 'callback')
  const { form, materials, evidence } = await loadScreening({ db: trx }, ref)
  const situation = layOut({
    form,
    materials: materials.map(({ kind }) => kind),
    evidence,
    failures: [],
    across: null,
    draw: null,
    policy,
    today: shanghaiDay(now),
  })
  const person = typeof decision?.decided_by === 'string'
  return {
    askedBy: person ? ('reviewer' as const) : ('policy' as const),
    codes: [...new Set(reasons.map(({ code }) => code))],
    // A reviewer who asks again has heard what was said before.
    script: scriptFor(situation, reasons, person ? [] : (situation.callback?.answers ?? [])),
    wishes: form.contact.callTimes ?? [],
    situation,
  }
}
