import { listProcesses } from './processes.ts'
import { pauseQueue, type QueueChange, type QueueControlDeps, resumeQueue } from './queue-control.ts'

/** What the HTTP API can ask for about the service itself. */
export const operationsUseCases = (deps: QueueControlDeps) => ({
  processes: () => listProcesses(deps),
  pauseQueue: (change: QueueChange) => pauseQueue(deps, change),
  resumeQueue: (change: QueueChange) => resumeQueue(deps, change),
})
