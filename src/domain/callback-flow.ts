import type { CallbackResult, CallOutcome } from './callback.ts'
import { type CallTime, nextSpan } from './callback-times.ts'
import { HOUR } from './china-time.ts'
import type { Policy } from './policy.ts'

/** What follows from a call: it has its result, or there is another. */
export type AfterCall =
  | { result: Exclude<CallbackResult, 'gone'> }
  | {
      result: null
      nextAt: Date
      /** The time was agreed, or wished for. */
      appointed: boolean
      /** Not before an agreed time has passed. */
      dueNotBefore: Date | null
    }

export interface Call {
  outcome: CallOutcome
  at: Date
  /** Calls so far, this one included. */
  attempts: number
  /** They say that they never applied. */
  denied: boolean
  /** Of `call_again`. */
  agreed: Date | null
}

const MINUTE = 60_000
/** However often another time is agreed, it ends with this many times the calls that are made without one. */
const AGREED_TIMES = 2

/**
 * After a call. Whoever answers is done, and so is whoever will not, or a wrong number; else it is called again as the policy says,
 * until it has been called as often as the policy wants. A time that was agreed is kept, though that be one call more.
 */
export function afterCall(
  { outcome, at, attempts, denied, agreed }: Call,
  { hours, retryMinutes, attempts: most }: Policy['callbacks'],
  wishes: readonly CallTime[],
): AfterCall {
  if (outcome === 'reached') return { result: denied ? 'denied' : 'answered' }
  if (outcome === 'refused') return { result: 'refused' }
  // Nobody behind this number will ever answer for them.
  if (outcome === 'wrong_number') return { result: 'unreached' }
  if (outcome === 'call_again' && agreed !== null && attempts < most * AGREED_TIMES) {
    return { result: null, nextAt: agreed, appointed: true, dueNotBefore: new Date(agreed.getTime() + HOUR) }
  }
  if (attempts >= most) return { result: 'unreached' }
  // Somebody else answered: as good as no answer.
  const minutes = outcome === 'busy' || outcome === 'hung_up' ? retryMinutes[outcome] : retryMinutes.no_answer
  const { from, until, wished } = nextSpan(new Date(at.getTime() + minutes * MINUTE), hours, wishes)
  return { result: null, nextAt: from, appointed: wished, dueNotBefore: wished ? until : null }
}
