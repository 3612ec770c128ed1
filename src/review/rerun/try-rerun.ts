import { sql } from 'kysely'
import { approvalFor, approvalText, linesAgain, skipTexts } from '../../domain/rerun.ts'
import { checkOfStep, failedSteps, type RerunSkip, rerunSkips, rerunSteps } from '../../domain/rerun-words.ts'
import type { ChannelName } from '../../domain/message.ts'
import type { ReviewDeps } from '../deps.ts'
import type { RerunPlan } from './filter.ts'
import { type Candidate, decidedAmong, findCandidates } from './plan-batch.ts'
import { readLines } from './read-lines.ts'

export interface RerunDeps extends ReviewDeps {
  /** The ways in which applicants and integrators are told. */
  channels: readonly ChannelName[]
  /** So many somebody may run again without another person. */
  rerunAlone: number
}

const SAMPLE = 20

const steps = [...rerunSteps, 'notification'] as const
type Step = (typeof steps)[number]

/** What a re-run would come to: how many, what of, at what cost, and what may follow. Changes nothing. */
export async function tryRerun(deps: RerunDeps, plan: RerunPlan) {
  const started = performance.now()
  const { db } = deps
  const candidates = await findCandidates(deps, plan)
  const wanted = candidates.filter(({ skipped }) => skipped === null)
  const screenings = wanted.filter(({ kind }) => kind === 'screening')
  const messages = wanted.filter(({ kind }) => kind === 'message')
  const jobs = await countJobs({ db }, plan, screenings, messages.length)
  const seconds = await measuredSeconds({ db })
  const decided = decidedAmong(plan, wanted)
  const changing = plan.mode === 'shadow' ? [] : screenings
  const toPeople = messages.filter(({ channel }) => channel !== 'webhook')
  const tells = deps.channels.some((channel) => channel !== 'webhook')
  const endpoints = changing.length > 0 && deps.channels.includes('webhook') ? await countEndpoints({ db }) : 0
  const costs = steps
    .filter((step) => (jobs.get(step) ?? 0) > 0)
    .map((step) => {
      const count = jobs.get(step) ?? 0
      const each = seconds.get(step)
      return { step, count, seconds: each === undefined ? null : tenths(each * count) }
    })
  return {
    matched: candidates.length,
    count: wanted.length,
    skipped: countSkips(candidates),
    steps: costs,
    failures: await countFailures({ db }, screenings, messages),
    cost: {
      workSeconds: tenths(costs.reduce((sum, { seconds: each }) => sum + (each ?? 0), 0)),
      beginSeconds: tenths(wanted.length / plan.rate),
    },
    sideEffects: {
      decided,
      openCases: changing.filter(({ hasCase }) => hasCase).length,
      openCallbacks: changing.filter(({ hasCall }) => hasCall).length,
      applicantsTold: (tells ? changing.length : 0) + toPeople.length,
      webhooks: changing.length * endpoints + messages.length - toPeople.length,
    },
    approval: approvalFor({ count: wanted.length, decided, alone: deps.rerunAlone }).map((cause) => ({
      cause,
      text: approvalText(cause, deps.rerunAlone),
    })),
    sample: await sampleOf({ db }, plan, candidates),
    milliseconds: Math.round(performance.now() - started),
  }
}

const tenths = (n: number): number => Math.round(n * 10) / 10

export function countSkips(candidates: readonly { skipped: RerunSkip | null }[]) {
  return rerunSkips
    .map((why) => ({ why, text: skipTexts[why], count: candidates.filter(({ skipped }) => skipped === why).length }))
    .filter(({ count }) => count > 0)
}

/** Ids, revisions and runs as one table of a statement. */
const asTable = (screenings: readonly Candidate[]) => sql`unnest(
  ${screenings.map(({ applicationId }) => applicationId)}::text[], ${screenings.map(({ revision }) => revision)}::int[],
  ${screenings.map(({ run }) => run)}::int[]) as wanted (application_id, revision, run)`

