import type { z } from 'zod'
import { queues, type QueueContract } from '../../queues/index.ts'
import { type MaterialKind, sceneKinds } from '../domain/application.ts'
import { type Check, fieldsByKind } from '../domain/evidence.ts'
import { jobsOf, type FlowPlan } from './flow-plan.ts'

export interface PlanInput {
  applicationId: string
  revision: number
  run: number
  materials: readonly { id: string; kind: MaterialKind }[]
}

export interface RepairInput extends PlanInput {
  /** The checks of this run that have not settled. */
  unsettled: readonly { check: Check; slot: MaterialKind | 'application' }[]
  /** How often this run was repaired, this time included; makes ids that no earlier job has. */
  repair: number
}

/** The flow of one run: the decision waits for the account match, which waits for every look at the photos. */
export function planFlow(input: PlanInput): FlowPlan {
  const { materials } = input
  const readable = materials.filter(({ kind }) => kind in fieldsByKind)
  return plan(input, {
    ocr: readable,
    clarity: materials,
    scene: materials.some(({ kind }) => sceneKinds.includes(kind)),
    match: true,
    suffix: '',
  })
}

/**
 * What is left of a run whose jobs were lost: the same tree without what has settled. Its ids are new, because a job id
 * that BullMQ still remembers is ignored when added, and a parent that names a failed child waits for ever.
 */
export function planRepair(input: RepairInput): FlowPlan {
  const open = (check: Check, slot: MaterialKind | 'application') =>
    input.unsettled.some((line) => line.check === check && line.slot === slot)
  return plan(input, {
    ocr: input.materials.filter(({ kind }) => open('ocr', kind)),
    clarity: input.materials.filter(({ kind }) => open('clarity', kind)),
    scene: open('scene', 'application'),
    match: open('account-match', 'application'),
    suffix: repairSuffix(input.repair),
  })
}

/** Every id that a plan's jobs may have had, as first planned and over its repairs so far. */
export function possibleJobs(first: FlowPlan, repairs: number): { queue: FlowPlan['queue']; jobId: string }[] {
  const all = jobsOf(first)
  return Array.from({ length: repairs + 1 }, (_, n) =>
    all.map(({ queue, jobId }) => ({ queue, jobId: `${jobId}${repairSuffix(n)}` })),
  ).flat()
}

export const repairSuffix = (repair: number): string => (repair === 0 ? '' : `-x${repair}`)

interface Wanted {
  ocr: PlanInput['materials']
  clarity: PlanInput['materials']
  scene: boolean
  match: boolean
  suffix: string
}

function plan({ applicationId, revision, run }: PlanInput, wanted: Wanted): FlowPlan {
  const ref = { applicationId, revision, run }
  const job = <P extends z.ZodType>(
    queue: QueueContract<P, FlowPlan['queue']>,
    payload: z.infer<P> & Record<string, unknown>,
    children: readonly FlowPlan[] = [],
  ): FlowPlan => ({ queue: queue.name, jobId: `${queue.jobId(payload)}${wanted.suffix}`, payload, children })

  const looks = [
    ...wanted.ocr.map(({ id }) => job(queues.documentOcr, { ...ref, materialId: id })),
    ...wanted.clarity.map(({ id }) => job(queues.photoClarity, { ...ref, materialId: id })),
    ...(wanted.scene ? [job(queues.sceneAuthenticity, ref)] : []),
  ]
  return job(queues.decision, ref, wanted.match ? [job(queues.accountMatch, ref, looks)] : looks)
}
