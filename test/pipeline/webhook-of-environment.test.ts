import { expect, it } from 'vitest'
import { loadConfig } from '../../src/platform/config.ts'
import { silentLogger } from '../../src/platform/logger.ts'
import type { Role } from '../../src/service/roles.ts'
import { startService } from '../../src/service/start-service.ts'
import { noChecks } from '../support/no-checks.ts'
import { postgresUrl } from '../support/postgres.ts'
import { sampleDay, startTestService } from '../support/service.ts'

it('the webhook of the environment outlives a process that was not told of it, and goes with a worker’s word', async () => {
  const webhook = { url: 'https://integrator.example/hook', secret: `whsec_${Buffer.alloc(32, 1).toString('base64')}` }
  const told = await startTestService({ webhook }, { roles: ['api'] })
  const { store, dataDir } = told
  const state = async () =>
    (await store.db.selectFrom('webhook_endpoint').select('state').executeTakeFirstOrThrow()).state
  const startOther = async (role: Role) => {
    const config = { ...loadConfig({}), dataDir, databaseUrl: postgresUrl(), databaseSchema: store.schema }
    const startChecks = () => Promise.resolve(noChecks)
    const other = await startService({
      config,
      log: silentLogger,
      clock: sampleDay,
      roles: [role],
      queues: ['notification'],
      startChecks,
    })
    await other.shutdown.stop()
  }

  await startOther('relay')
  expect(await state()).toBe('enabled')
  await startOther('worker')
  expect(await state()).toBe('removed')
  await told.stop()
})
