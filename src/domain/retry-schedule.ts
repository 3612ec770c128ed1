import type { ChannelName } from './message.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/**
 * Milliseconds after the first failed attempt, the second, and so on. Webhooks: Standard Webhooks 1.0.0, ten attempts in
 * 75 h 35 min. SMS and push: a gateway that is away comes back within hours, and old news on a phone help nobody.
 */
export const retrySchedules: Record<ChannelName, readonly number[]> = {
  webhook: [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
  sms: [10 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR],
  push: [10 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR],
}

/** Share of a delay that chance may add, so that messages that failed together do not come back together. */
const JITTER = 0.1

export interface Failure {
  channel: ChannelName
  /** Attempts that have failed, this one included; from 1. */
  failures: number
  at: Date
  /** Milliseconds that the other side asked for; null when it did not. */
  retryAfter: number | null
}

/**
 * When to try again: never earlier than the schedule, nor than was asked for. Null when there is no further attempt.
 * @param random of [0, 1)
 */
export function nextAttempt({ channel, failures, at, retryAfter }: Failure, random: number): Date | null {
  const delay = retrySchedules[channel][failures - 1]
  if (delay === undefined) return null
  return new Date(at.getTime() + Math.round(Math.max(delay * (1 + JITTER * random), retryAfter ?? 0)))
}

/**
 * How an endpoint that fails is spared, whatever its messages: after so many failures in a row it is left in peace, each
 * time for longer, and then asked with one message at a time. Far shorter than the schedule of any one message, so that
 * only a crowd of them waits.
 */
const SPARED_FROM = 5
const FIRST_PEACE = 30 * SECOND
const LONGEST_PEACE = 5 * MINUTE

/** Messages under way to one endpoint at once: one that hangs must leave most workers to the others. */
const AT_ONCE = 2

/** After so long without one success an endpoint is given up. */
export const GIVEN_UP_AFTER = 5 * 24 * HOUR

/** @param failures in a row, of whatever messages */
export const atOnce = (failures: number): number => (failures >= SPARED_FROM ? 1 : AT_ONCE)

/** Until when an endpoint is left in peace after its last failure; null when it is not. */
export function peaceUntil(failures: number, at: Date, retryAfter: number | null): Date | null {
  const spared =
    failures < SPARED_FROM ? 0 : Math.min(FIRST_PEACE * 2 ** Math.min(failures - SPARED_FROM, 10), LONGEST_PEACE)
  const ms = Math.max(spared, retryAfter ?? 0)
  return ms === 0 ? null : new Date(at.getTime() + ms)
}