/** Jobs by step. */
async function countJobs(
  { db }: Pick<ReviewDeps, 'db'>,
  { mode, from }: RerunPlan,
  screenings: readonly Candidate[],
  messages: number,
): Promise<Map<Step, number>> {
  const { rows } = await sql<{ check: string; all: number; bad: number }>`
    select check_run."check", count(*)::int as all, (count(*) filter (where check_run.status <> 'done'))::int as bad
    from ${asTable(screenings)} join check_run using (application_id, revision, run)
    group by 1`.execute(db)
  const byStep = rerunSteps.map((step): [Step, number] => {
    if (step === 'decision') return [step, screenings.length]
    const row = rows.find(({ check }) => check === checkOfStep[step])
    if (!row) return [step, 0]
    // By the same rule as for one application, of which there are so many.
    const line = { check: checkOfStep[step], slot: 'application' as const, settledWell: true }
    const again = linesAgain(mode, from ?? null, [line, { ...line, check: 'callback', settledWell: false }]).length > 0
    if (mode !== 'failed') return [step, again ? row.all : 0]
    return [step, step === 'account-match' ? row.all : row.bad]
  })
  return new Map([...byStep, ['notification', messages]])
}

/** What a step took of late, in seconds of one job. */
async function measuredSeconds({ db }: Pick<ReviewDeps, 'db'>): Promise<Map<Step, number>> {
  const { rows } = await sql<{ check: string; seconds: number }>`
    select check_run."check", avg(extract(epoch from check_run.finished_at - check_run.started_at))::float8 as seconds
    from (select application_id, revision, run from decision order by id desc limit 300) as late
    join check_run using (application_id, revision, run)
    where check_run.status = 'done' and check_run.finished_at >= check_run.started_at
    group by 1`.execute(db)
  const known = rerunSteps.flatMap((step): [Step, number][] => {
    const row = step === 'decision' ? undefined : rows.find(({ check }) => check === checkOfStep[step])
    return row ? [[step, row.seconds]] : []
  })
  return new Map(known)
}

async function countEndpoints({ db }: Pick<ReviewDeps, 'db'>): Promise<number> {
  const { n } = await db
    .selectFrom('webhook_endpoint')
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('state', 'in', ['enabled', 'paused'])
    .executeTakeFirstOrThrow()
  return Number(n)
}

async function countFailures(
  { db }: Pick<ReviewDeps, 'db'>,
  screenings: readonly Candidate[],
  messages: readonly Candidate[],
) {
  const { rows } = await sql<{ check: string; class: string | null; code: string | null; count: number }>`
    select check_run."check", check_run.failure_class as class, check_run.failure_code as code, count(*)::int as count
    from ${asTable(screenings)} join check_run using (application_id, revision, run)
    where check_run.status = 'failed'
    group by 1, 2, 3
    union all
    select 'notification', failure_class, failure_code, count(*)::int from effect
    where id = any (${messages.map(({ effectId }) => effectId)}::text[])
    group by 2, 3
    order by 4 desc, 1`.execute(db)
  return rows.flatMap(({ check, ...row }) => {
    const step = failedSteps.find((each) => (each === 'notification' ? each : checkOfStep[each]) === check)
    return step ? [{ step, class: row.class, code: row.code, count: row.count }] : []
  })
}

/** Some of them, from the first to the last; where there are too few that would be run again, also of the others. */
async function sampleOf({ db }: Pick<ReviewDeps, 'db'>, plan: RerunPlan, candidates: readonly Candidate[]) {
  const wanted = spread(
    candidates.filter(({ skipped }) => skipped === null),
    SAMPLE,
  )
  const others = spread(
    candidates.filter(({ skipped }) => skipped !== null),
    SAMPLE - wanted.length,
  )
  const lines = await readLines(
    { db },
    wanted.filter(({ kind }) => kind === 'screening'),
  )
  return [...wanted, ...others].map((each) => ({
    kind: each.kind,
    application: { id: each.applicationId, reference: each.reference, revision: each.revision },
    effectId: each.effectId,
    status: each.status,
    outcome: each.outcome,
    steps: each.skipped === null ? stepsOf(plan, each, lines(each.applicationId)) : [],
    skipped: each.skipped,
  }))
}

const spread = <T>(all: readonly T[], most: number): T[] =>
  all.length <= most ? [...all] : Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)]!)

function stepsOf({ mode, from }: RerunPlan, { kind }: Candidate, lines: Parameters<typeof linesAgain>[2]): Step[] {
  if (kind === 'message') return ['notification']
  const again = linesAgain(mode, from ?? null, lines)
  return rerunSteps.filter((step) => step === 'decision' || again.some(({ check }) => check === checkOfStep[step]))
}
