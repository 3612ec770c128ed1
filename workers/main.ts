import { allQueues, type QueueName } from '../queues/index.ts'
import type { Logger } from '../src/platform/logger.ts'
import { contractOf, type QueueBackend } from '../src/queueing/backend.ts'
import type { WorkerDefinition } from './define-worker.ts'
import type { JobWatch } from './watch-jobs.ts'
import { runWorker, type RunningWorker, type RunWorkerOptions } from './run-worker.ts'

export interface StartWorkersOptions {
  backend: QueueBackend
  definitions: readonly WorkerDefinition[]
  /** The queues this process works on; all when not given. */
  only?: readonly QueueName[]
  /** Jobs at once where that is not what the contract says: queues that look at photos follow the number of processes. */
  concurrency?: Partial<Record<QueueName, number>>
  /** Is told of every attempt of every job. */
  watch?: JobWatch
  /** Continues the traces that jobs come with. */
  telemetry?: RunWorkerOptions['telemetry']
  /** Answers the canary of a queue. */
  answerCanary?: (queue: string) => Promise<void>
  log: Logger
}

export interface RunningWorkers {
  /** Of each queue, by how many milliseconds its worker is late to ask for its next job; 0 while all is well. */
  lateBy(): { queue: string; ms: number }[]
  stop(graceMs?: number): Promise<void>
}

/**
 * Starts one worker per queue; waits for a datastore that is not there yet.
 * @throws before anything is started when a queue has no worker or two, or `only` names none of the queues.
 */
export async function startWorkers(options: StartWorkersOptions): Promise<RunningWorkers> {
  const { backend, log } = options
  const chosen = chooseDefinitions(options.definitions, options.only)
  const giveUp = new AbortController()
  const starts = chosen.map((definition) => {
    const concurrency = options.concurrency?.[contractOf(definition.queue.name).name]
    const { watch, telemetry, answerCanary } = options
    const chosenByCaller = {
      ...(concurrency && { concurrency }),
      ...(watch && { watch }),
      ...(telemetry && { telemetry }),
      ...(answerCanary && { answerCanary }),
    }
    return runWorker({ backend, definition, log, signal: giveUp.signal, ...chosenByCaller })
  })

  const workers: RunningWorker[] = []
  try {
    workers.push(...(await Promise.all(starts)))
  } catch (error) {
    giveUp.abort(error)
    for (const start of await Promise.allSettled(starts)) if (start.status === 'fulfilled') await start.value.stop(0)
    throw error
  }
  log.info({ queues: workers.map(({ queue }) => queue) }, 'workers are running')
  return {
    lateBy: () => workers.map((worker) => ({ queue: worker.queue, ms: worker.lateBy() })),
    stop: async (graceMs) => void (await Promise.all(workers.map((worker) => worker.stop(graceMs)))),
  }
}

/** Each wanted queue with its one definition, in the order of the pipeline. */
function chooseDefinitions(definitions: readonly WorkerDefinition[], only?: readonly QueueName[]): WorkerDefinition[] {
  const names: readonly string[] = allQueues.map(({ name }) => name)
  for (const name of [...(only ?? []), ...definitions.map(({ queue }) => queue.name)]) {
    if (!names.includes(name)) throw new Error(`There is no queue "${name}". The queues are: ${names.join(', ')}.`)
  }
  return names
    .filter((name) => only === undefined || only.some((wanted) => wanted === name))
    .map((name) => {
      const found = definitions.filter(({ queue }) => queue.name === name)
      const [first] = found
      if (first === undefined) {
        throw new Error(
          `Queue "${name}" has no worker: define one in workers/${name}.ts and add it to the list of definitions.`,
        )
      }
      if (found.length > 1) {
        throw new Error(`Queue "${name}" has ${found.length} workers: keep the one in workers/${name}.ts.`)
      }
      return first
    })
}
