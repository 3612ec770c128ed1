import { type FailureStep, faultOf } from '../domain/failure.ts'
import { type FailureCode, failureKinds } from '../domain/failure-kinds.ts'
import { contentHash } from '../platform/canonical.ts'
import type { FailureColumns } from './schema-failures.ts'

type Known = { [K in keyof FailureColumns]: NonNullable<FailureColumns[K]> }

/** What goes beside something that failed, in the same update that says so. */
export const failureColumns = (failure: { step: FailureStep; code: FailureCode; error: string }, at: Date): Known => ({
  failed_at: at,
  failure_class: failureKinds[failure.code].class,
  failure_code: failure.code,
  fingerprint: fingerprintOf(failure),
})

/** Of what has gone well after all. */
export const noFailure = {
  failed_at: null,
  failure_class: null,
  failure_code: null,
  fingerprint: null,
} as const satisfies FailureColumns

/** 16 hexadecimal digits; also what the database writes where nobody classified a failure. */
export const fingerprintOf = (failure: Parameters<typeof faultOf>[0]): string =>
  contentHash(faultOf(failure)).slice(0, 16)
