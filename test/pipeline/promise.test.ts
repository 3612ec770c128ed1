import { expect, it } from 'vitest'
import { readFolder } from '../../src/cli/read-folder.ts'
import { loadConfig } from '../../src/platform/config.ts'
import { silentLogger } from '../../src/platform/logger.ts'
import { startService } from '../../src/service/start-service.ts'
import { followEvents } from '../../src/store/events.ts'
import { noChecks } from '../support/no-checks.ts'
import { postgresUrl } from '../support/postgres.ts'
import { sampleFolder, startTestService } from '../support/service.ts'

it('a promise that was missed while nothing ran for seven days is told right after the start, once', async () => {
  // Takes applications in, and has nobody who works on them.
  const intake = await startTestService({}, { roles: ['api'] })
  const { id, promised } = await intake.client.submit(await readFolder(sampleFolder('A-1001')))
  expect(promised?.at).toBe('2026-11-26T09:00:00.000Z')

  const { store, dataDir } = intake
  const config = { ...loadConfig({}), dataDir, databaseUrl: postgresUrl(), databaseSchema: store.schema }
  const startWorker = (day: string) =>
    startService({
      config,
      log: silentLogger,
      clock: { now: () => new Date(`${day}T10:00:00+08:00`) },
      roles: ['worker'],
      queues: ['notification'],
      startChecks: () => Promise.resolve(noChecks),
    })

  const told = firstOf(followEvents(store, { afterId: '0', signal: AbortSignal.timeout(60_000) }), 'promise.')
  const worker = await startWorker('2026-12-03')
  expect(await told).toEqual({ type: 'promise.breached', applicationId: id, at: new Date('2026-12-03T02:00:00Z') })
  await worker.shutdown.stop()
  await (await startWorker('2026-12-04')).shutdown.stop()
  const { rows } = await store.pool.query(`select type from event where type like 'promise.%'`)
  expect(rows).toEqual([{ type: 'promise.breached' }])
  expect((await intake.client.find('A-1001'))?.promised?.breachedAt).toBe('2026-12-03T02:00:00.000Z')
  await intake.stop()
})

async function firstOf(events: ReturnType<typeof followEvents>, prefix: string) {
  for await (const { type, applicationId, at } of events) {
    if (type.startsWith(prefix)) return { type, applicationId, at }
  }
  return null
}
