import { type RawBuilder, sql } from 'kysely'
import type { Outcome } from '../../domain/decision.ts'
import { type About, type ChannelName, outcomeTold } from '../../domain/message.ts'
import { isAnswered, skipOf } from '../../domain/rerun.ts'
import type { RerunSkip } from '../../domain/rerun-words.ts'
import type { Status } from '../../domain/status.ts'
import { ZhunruError } from '../../platform/errors.ts'
import type { ReviewDeps } from '../deps.ts'
import { findPolicy } from '../policy/policy-versions.ts'
import type { RerunFilter, RerunPlan } from './filter.ts'
import { failureConditions, matchingApplications } from './matching.ts'
import { readStandings } from './standings.ts'

/** What one batch may hold: more than any fault of a day, and few enough to be looked over in a second or two. */
const MOST = 50_000

/** One application or message that a filter finds. */
export interface Candidate {
  kind: 'screening' | 'message'
  applicationId: string
  reference: string
  revision: number
  effectId: string | null
  /** Of a message. */
  channel: ChannelName | null
  /** Of a screening: its current run. */
  run: number | null
  status: Status
  outcome: Outcome | null
  /** Why it would be left as it is; null where it would be run again. */
  skipped: RerunSkip | null
  hasCase: boolean
  hasCall: boolean
}

/**
 * All that a filter finds now, in the order of the applications' ids, those included that would be left as they are.
 * @throws ZhunruError RERUN_TOO_MANY; INVALID_FIELD where the policy to try is not stored
 */
export async function findCandidates(deps: Pick<ReviewDeps, 'db'>, plan: RerunPlan): Promise<Candidate[]> {
  const { mode, filter, policy } = plan
  if (policy !== undefined && !(await findPolicy(deps.db, policy))) throw unknownPolicy()
  const aboutMessagesAlone = filter.steps?.every((step) => step === 'notification') ?? false
  const screenings = mode === 'failed' && aboutMessagesAlone ? [] : await findScreenings(deps, plan)
  const wantsMessages = mode === 'failed' && (filter.steps?.includes('notification') ?? true)
  const messages = wantsMessages ? await findMessages(deps, filter) : []
  if (screenings.length + messages.length > MOST) throw new ZhunruError('RERUN_TOO_MANY', { limit: MOST })
  return [...screenings, ...messages]
}

function unknownPolicy(): ZhunruError {
  const message = {
    zh: '没有这一策略版本，请先用 zhunru policy propose 提交',
    en: 'No such policy is stored: propose it first, with zhunru policy propose.',
  }
  return new ZhunruError('INVALID_FIELD', { count: 1 }, [{ field: 'policy', code: 'FIELD_WRONG', message }])
}

async function findScreenings({ db }: Pick<ReviewDeps, 'db'>, { mode, filter }: RerunPlan): Promise<Candidate[]> {
  const found = await readStandings({ db }, matchingApplications(mode, filter), { most: MOST + 1 })
  return found.map(({ id, reference, revision, run, standing }) => ({
    kind: 'screening',
    applicationId: id,
    reference,
    revision,
    effectId: null,
    channel: null,
    run,
    status: standing.status,
    outcome: standing.outcome,
    skipped: skipOf(mode, standing),
    hasCase: standing.review !== null,
    hasCall: standing.call !== null,
  }))
}

interface MessageRow {
  id: string
  application_id: string
  reference: string
  revision: number
  of: number
  channel: ChannelName
  about: About
  status: Status
  outcome: Outcome | null
  endpoint: string | null
}

/** Messages that were given up. */
async function findMessages({ db }: Pick<ReviewDeps, 'db'>, filter: RerunFilter): Promise<Candidate[]> {
  const { steps: _, classes: __, codes: ___, fingerprint: ____, since: _____, until: ______, ...ofApplication } = filter
  const conditions: RawBuilder<unknown>[] = [
    sql`effect.state = 'failed' and effect.failed_at is not null`,
    ...failureConditions('effect', filter),
    matchingApplications('whole', ofApplication),
  ]
  const { rows } = await sql<MessageRow>`
    select effect.id, effect.application_id, application.reference, application.revision, effect.revision as of,
      effect.channel, effect.about, application.status, decision.outcome, webhook_endpoint.state as endpoint
    from effect
    join application on application.id = effect.application_id
    left join decision on decision.application_id = application.id and decision.revision = application.revision
      and decision.run = application.run
    left join webhook_endpoint on effect.channel = 'webhook' and webhook_endpoint.id = effect.recipient
    where ${sql.join(conditions, sql` and `)}
    order by effect.id limit ${MOST + 1}`.execute(db)
  return rows.map((row) => ({
    kind: 'message',
    applicationId: row.application_id,
    reference: row.reference,
    revision: row.of,
    effectId: row.id,
    channel: row.channel,
    run: null,
    status: row.status,
    outcome: row.outcome,
    skipped: messageSkip(row),
    hasCase: false,
    hasCall: false,
  }))
}

/** Integrators keep books, and are told what was so; applicants only what is so. */
function messageSkip({ channel, endpoint, about, status, outcome, of, revision }: MessageRow): RerunSkip | null {
  if (channel === 'webhook') return endpoint === 'enabled' || endpoint === 'paused' ? null : 'no_receiver'
  const told = outcomeTold(about)
  if (of < revision) return 'no_longer_true'
  if (told && (status === 'withdrawn' || status === 'expired' || outcome !== told)) return 'no_longer_true'
  return null
}

/** Applications of which the applicants have had an answer that may be taken back. */
export const decidedAmong = ({ mode }: Pick<RerunPlan, 'mode'>, wanted: readonly Candidate[]): number =>
  mode === 'shadow' ? 0 : wanted.filter(({ kind, status }) => kind === 'screening' && isAnswered(status)).length
