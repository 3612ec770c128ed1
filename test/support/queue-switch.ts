import type { QueueName } from '../../queues/index.ts'
import type { QueueSwitch } from '../../src/review/operations/queue-control.ts'

/** The switches of queues that nobody works on. */
export function queueSwitch(): QueueSwitch & { paused: Set<QueueName> } {
  const paused = new Set<QueueName>()
  return {
    paused,
    pause: async (queue) => void paused.add(queue),
    resume: async (queue) => void paused.delete(queue),
    isPaused: async (queue) => paused.has(queue),
  }
}
