import type { CallOutcome, GivenAnswer, Question } from '../../domain/callback.ts'
import { addressed } from '../../domain/callback-questions-person.ts'
import { factOf } from '../../domain/callback-script.ts'
import { questionNames } from '../../domain/callback-terms.ts'
import { type CallTime, isCallable, suits } from '../../domain/callback-times.ts'
import type { LocalisedText } from '../../domain/decision.ts'
import { maskBusinessName, maskName, maskPhone } from '../../domain/masks.ts'
import type { Actor } from '../../domain/permissions.ts'
import { notFound } from '../../platform/not-found.ts'
import type { Colleague } from '../describe-work.ts'
import { loadForm } from '../load-screening.ts'
import type { WorkDeps } from '../open-work.ts'
import { type CallbackRecord, describeCallbacks } from './describe-callback.ts'
import { loadCallback } from './lock-callback.ts'
import { askedIn } from './open-callback.ts'

export interface AttemptRecord {
  number: number
  at: string
  by: Colleague
  outcome: CallOutcome
  seconds: number | null
  callAgainAt: string | null
  nextAttemptAt: string | null
  note: string | null
  answers: GivenAnswer[]
}

type AskedQuestion = Pick<Question, 'id' | 'text' | 'choices'> & {
  about: { fact: string; name: LocalisedText; reasons: string[] }
}

/** All that a caller sees of one callback. */
export interface WholeCallback extends CallbackRecord {
  merchantName: string
  industry: string
  person: LocalisedText
  phone: string
  language: 'zh' | 'en'
  callTimes: CallTime[]
  hours: { from: number; until: number }
  allowedNow: boolean
  suitsNow: boolean
  phoneSeen: boolean
  script: AskedQuestion[]
  log: AttemptRecord[]
}

/** One snapshot, with the number masked. @throws ZhunruError NOT_FOUND */
export async function readCallback(deps: WorkDeps, actor: Actor, id: string): Promise<WholeCallback> {
  const policy = await deps.policy()
  const now = deps.clock.now()
  return deps.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const row = await loadCallback(trx, id)
      const [item] = await describeCallbacks({ ...deps, db: trx }, actor, [id])
      if (!item) throw notFound('callback')
      const ref = { applicationId: row.application_id, revision: row.revision, run: row.run }
      const { contact, merchantName, industry } = await loadForm({ db: trx }, ref)
      const kept = row.script.length > 0 || row.state === 'closed'
      const script = kept ? row.script : (await askedIn(trx, ref, policy, now)).script
      const { hours } = policy.callbacks
      const wishes = contact.callTimes ?? []
      return {
        ...item,
        merchantName: maskBusinessName(merchantName),
        industry,
        person: addressed(contact.name),
        phone: maskPhone(contact.phone),
        language: contact.language ?? 'zh',
        callTimes: [...wishes],
        hours: { ...hours },
        allowedNow: isCallable(now, hours),
        suitsNow: isCallable(now, hours) && (wishes.length > 0 ? suits(now, wishes) : item.state !== 'waiting'),
        phoneSeen: row.phone_seen_at !== null,
        script: script.map((question) => asked(question, item.mine)),
        log: await readAttempts(trx, id),
      }
    })
}

/** A person's whole name is for whoever has them on the phone; everybody else sees it masked. */
const asked = ({ id, text, choices, reasons }: Question, mine: boolean): AskedQuestion => ({
  id,
  text,
  about: { fact: factOf(id), name: questionNames[id], reasons: [...new Set(reasons.map(({ code }) => code))] },
  choices:
    mine || id !== 'accountName'
      ? choices
      : choices.map((choice) => ({ ...choice, value: choice.value && maskName(choice.value) })),
})

/** The last one first. */
async function readAttempts(db: WorkDeps['db'], id: string): Promise<AttemptRecord[]> {
  const rows = await db
    .selectFrom('callback_attempt')
    .leftJoin('account', 'account.id', 'callback_attempt.actor')
    .selectAll('callback_attempt')
    .select('account.display_name')
    .where('callback_id', '=', id)
    .orderBy('number', 'desc')
    .execute()
  return rows.map(({ number, at, actor, display_name, outcome, seconds, ...row }) => ({
    number,
    at: at.toISOString(),
    by: { id: actor, displayName: display_name ?? actor },
    outcome,
    seconds,
    callAgainAt: row.call_again_at?.toISOString() ?? null,
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
    note: row.note,
    answers: row.answers,
  }))
}
