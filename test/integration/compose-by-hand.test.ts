import { afterAll, beforeAll, expect, it } from 'vitest'
import { createClient } from '../../src/cli/client.ts'
import { readFolder } from '../../src/cli/read-folder.ts'
import { openStore } from '../../src/store/open-store.ts'
import { exampleSecrets, filledEnv, imageInstructions, ourServices, readCompose } from '../support/compose.ts'
import {
  buildProgram,
  type Container,
  type Datastores,
  makeBucket,
  startContainer,
  startDatastores,
} from '../support/compose-by-hand.ts'
import { type Hook, startReceiver } from '../support/receiver.ts'
import { sampleFolder, untilDecided } from '../support/service.ts'

/** What docker-compose.yml starts, started by hand in its order: datastores, bucket, all processes; one application through them. */
let tell: (hook: Hook) => void = () => {}
const told = new Promise<Hook>((resolve) => (tell = resolve))
const receiver = await startReceiver((response, hook) => {
  response.end()
  tell(hook)
})
const { services } = readCompose({
  ...filledEnv,
  PHOTO_PROCESSES: '1',
  WEBHOOK_URL: receiver.url,
  WEBHOOK_SECRET: `whsec_${'k'.repeat(32)}`,
  WEBHOOK_ALLOW_PRIVATE: 'true',
})
const ours = ourServices(services)
let datastores: Datastores
const running: Container[] = []
const of = (name: string): Container => {
  const found = running.find((each) => each.name === name)
  if (!found) throw new Error(`${name} does not run`)
  return found
}

beforeAll(async () => {
  await buildProgram()
  datastores = await startDatastores(services)
})
afterAll(async () => {
  await Promise.all(running.map((each) => each.stop()))
  await datastores.stop()
  await receiver.stop()
})

it('Postgres gets a role without power over the server, and settings that it takes', async () => {
  expect(datastores.postgres.settings).toMatchObject({ max_connections: expect.stringMatching(/^\d+$/) })
  // What is asked of a superuser is asked for nothing: its password is made up, and thrown away.
  expect(datastores.postgres.passwordLength).toBe(64)
  const admin = await openStore({ connectionString: datastores.postgres.admin, schema: 'looking', max: 1 })
  const { rows } = await admin.pool.query(
    `select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication from pg_roles where rolname = 'zhunru'`,
  )
  await admin.close()
  expect(rows).toHaveLength(1)
  expect(Object.values(rows[0] as object)).toEqual([false, false, false, false, false])
})

it('Redis is healthy by its own check, knows one user, and lets nobody do more than the queues need', async () => {
  const [, check = ''] = services['redis']?.healthcheck?.test ?? []
  expect(await datastores.redis.ask(check)).toMatchObject({ code: 0 })
  expect(await datastores.redis.ask(check.replace('--user zhunru', ''))).not.toMatchObject({ code: 0 })

  const asService = (command: string) =>
    datastores.redis.ask(`REDISCLI_AUTH="$REDIS_PASSWORD" redis-cli --user zhunru ${command}`)
  expect((await asService('set {zhunru}:here 1')).stdout).toBe('OK\n')
  for (const command of [
    'set elsewhere 1',
    'flushall',
    'config get maxmemory',
    'keys "*"',
    'shutdown nosave',
    'acl list',
  ]) {
    expect(`${command}: ${(await asService(command)).stdout}`).toContain('NOPERM')
  }
  expect((await datastores.redis.ask('redis-cli get {zhunru}:here')).stdout).toContain('NOAUTH')
})

it('the store of photos is given the key that the service uses, and its inner ports are its own', () => {
  expect(datastores.s3.keys).toMatchObject({
    identities: [{ credentials: [{ accessKey: 'zhunru', secretKey: exampleSecrets.S3_SECRET_ACCESS_KEY }] }],
  })
  const { environment = {} } = services['api'] ?? {}
  expect(environment['S3_ACCESS_KEY_ID']).toBe('zhunru')
  expect(datastores.s3.flags).toEqual(
    expect.arrayContaining([
      '-ip.bind=127.0.0.1',
      '-s3.ip.bind=0.0.0.0',
      `-s3.port=${new URL(environment['S3_ENDPOINT'] ?? '').port}`,
    ]),
  )
})

