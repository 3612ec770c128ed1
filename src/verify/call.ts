import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  DelegateBackoff,
  ExponentialBackoff,
  handleWhen,
  type IBackoff,
  type IRetryBackoffContext,
  retry,
  TaskCancelledError,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel'
import type { Unavailable, VerificationError } from '../domain/verification.ts'
import type { OutsideConfig } from '../platform/config.ts'
import type { Logger } from '../platform/logger.ts'
import { version } from '../platform/version.ts'

/** Durations in milliseconds. */
export interface CallLimits {
  /** For one attempt, from connecting to the last byte. */
  timeout: number
  attempts: number
  /** Pauses grow from the first to the last, with jitter. */
  firstPause: number
  longestPause: number
  /** A Retry-After beyond it is not waited for: an applicant waits too. */
  longestRetryAfter: number
  /** Failed attempts in a row after which nobody is asked for a while. */
  breakAfter: number
  /** Then one call tries whether the other side is back. */
  halfOpenAfter: number
}

/** Together at most some 25 s for one question. Own choice: an applicant waits for minutes, a bank answers within a second. */
export const callLimits: CallLimits = {
  timeout: 5_000,
  attempts: 3,
  firstPause: 300,
  longestPause: 3_000,
  longestRetryAfter: 5_000,
  breakAfter: 5,
  halfOpenAfter: 30_000,
}

/** An answer is some hundred bytes; more is no answer of ours. */
const BODY_MAX = 64 * 1024

/** An attempt without an answer. Carries nothing of what was sent. */
class CallFailed extends Error {
  readonly reason: VerificationError
  /** Milliseconds that the other side asks us to wait. */
  readonly retryAfter: number

  constructor(reason: VerificationError, retryAfter = 0) {
    super(reason)
    this.name = 'CallFailed'
    this.reason = reason
    this.retryAfter = retryAfter
  }
}

const reasonOf = (error: unknown): VerificationError | null => {
  if (error instanceof CallFailed) return error.reason
  if (error instanceof TaskCancelledError) return 'timeout'
  return error instanceof BrokenCircuitError ? 'circuit-open' : null
}

/** Says that the other side is down; a refusal or a strange answer does not. */
const isOutage = (error: Error): boolean => ['timeout', 'network', 'outage'].includes(reasonOf(error) ?? '')

/** Asks one side of the outside, never throws for what lies there. One for each side: its breaker counts all calls. */
export type Call = <A>(
  path: string,
  body: object,
  requestId: string,
  read: (body: unknown) => A | null,
) => Promise<A | Unavailable>

/**
 * @param name what the log calls it
 */
export function createCall(
  name: 'bank' | 'registry',
  { url, token }: OutsideConfig,
  log: Logger,
  limits: CallLimits = callLimits,
): Call {
  const retrying = retry(
    handleWhen((error) => isWorthAnother(error, limits)),
    { maxAttempts: limits.attempts - 1, backoff: pauses(limits) },
  )
  const breaker = circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: limits.halfOpenAfter,
    breaker: new ConsecutiveBreaker(limits.breakAfter),
  })
  breaker.onBreak(() =>
    log.warn({ side: name, forMs: limits.halfOpenAfter }, 'circuit breaker opened: not asked for now'),
  )
  breaker.onHalfOpen(() => log.info({ side: name }, 'circuit breaker half open: one call tries'))
  breaker.onReset(() => log.info({ side: name }, 'circuit breaker closed: asked again'))
  const guarded = wrap(breaker, timeout(limits.timeout, TimeoutStrategy.Aggressive))

  return async (path, body, requestId, read) => {
    const request: RequestInit = {
      method: 'POST',
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json',
        'idempotency-key': requestId,
        'user-agent': `zhunru/${version}`,
      },
      body: JSON.stringify(body),
    }
    try {
      return await retrying.execute(async () => {
        const came = await guarded.execute(({ signal }) =>
          reached(async () => {
            const answer = read(await post(url.replace(/\/+$/, '') + path, { ...request, signal }))
            if (answer === null) throw new CallFailed('malformed')
            return { answer }
          }),
        )
        if ('failed' in came) throw came.failed
        return came.answer
      })
    } catch (thrown) {
      const error = reasonOf(thrown)
      if (error === null) throw thrown
      log.warn({ side: name, requestId, error }, 'no answer')
      return { state: 'unavailable', error }
    }
  }
}

/** Whoever refuses, or answers strangely, is not down: to the breaker that is a success, which ends a row of failures. */
async function reached<T>(work: () => Promise<T>): Promise<T | { failed: CallFailed }> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof CallFailed && !isOutage(error)) return { failed: error }
    throw error
  }
}

/** Also a side that is busy; not one that asks for a longer pause than anybody waits for. */
const isWorthAnother = (error: Error, { longestRetryAfter }: CallLimits): boolean =>
  (isOutage(error) || reasonOf(error) === 'busy') &&
  !(error instanceof CallFailed && error.retryAfter > longestRetryAfter)

type Context = IRetryBackoffContext<unknown>

/** Jittered pauses, and never sooner than the other side asks for. */
function pauses({ firstPause, longestPause }: CallLimits) {
  const jittered = new ExponentialBackoff<Context>({ initialDelay: firstPause, maxDelay: longestPause })
  return new DelegateBackoff<Context, IBackoff<Context>>((context, previous) => {
    const state = (previous ?? jittered).next(context)
    const error = 'error' in context.result ? context.result.error : null
    const asked = error instanceof CallFailed ? error.retryAfter : 0
    return { delay: Math.max(state.duration, asked), state }
  })
}

async function post(url: string, request: RequestInit): Promise<unknown> {
  const response = await attempt(() => fetch(url, request), request.signal)
  const { status } = response
  if (status === 200) {
    try {
      return JSON.parse(await attempt(() => bodyOf(response), request.signal))
    } catch (error) {
      throw error instanceof SyntaxError ? new CallFailed('malformed') : error
    }
  }
  await response.body?.cancel().catch(() => {})
  const retryAfter = retryAfterOf(response)
  if (status === 429) throw new CallFailed('busy', retryAfter)
  // 408 and 425 ask for another attempt as 5xx does.
  if (status >= 500 || status === 408 || status === 425) throw new CallFailed('outage', retryAfter)
  throw new CallFailed('refused')
}

async function attempt<T>(work: () => Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof CallFailed) throw error
    throw new CallFailed(signal?.aborted ? 'timeout' : 'network')
  }
}

async function bodyOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > BODY_MAX) throw new CallFailed('malformed')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** RFC 9110, 10.2.3: seconds or a date. Milliseconds; 0 when it says nothing. */
function retryAfterOf({ headers }: Response): number {
  const value = headers.get('retry-after')?.trim() ?? ''
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000
  const until = Date.parse(value)
  return Number.isNaN(until) ? 0 : Math.max(0, until - Date.now())
}
