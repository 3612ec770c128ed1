/**
 * How long a job takes through the queues, without any work in it, on both backends in turn within one process:
 *   npx tsx test/bench/queue-latency.ts [jobs per round, 200]
 * `one` is publish to the worker's start, one job at a time; `flow` is publish of an application with seven photos (17
 * jobs) to the start of its decision. Needs redis-server.
 */
import { cpus } from 'node:os'
import { type MaterialKind, materialKinds } from '../../src/domain/application.ts'
import { silentLogger } from '../../src/platform/logger.ts'
import { openBackend } from '../../src/queueing/backend.ts'
import { planFlow } from '../../src/queueing/plan-flow.ts'
import { startWorkers } from '../../workers/main.ts'
import { createDatastore } from '../integration/queueing/datastores.ts'
import { definitionsFor, freshApplication } from '../integration/queueing/helpers.ts'

const jobs = Number(process.argv[2] ?? 200)
const rounds = 4
const photos: readonly MaterialKind[] = materialKinds.slice(0, 7)
const kinds = ['redis', 'postgres'] as const

const lanes = await Promise.all(
  kinds.map(async (kind) => {
    const datastore = await createDatastore[kind]()
    await datastore.start()
    const backend = openBackend(datastore.freshConfig(), { log: silentLogger })
    const started = new Map<string, () => void>()
    const decision = {
      process: async (payload: unknown) => started.get(String(Object.values(payload as object)[0]))?.(),
    }
    const workers = await startWorkers({ backend, definitions: definitionsFor({ decision }), log: silentLogger })

    async function measure(withFlow: boolean): Promise<number> {
      const applicationId = freshApplication()
      const screening = { applicationId, revision: 1, run: 1 }
      const materials = photos.map((photo, n) => ({ id: `mat_${n}`, kind: photo }))
      const from = performance.now()
      const decided = new Promise<number>((resolve) =>
        started.set(applicationId, () => resolve(performance.now() - from)),
      )
      if (withFlow) await backend.publishFlow(planFlow({ ...screening, materials }))
      else await backend.publishJob('decision', screening)
      return await decided
    }
    async function close(): Promise<void> {
      await workers.stop(0)
      await backend.close()
      await datastore.dispose()
    }
    return { kind, measure, close, one: [] as number[], flow: [] as number[] }
  }),
)

// The backends take turns, so that what else the machine does meets both.
for (let round = 0; round < rounds; round++) {
  for (const lane of lanes) {
    for (let n = 0; n < jobs / rounds; n++) lane.one.push(await lane.measure(false))
    for (let n = 0; n < jobs / rounds / 4; n++) lane.flow.push(await lane.measure(true))
  }
}

const at = (samples: number[], share: number) =>
  (samples.toSorted((a, b) => a - b)[Math.floor(samples.length * share)] ?? 0).toFixed(1).padStart(7)
console.log(`${cpus().length} x ${cpus()[0]?.model}, node ${process.version}, ${jobs} jobs`)
console.log('milliseconds        one p50     p95   flow p50     p95')
for (const { kind, one, flow } of lanes) {
  console.log(`${kind.padEnd(16)}${at(one, 0.5)} ${at(one, 0.95)}    ${at(flow, 0.5)} ${at(flow, 0.95)}`)
}
for (const lane of lanes) await lane.close()
