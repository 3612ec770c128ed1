import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { isOutage } from '../../../src/platform/outage.ts'
import { openStore } from '../../../src/store/open-store.ts'
import { createMovingAddress } from '../../support/moving-address.ts'
import { createOwnPostgres } from '../../support/own-postgres.ts'

test('a server that only reads is away: no connection to it is kept, and the one that writes is found', async () => {
  const [standby, primary] = [await createOwnPostgres(), await createOwnPostgres()]
  await standby.start()
  const address = await createMovingAddress(portOf(standby.connectionString))
  const moving = new URL(standby.connectionString)
  moving.port = String(address.port)
  const options = { connectionString: moving.href, max: 3 }
  const store = await openStore(options)
  onTestFinished(async () => {
    await store.close()
    await address.dispose()
    await Promise.all([standby.dispose(), primary.dispose()])
  })
  const write = () => sql`create table if not exists written ()`.execute(store.db)
  await write()

  await standby.kill()
  await standby.start({ standby: true })
  for (const ask of [write, write, write, write, () => openStore(options)]) {
    const error: unknown = await ask().then(
      () => null,
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(Error)
    expect([String(error), isOutage(error)]).toEqual([String(error), true])
  }

  await primary.start()
  address.moveTo(portOf(primary.connectionString))
  await primary.query('create schema zhunru')
  await write()
})

const portOf = (url: string): number => Number(new URL(url).port)
