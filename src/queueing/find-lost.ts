import type { QueueName } from '../../queues/index.ts'
import { queues } from '../../queues/index.ts'
import type { LostKind } from '../domain/lost-work.ts'
import type { Status } from '../domain/status.ts'
import type { Store } from '../store/open-store.ts'
import { type OverdueRun, overdueRuns, waitingFor } from '../store/overdue-work.ts'
import { loadFlowMaterials } from './flow-materials.ts'
import type { FlowPlan } from './flow-plan.ts'
import { planFlow, planRepair, possibleJobs, repairSuffix } from './plan-flow.ts'

type Db = Store['db']

type Run = Pick<OverdueRun, 'applicationId' | 'revision' | 'run'>

/** Work that Postgres says is to be done, and that has not moved for a while. Whether its jobs are lost, the queues know. */
export interface Suspect extends OverdueRun {
  /** What repairs of it are counted under, within the application. */
  subject: string
  /** Every id that its jobs may have, after so many repairs; those that are likeliest to live come first. */
  jobs(repairs: number): readonly { queue: QueueName; jobId: string }[]
  /** Unless it is done aside, the work belongs to the application's current run, in these states only. */
  onlyIn: readonly Status[]
  /** What is left to do, under ids of its own. */
  plan(db: Db, repair: number): Promise<FlowPlan>
}

/** One page of suspects of one kind, in the order of their applications. */
export type FindSuspects = (db: Db, before: Date, after: string) => Promise<Suspect[]>

/** Suspects of one page. */
export const PAGE = 100

const undecided: readonly Status[] = ['submitted', 'screening', 'deciding']

/** Runs that are not decided, and runs done again aside that have not come to their end. */
export const suspectRuns: FindSuspects = async (db, before, after) => {
  const rows = await overdueRuns(db, undecided, { before, after, limit: PAGE })
  return await Promise.all(
    rows.map(async ({ applicationId, revision, run, aside, since }) => {
      const materials = await loadFlowMaterials(db, applicationId, revision)
      const input = { applicationId, revision, run, materials }
      return {
        applicationId,
        revision,
        run,
        aside,
        since,
        subject: `run ${run}`,
        onlyIn: undecided,
        jobs: (repairs) => possibleJobs(planFlow(input), repairs).toReversed(),
        plan: async (now, repair) => planRepair({ ...input, repair, unsettled: await unsettledChecks(now, input) }),
      } satisfies Suspect
    }),
  )
}

/** The lines of a run's ledger that are still to be filled. */
export async function unsettledChecks(db: Db, ref: Run) {
  return await db
    .selectFrom('check_run')
    .select(['check', 'slot', 'attempts'])
    .where('application_id', '=', ref.applicationId)
    .where('revision', '=', ref.revision)
    .where('run', '=', ref.run)
    .where('status', 'in', ['pending', 'active'])
    .execute()
}

/** Applications that wait for a person whom nobody was told of: no case, no callback. */
const suspectWork =
  (queue: 'manual-review' | 'callback', table: 'review_case' | 'callback', status: Status): FindSuspects =>
  async (db, before, after) => {
    const rows = await waitingFor(db, table, status, { before, after, limit: PAGE })
    const contract = queue === 'callback' ? queues.callback : queues.manualReview
    return rows.map((row) => {
      const { applicationId, revision, run } = row
      const ref = { applicationId, revision, run }
      const job: FlowPlan = { queue, jobId: contract.jobId(ref), payload: { ...ref }, children: [] }
      return {
        ...row,
        subject: `${queue} ${ref.run}`,
        onlyIn: [status],
        jobs: (repairs) => possibleJobs(job, repairs).toReversed(),
        plan: async (_, repair) => ({ ...job, jobId: `${job.jobId}${repairSuffix(repair)}` }),
      }
    })
  }

/** What is repaired by publishing jobs again, in the order of the flow. */
export const suspectsByKind = {
  run: suspectRuns,
  case: suspectWork('manual-review', 'review_case', 'review_pending'),
  callback: suspectWork('callback', 'callback', 'callback_pending'),
} as const satisfies Partial<Record<LostKind, FindSuspects>>
