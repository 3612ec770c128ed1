import type { QueueName } from '../../queues/index.ts'

/** A job and those that must settle before it runs. Pure data; the backend turns it into a BullMQ flow. */
export interface FlowPlan {
  queue: QueueName
  jobId: string
  payload: Record<string, unknown>
  children: readonly FlowPlan[]
}

/** Every job of a plan, parents before their children. */
export function jobsOf(plan: FlowPlan): FlowPlan[] {
  return [plan, ...plan.children.flatMap(jobsOf)]
}
