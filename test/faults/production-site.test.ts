/**
 * What stands between the processes and their datastores in production: a pgbouncer in transaction mode, TLS, users with few
 * rights. Everything the service does goes through it once.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/platform/clock.ts'
import { addPeople } from '../support/console-people.ts'
import { makeCertificates } from '../support/own-certificates.ts'
import { startPgBouncer } from '../support/pgbouncer.ts'
import { createTestRedis } from '../support/redis.ts'
import { serviceRules } from '../support/redis-rules.ts'
import { signIn } from '../support/sign-in.ts'
import { expectWhole, takeIn } from './support/flow.ts'
import { unsettled, untold } from './support/invariants.ts'
import { openWorld, type World } from './support/world.ts'

const closing: ((failed: boolean) => Promise<unknown>)[] = []
afterEach(async ({ task }) => {
  for (const close of closing.splice(0).toReversed()) await close(task.result?.state === 'fail')
})

async function openSite(kind: 'redis' | 'postgres'): Promise<World> {
  const site = await openWorld(kind)
  closing.push((failed) => site.close(failed))
  return site
}

/** Milliseconds for each step, on a machine that has other things to do. */
const PATIENCE = 120_000

/** Starts the three kinds of processes, and has them do all that they do. */
async function expectAllDone(site: World, env: Record<string, string>): Promise<void> {
  const { store, receiver } = site
  const started = (['api', 'worker', 'relay'] as const).map((role) => site.processes.start([role], env))
  const [url] = await Promise.all(started.map(({ up }) => up))
  if (!url) throw new Error('the API listens nowhere')
  await addPeople(store, systemClock)
  const ops = await signIn(url, 'ou')
  const ask = async (path: string, body?: object) => {
    const post = { method: 'POST', body: JSON.stringify(body) }
    const headers = { ...ops, ...(body && { 'content-type': 'application/json' }) }
    const response = await fetch(url + path, { ...(body && post), headers })
    // oxlint-disable-next-line typescript/no-explicit-any
    const said: any = await response.json()
    expect([path, response.status, said.error]).toEqual([path, expect.toBeOneOf([200, 201, 202]), undefined])
    return said
  }

  const { accepted, refused } = await takeIn(site, url, { count: 10, every: 0 })
  expect(refused).toEqual({})
  await site.until('all decided', async () => (await unsettled(store.db)) === 0, PATIENCE)
  await site.until('all told', async () => (await untold(store.db)) === 0, PATIENCE)
  await expectWhole(site, accepted)
  expect(new Set(receiver.hooks.map(({ headers }) => headers['webhook-id'])).size).toBe(10)

  const again = { filter: { applications: [accepted[0]!] }, mode: 'shadow', reason: '核对新环境', count: 1 }
  const batch = await ask('/v1/reruns', again)
  await site.until('the re-run has ended', async () => (await ask(`/v1/reruns/${batch.id}`)).state === 'done', PATIENCE)
  expect((await ask(`/v1/reruns/${batch.id}`)).statistics.byState).toMatchObject({ done: 1 })

  await ask('/v1/operations/queues/decision/pause', { reason: '测试暂停' })
  const more = await takeIn(site, url, { first: 11, count: 1, every: 0 })
  const held = async () =>
    (await ask('/v1/operations')).queues.find((each: { name: string }) => each.name === 'decision')
  const checks = () =>
    store.db.selectFrom('check_run').select('status').where('application_id', '=', more.accepted[0]!).execute()
  const seen = async () => (await checks()).filter(({ status }) => status === 'done').length === 16
  await site.until(
    'all is seen, and its decision waits',
    async () => (await seen()) && (await held()).counts.waiting > 0,
    PATIENCE,
  )
  expect(await unsettled(store.db)).toBe(1)
  await ask('/v1/operations/queues/decision/resume', { reason: '测试结束' })
  await site.until('it is decided', async () => (await unsettled(store.db)) === 0, PATIENCE)
  expect(more.accepted).toHaveLength(1)

  // Every process is seen at work, and the reconciler has looked.
  const overview = await ask('/v1/operations')
  expect(overview.processes.flatMap(({ roles }: { roles: string[] }) => roles).toSorted()).toEqual([
    'api',
    'relay',
    'worker',
  ])
  await site.until('the reconciler looks', async () => (await ask('/v1/operations')).reconciler !== null, PATIENCE)
  expect(overview.datastores).toMatchObject({
    database: { state: 'ok' },
    queues: { state: 'ok' },
    photos: { state: 'ok' },
  })

  for (const process of started) expect(await process.kill('SIGTERM')).toBe(0)
  // Of a connection that is not what a session should be.
  for (const { log } of started) {
    expect(await readFile(log, 'utf8')).not.toMatch(
      /prepared statement|does not exist|startup parameter|unexpected error/,
    )
  }
}