it('makes the bucket, and is content when it is there', async () => {
  expect(await makeBucket(datastores)).toMatchObject({ code: 0, stderr: '' })
  expect(await makeBucket(datastores)).toMatchObject({ code: 0, stderr: '' })
})

it('all processes become healthy by the checks of their containers, whatever their role', async () => {
  expect(await makeBucket(datastores)).toMatchObject({ code: 0 })
  for (const [name, service] of ours) running.push(await startContainer(name, service, datastores))
  await Promise.all(running.map((each) => each.ready()))

  const check = imageInstructions().find((line) => line.startsWith('HEALTHCHECK ')) ?? ''
  const ofImage = JSON.parse(/ CMD (\[.*\])$/.exec(check)?.[1] ?? '[]') as string[]
  for (const [name, { healthcheck }] of ours) {
    const [, ...ofCompose] = healthcheck?.test ?? []
    expect([name, await of(name).check(ofCompose), await of(name).check(ofImage)]).toEqual([name, 0, 0])
  }
  // And they can fail: where no process answers any more.
  const [, ...nobody] = ours[0]?.[1].healthcheck?.test ?? []
  expect(await of('api').check(nobody, { HEALTH_PORT: '1' })).toBe(1)
  expect(await of('api').check(ofImage, { HEALTH_PORT: '1' })).toBe(1)
})

it('one application goes through all of them to its decision, and is told', async () => {
  const api = of('api')
  const added = await api.exec('clients', 'add', 'my-platform', '--json')
  expect(added).toMatchObject({ code: 0 })
  const { key } = JSON.parse(added.stdout) as { key: string }
  const client = createClient({ url: api.url, key })
  const { reference } = await client.submit(await readFolder(sampleFolder('A-1001')))

  const store = await openStore({ connectionString: api.env['DATABASE_URL'] ?? '', max: 2 })
  try {
    const view = await untilDecided({ client, store }, reference)
    // Which outcome depends on the day, for documents run out; but that each check was done does not.
    expect(view.outcome).not.toBeNull()
    expect(JSON.stringify(view)).not.toContain('CHECK_FAILED')
  } finally {
    await store.close()
  }

  const done = (name: string, queue: string) => of(name).figure('zhunru_jobs_total', `queue="${queue}",end="done"`)
  expect(await done('worker-photos', 'document-ocr')).toBeGreaterThan(0)
  expect(await done('worker-photos', 'scene-authenticity')).toBeGreaterThan(0)
  expect(await done('worker-decisions', 'account-match')).toBe(1)
  expect(await done('worker-decisions', 'decision')).toBe(1)
  expect((await told).body).toContain(reference)
  expect(await done('worker-notification', 'notification')).toBeGreaterThan(0)
})

it('only what reads photos has processes for it', async () => {
  const readers = await Promise.all(
    running.map(async (each) => [each.name, await each.figure('zhunru_photo_processes', 'pool="checks"')] as const),
  )
  expect(Object.fromEntries(readers)).toEqual({
    api: 0,
    'worker-photos': 1,
    'worker-decisions': 0,
    'worker-notification': 0,
    relay: 0,
  })
})

it('serves the console on the same port', async () => {
  const page = await fetch(`${of('api').url}/console/`)
  expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')])
})

it('nobody had anything to complain of, and all stop when they are told to', async () => {
  // pino's numbers: 50 is an error. A machine too busy to let a process run is nobody's refusal.
  for (const each of running) {
    const refusals = each.complaints(50).filter((line) => !line.includes('the event loop'))
    expect([each.name, refusals]).toEqual([each.name, []])
  }
  const ends = await Promise.all(running.map(async (each) => ({ name: each.name, ...(await each.stop()) })))
  for (const { name, code, ms } of ends) {
    expect([name, code]).toEqual([name, 0])
    expect(ms).toBeLessThan(30_000)
  }
})
