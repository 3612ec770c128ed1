import type { ProcessView } from '../contracts/process-view.ts'
import type { QueueChanged } from '../contracts/queue-control.ts'
import type { Actor } from '../domain/permissions.ts'

/** What a change of a queue says. */
interface QueueChange {
  queue: string
  reason: string
  actor: Actor
}

/** How the service itself runs, and what its operators do about it. */
export interface OperationsUseCases {
  processes: () => Promise<ProcessView[]>
  /** @throws ZhunruError NOT_FOUND */
  pauseQueue: (change: QueueChange) => Promise<QueueChanged>
  /** @throws ZhunruError NOT_FOUND */
  resumeQueue: (change: QueueChange) => Promise<QueueChanged>
}
