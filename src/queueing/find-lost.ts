import type { QueueName } from '../../queues/index.ts'
import { queues } from '../../queues/index.ts'
import type { Status } from '../domain/status.ts'
import type { Store } from '../store/open-store.ts'
import { loadFlowMaterials } from './flow-materials.ts'
import type { FlowPlan } from './flow-plan.ts'
import { planFlow, planRepair, possibleJobs, repairSuffix } from './plan-flow.ts'

type Db = Store['db']

/** Work that Postgres says is to be done, and that has not moved for a while. Whether its jobs are lost, the queues know. */
export interface Suspect {
  applicationId: string
  revision: number
  run: number
  /** What repairs of it are counted under, within the application. */
  subject: string
  /** Every id that its jobs may have, after so many repairs. */
  jobs(repairs: number): readonly { queue: QueueName; jobId: string }[]
  /** The work belongs to the application's current run, in these states only. */
  onlyIn: readonly Status[]
  /** What is left to do, under ids of its own. */
  plan(db: Db, repair: number): Promise<FlowPlan>
}

/** Where the last look ended: each look goes on from there, so that a long queue's living jobs do not hide lost ones. */
export interface Cursors {
  screening: string
}

/** Suspects examined in one look, per class. */
const PAGE = 100

const undecided: readonly Status[] = ['submitted', 'screening', 'deciding']

/** Runs that are not decided and whose application was last moved before `before`. */
export async function suspectRuns(db: Db, before: Date, cursors: Cursors): Promise<Suspect[]> {
  const rows = await db
    .selectFrom('application')
    .select(['id', 'revision', 'run'])
    .where('status', 'in', undecided)
    .where('updated_at', '<=', before)
    .where('id', '>', cursors.screening)
    .orderBy('id')
    .limit(PAGE)
    .execute()
  cursors.screening = rows.length === PAGE ? (rows.at(-1)?.id ?? '') : ''
  return await Promise.all(
    rows.map(async ({ id, revision, run }) => {
      const input = { applicationId: id, revision, run, materials: await loadFlowMaterials(db, id, revision) }
      return {
        applicationId: id,
        revision,
        run,
        subject: `run ${run}`,
        onlyIn: undecided,
        jobs: (repairs) => possibleJobs(planFlow(input), repairs),
        plan: async (now, repair) => planRepair({ ...input, repair, unsettled: await unsettledChecks(now, input) }),
      } satisfies Suspect
    }),
  )
}

/** The lines of a run's ledger that are still to be filled. */
export async function unsettledChecks(db: Db, ref: { applicationId: string; revision: number; run: number }) {
  return await db
    .selectFrom('check_run')
    .select(['check', 'slot', 'attempts'])
    .where('application_id', '=', ref.applicationId)
    .where('revision', '=', ref.revision)
    .where('run', '=', ref.run)
    .where('status', 'in', ['pending', 'active'])
    .execute()
}

const waitsFor = { 'manual-review': 'review_pending', callback: 'callback_pending' } as const

/** Applications that wait for a person, but whom nobody was told of: no case, no callback. */
export async function suspectWork(db: Db, before: Date): Promise<Suspect[]> {
  const waiting = db.selectFrom('application').select(['id', 'revision', 'run']).where('updated_at', '<=', before)
  const cases = await waiting
    .where('status', '=', waitsFor['manual-review'])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('review_case')
            .select('review_case.id')
            .whereRef('review_case.application_id', '=', 'application.id')
            .whereRef('review_case.revision', '=', 'application.revision')
            .whereRef('review_case.run', '=', 'application.run'),
        ),
      ),
    )
    .limit(PAGE)
    .execute()
  const callbacks = await waiting
    .where('status', '=', waitsFor.callback)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('callback')
            .select('callback.id')
            .whereRef('callback.application_id', '=', 'application.id')
            .whereRef('callback.revision', '=', 'application.revision')
            .whereRef('callback.run', '=', 'application.run'),
        ),
      ),
    )
    .limit(PAGE)
    .execute()
  const suspect = (queue: 'manual-review' | 'callback', row: (typeof cases)[number]) => {
    const payload = { applicationId: row.id, revision: row.revision, run: row.run }
    const contract = queue === 'callback' ? queues.callback : queues.manualReview
    const subject = `${queue} ${row.run}`
    return single(queue, contract.jobId(payload), payload, subject, [waitsFor[queue]])
  }
  return [...cases.map((row) => suspect('manual-review', row)), ...callbacks.map((row) => suspect('callback', row))]
}

function single(
  queue: QueueName,
  jobId: string,
  ref: { applicationId: string; revision: number; run: number },
  subject: string,
  onlyIn: readonly Status[],
): Suspect {
  const job: FlowPlan = { queue, jobId, payload: { ...ref }, children: [] }
  return {
    ...ref,
    subject,
    onlyIn,
    jobs: (repairs) => possibleJobs(job, repairs),
    plan: async (_, repair) => ({ ...job, jobId: `${jobId}${repairSuffix(repair)}` }),
  }
}
