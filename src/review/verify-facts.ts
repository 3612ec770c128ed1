import { bankQuestion, type Declared, verificationCells } from '../domain/verification-cells.ts'
import type {
  AskBank,
  AskRegistry,
  BankAnswer,
  RegistryAnswer,
  Unavailable,
  Verification,
} from '../domain/verification.ts'
import { contentHash } from '../platform/canonical.ts'
import type { KeyedHash } from '../platform/keyed-hash.ts'
import { storableJson } from '../platform/storable.ts'
import type { ReviewDeps, ScreeningRef } from './deps.ts'

/** Null where the configuration names nobody to ask. */
export interface VerificationPorts {
  bank: AskBank | null
  registry: AskRegistry | null
}

export interface VerifyDeps extends ReviewDeps {
  keyedHash: KeyedHash
  verify: VerificationPorts
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/**
 * How long an answer stands in for asking again; milliseconds, own choice. What was in order stays so for the life of an
 * application; what was not may have been put right at the bank or the registry, and the applicant says so by resubmitting.
 */
function lifetime(answer: BankAnswer | RegistryAnswer, declared: Declared): number {
  if (answer.state === 'confirmed') return 30 * DAY
  if (answer.state !== 'found' || answer.record.status !== 'active') return 10 * MINUTE
  const cells = verificationCells(declared, [{ source: 'registry', answer }])
  return cells.some(({ verdict }) => verdict === 'MISMATCH') ? 10 * MINUTE : 7 * DAY
}
/** No answer is older: what is, may go. */
const LONGEST = 30 * DAY

/** Asks the bank and the registry of what is declared, at once; what they have answered before is not asked again. */
export async function verifyFacts(deps: VerifyDeps, ref: ScreeningRef, declared: Declared): Promise<Verification[]> {
  const { bank, registry } = deps.verify
  const { form } = declared
  const asking: Promise<Verification>[] = []
  if (bank) {
    const question = bankQuestion(declared)
    const ask = (requestId: string) => bank(question, requestId)
    asking.push(
      once(deps, ref, { kind: 'bank', question, declared, isAnswer: isOfBank, ask }).then((answer) => ({
        source: 'bank',
        answer,
      })),
    )
  }
  if (registry && form.merchantType === 'individual_business') {
    const { creditCode } = form.licence
    const ask = (requestId: string) => registry(creditCode, requestId)
    asking.push(
      once(deps, ref, { kind: 'registry', question: { creditCode }, declared, isAnswer: isOfRegistry, ask }).then(
        (answer) => ({
          source: 'registry',
          answer,
        }),
      ),
    )
  }
  return Promise.all(asking)
}

type Answer = BankAnswer | RegistryAnswer
const isOfBank = (answer: Answer): answer is BankAnswer => 'elements' in answer
const isOfRegistry = (answer: Answer): answer is RegistryAnswer => !isOfBank(answer)

interface Asking<A extends Answer> {
  kind: Verification['source']
  question: object
  /** What the answer is held against. */
  declared: Declared
  isAnswer: (answer: Answer) => answer is A
  ask: (requestId: string) => Promise<A | Unavailable>
}

/** An answer is kept under a keyed hash of what was asked. That nobody answered is not kept: next time is another time. */
async function once<A extends Answer>(
  { db, clock, keyedHash }: VerifyDeps,
  ref: ScreeningRef,
  { kind, question, declared, isAnswer, ask }: Asking<A>,
): Promise<A | Unavailable> {
  const subject = keyedHash(`verification ${kind}`, contentHash(question))
  const kept = await db
    .selectFrom('verification')
    .select(['answer', 'at'])
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .executeTakeFirst()
  const fresh = kept && clock.now().getTime() - kept.at.getTime() < lifetime(kept.answer, declared)
  if (fresh && isAnswer(kept.answer)) return kept.answer
  // The same at every attempt of this run, so that the other side can tell a repetition from another question.
  const answer = await ask(keyedHash('verification request', contentHash({ subject, ...ref })))
  if (answer.state === 'unavailable') return answer
  const row = { kind, subject, answer: storableJson(answer), at: clock.now() }
  await db
    .insertInto('verification')
    .values(row)
    .onConflict((conflict) => conflict.columns(['kind', 'subject']).doUpdateSet({ answer: row.answer, at: row.at }))
    .execute()
  return answer
}

/** Removes answers that nothing will use again. @returns how many */
export async function forgetVerifications({ db, clock }: ReviewDeps): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('verification')
    .where('at', '<', new Date(clock.now().getTime() - LONGEST))
    .executeTakeFirst()
  return Number(numDeletedRows)
}
