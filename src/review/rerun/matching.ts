import { type RawBuilder, sql } from 'kysely'
import type { RerunMode } from '../../domain/rerun-words.ts'
import type { RerunFilter } from './filter.ts'

/**
 * The condition on `application` that a filter stands for. Failures count only while they belong to the run that the
 * application is at: what has been gone past needs no re-run.
 */
export function matchingApplications(mode: RerunMode, filter: RerunFilter): RawBuilder<unknown> {
  const { outcomes, reasons, policyVersions, merchantType, applications } = filter
  const conditions = [
    ...(asksForFailures(mode, filter)
      ? [sql`application.id in (${failedApplications(filter)})`]
      : decidedWithin(filter)),
    ...(outcomes ? [sql`decision.outcome = any (${outcomes}::text[])`] : []),
    ...(reasons ? [sql`decision.codes && ${reasons}::text[]`] : []),
    ...(policyVersions ? [sql`decision.policy_version = any (${policyVersions}::text[])`] : []),
    ...(merchantType ? [sql`application.merchant_type = ${merchantType}`] : []),
    ...(applications ? [sql`application.id = any (${applications}::text[])`] : []),
  ]
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}

/** Whether a filter, with its mode, is about what failed. */
const asksForFailures = (mode: RerunMode, { steps, classes, codes, fingerprint }: RerunFilter): boolean =>
  mode === 'failed' || [steps, classes, codes, fingerprint].some((each) => each !== undefined)

const decidedWithin = ({ since, until }: RerunFilter): RawBuilder<unknown>[] => [
  ...(since ? [sql`decision.created_at >= ${since}::timestamptz`] : []),
  ...(until ? [sql`decision.created_at < ${until}::timestamptz`] : []),
]

/** What a failed line, or a failed message, must be like; `t` has the columns of `failure-columns`. */
export const failureConditions = (t: 'check_run' | 'effect', filter: RerunFilter): RawBuilder<unknown>[] => {
  const column = (name: string) => sql.ref(`${t}.${name}`)
  const { since, until, classes, codes, fingerprint } = filter
  return [
    ...(since ? [sql`${column('failed_at')} >= ${since}::timestamptz`] : []),
    ...(until ? [sql`${column('failed_at')} < ${until}::timestamptz`] : []),
    ...(classes ? [sql`${column('failure_class')} = any (${classes}::text[])`] : []),
    ...(codes ? [sql`${column('failure_code')} = any (${codes}::text[])`] : []),
    ...(fingerprint ? [sql`${column('fingerprint')} = ${fingerprint}`] : []),
  ]
}

const checkOf: Record<string, string> = {
  'document-ocr': 'ocr',
  'photo-clarity': 'clarity',
  'scene-authenticity': 'scene',
  'account-match': 'account-match',
}

/** Condition on `check_run`: it failed, in one of these steps, so. */
export function failedLines(filter: RerunFilter): RawBuilder<unknown> {
  const checks = filter.steps?.flatMap((step) => checkOf[step] ?? [])
  return sql.join(
    [
      sql`check_run.failed_at is not null and check_run.status = 'failed'`,
      ...(checks ? [sql`check_run."check" = any (${checks}::text[])`] : []),
      ...failureConditions('check_run', filter),
    ],
    sql` and `,
  )
}

const failedApplications = (filter: RerunFilter): RawBuilder<unknown> => sql`
  select check_run.application_id from check_run
  join application at on at.id = check_run.application_id and at.revision = check_run.revision and at.run = check_run.run
  where ${failedLines(filter)}`
