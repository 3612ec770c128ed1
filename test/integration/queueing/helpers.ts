import { randomBytes } from 'node:crypto'
import { allQueues, type QueueName } from '../../../queues/index.ts'
import type { Logger } from '../../../src/platform/logger.ts'
import type { WorkerDefinition } from '../../../workers/define-worker.ts'

/** A list that can be waited on: tests wait for what happens, never for time. */
export function createRecord() {
  const entries: string[] = []
  let waiting: { done: (entries: readonly string[]) => boolean; resolve: () => void }[] = []
  return {
    entries: entries as readonly string[],
    add(entry: string): void {
      entries.push(entry)
      for (const waiter of waiting.filter(({ done }) => done(entries))) waiter.resolve()
      waiting = waiting.filter(({ done }) => !done(entries))
    },
    until(done: (entries: readonly string[]) => boolean): Promise<void> {
      if (done(entries)) return Promise.resolve()
      return new Promise((resolve) => waiting.push({ done, resolve }))
    },
    untilHas(entry: string): Promise<void> {
      return this.until((all) => all.includes(entry))
    },
  }
}

function promiseWithResolvers() {
  let resolve!: () => void
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve: () => resolve() }
}

/** A promise to be opened from outside. */
export function createGate() {
  const { promise, resolve } = promiseWithResolvers()
  return { open: resolve, opened: promise }
}

type Work = Pick<WorkerDefinition, 'process' | 'failed'>

/** A definition for every queue; those not given complete at once. */
export function definitionsFor(work: Partial<Record<QueueName, Partial<Work>>>): WorkerDefinition[] {
  return allQueues.map((queue) => ({
    queue,
    process: async () => {},
    failed: async () => {},
    ...work[queue.name],
  }))
}

export const freshApplication = () => `app_${randomBytes(8).toString('hex')}`

/** A log that keeps its lines. */
export function createTestLog(): Logger & { lines: string[] } {
  const lines: string[] = []
  const keep = (level: string) => (fields: object, message: string) => {
    lines.push(`${level} ${message} ${JSON.stringify(fields)}`)
  }
  return { lines, debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') }
}
