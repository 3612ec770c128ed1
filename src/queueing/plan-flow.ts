import type { z } from 'zod'
import { queues, type QueueContract } from '../../queues/index.ts'
import type { MaterialKind } from '../domain/application.ts'
import { expectedChecks } from '../domain/decide.ts'
import type { Check } from '../domain/evidence.ts'
import { type FlowPlan, jobsOf } from './flow-plan.ts'

export interface PlanInput {
  applicationId: string
  revision: number
  run: number
  materials: readonly { id: string; kind: MaterialKind }[]
}

export interface RepairInput extends PlanInput {
  /** The checks of this run that have not settled, as the ledger names them. */
  unsettled: readonly { check: Check; slot: MaterialKind | 'application' }[]
  /** How often this run was repaired, this time included; makes ids that no earlier job has. */
  repair: number
}

/**
 * The flow of one run: the decision waits for the account match, which waits for every look at the photos.
 * @param settled checks that need no job, such as those of an upload that was measured when it came in
 */
export function planFlow(
  input: PlanInput,
  settled: readonly { check: Check; slot: MaterialKind | 'application' }[] = [],
): FlowPlan {
  const unsettled = expectedChecks(input.materials.map(({ kind }) => kind))
    .map(({ check, material }) => ({ check, slot: material ?? ('application' as const) }))
    .filter((line) => !settled.some(({ check, slot }) => check === line.check && slot === line.slot))
  return planRepair({ ...input, unsettled, repair: 0 })
}

/**
 * What is left of a run whose jobs were lost: the same tree without what has settled. Its ids are new, because a job id
 * that BullMQ still remembers is ignored when added, and a parent that names a failed child waits for ever.
 */
export function planRepair({ applicationId, revision, run, materials, unsettled, repair }: RepairInput): FlowPlan {
  const ref = { applicationId, revision, run }
  const job = <P extends z.ZodType>(
    queue: QueueContract<P, FlowPlan['queue']>,
    payload: z.infer<P> & Record<string, unknown>,
    children: readonly FlowPlan[] = [],
  ): FlowPlan => ({ queue: queue.name, jobId: `${queue.jobId(payload)}${repairSuffix(repair)}`, payload, children })

  const isOpen = (check: Check, slot: MaterialKind | 'application' = 'application') =>
    unsettled.some((line) => line.check === check && line.slot === slot)
  const photos = (check: Check) => materials.filter(({ kind }) => isOpen(check, kind))
  const looks = [
    ...photos('ocr').map(({ id }) => job(queues.documentOcr, { ...ref, materialId: id })),
    ...photos('clarity').map(({ id }) => job(queues.photoClarity, { ...ref, materialId: id })),
    ...(isOpen('scene') ? [job(queues.sceneAuthenticity, ref)] : []),
  ]
  return job(queues.decision, ref, isOpen('account-match') ? [job(queues.accountMatch, ref, looks)] : looks)
}

/** Every id that a plan's jobs may have had, as first planned and over its repairs so far. */
export function possibleJobs(first: FlowPlan, repairs: number): { queue: FlowPlan['queue']; jobId: string }[] {
  const all = jobsOf(first)
  return Array.from({ length: repairs + 1 }, (_, n) =>
    all.map(({ queue, jobId }) => ({ queue, jobId: `${jobId}${repairSuffix(n)}` })),
  ).flat()
}

export const repairSuffix = (repair: number): string => (repair === 0 ? '' : `-x${repair}`)