describe.each(['redis', 'postgres'] as const)('through a pgbouncer in transaction mode, queues on %s', (kind) => {
  test('an application, a re-run, a webhook, a paused queue, the reconciler', async () => {
    const site = await openSite(kind)
    // Fewer connections than the three processes would take for themselves: they share them.
    const pooler = await startPgBouncer(site.postgres.connectionString, 5)
    closing.push(() => pooler.dispose())
    await expectAllDone(site, {
      DATABASE_URL: pooler.connectionString,
      DATABASE_DIRECT_URL: site.postgres.connectionString,
    })
    const [pool] = (await pooler.ask('SHOW STATS')).filter(({ database }) => database === 'postgres')
    expect(Number(pool?.['total_xact_count'])).toBeGreaterThan(100)
  })
})

describe('through TLS to a Redis that knows its users', async () => {
  const secret = 'service-secret'
  async function secured() {
    const certificates = await makeCertificates()
    closing.push(() => certificates.dispose())
    const site = await openSite('redis')
    const redis = await createTestRedis({
      settings: {
        'tls-cert-file': certificates.certificate,
        'tls-key-file': certificates.key,
        'tls-ca-cert-file': certificates.authority,
        'tls-auth-clients': 'no',
        // Also under an address that its certificate does not name.
        bind: '127.0.0.1 127.0.0.2',
        user: `zhunru on >${secret} ${serviceRules('{zhunru}*')}`,
      },
      tls: true,
    })
    closing.push(() => redis.dispose())
    await redis.start()
    return { site, certificates, url: `rediss://zhunru:${secret}@127.0.0.1:${redis.port}` }
  }

  test('all that the service does', async () => {
    const { site, certificates, url } = await secured()
    await expectAllDone(site, { REDIS_URL: url, NODE_EXTRA_CA_CERTS: certificates.authority })
    const logs = (await readdir(site.folder)).filter((name) => name.endsWith('.log'))
    expect(logs).toHaveLength(3)
    for (const name of logs) expect(await readFile(join(site.folder, name), 'utf8')).not.toContain(secret)
  })

  interface Wrong {
    trusts?: 'nobody' | 'stranger'
    password?: string
    host?: string
  }
  test.each<[string, Wrong, RegExp]>([
    ['an authority that nobody named', { trusts: 'nobody' }, /self-signed certificate|unable to (?:verify|get)/],
    ['another authority', { trusts: 'stranger' }, /self-signed certificate|unable to (?:verify|get)/],
    ['a wrong password', { password: 'wrong' }, /WRONGPASS/],
    ['a name that the certificate does not have', { host: '127.0.0.2' }, /does not match certificate's altnames/],
  ])('is refused, and says why: %s', async (_, { trusts, password = secret, host = '127.0.0.1' }, says) => {
    const { site, certificates, url } = await secured()
    const address = url.replace(secret, password).replace('127.0.0.1', host)
    const trusted = trusts === 'nobody' ? '' : trusts ? certificates.stranger : certificates.authority
    const relay = site.processes.start(['relay'], { REDIS_URL: address, NODE_EXTRA_CA_CERTS: trusted })
    const logged = () => readFile(relay.log, 'utf8')
    await site.until('it says so', async () => says.test(await logged()), 60_000)
    await sleep(1_000)
    expect(relay.isUp()).toBe(false)
    const lines = (await logged()).split('\n').filter((line) => says.test(line))
    // Tried again and again, and told once.
    expect(lines.length).toBeLessThanOrEqual(2)
    expect(await logged()).not.toContain(secret)
  })
})
