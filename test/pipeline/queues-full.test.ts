import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { operationsView } from '../../src/contracts/operations-view.ts'
import { submissionReceipt } from '../../src/contracts/receipts.ts'
import { addPeople } from '../support/console-people.ts'
import { inventedChecks, submitInvented, uploadInvented } from '../support/invented.ts'
import { multipart, somePhoto } from '../support/real-api.ts'
import { createTestRedis, type TestRedis } from '../support/redis.ts'
import { sampleDay, startTestService, type TestService, untilDecided } from '../support/service.ts'
import { signIn } from '../support/sign-in.ts'
import { createTestLog } from '../integration/queueing/helpers.ts'

const MAX = 32 * 2 ** 20
/** One filler, bytes: a finer grain than the marks need. */
const GRAIN = 128 * 2 ** 10

const log = createTestLog()
let redis: TestRedis
let test: TestService
let client: Redis
let fillers = 0

/** Fills the real memory of Redis with other data, up to this share of its limit. */
async function fill(share: number): Promise<void> {
  const used = async () => Number(/^used_memory:(\d+)/m.exec(await client.info('memory'))?.[1])
  while ((await used()) < share * MAX) await client.set(`filler:${fillers++}`, Buffer.alloc(GRAIN))
}
async function empty(): Promise<void> {
  for (; fillers > 0; fillers--) await client.del(`filler:${fillers - 1}`)
}
const told = (text: string) => log.lines.filter((line) => line.includes(text))

beforeAll(async () => {
  redis = await createTestRedis({ settings: { maxmemory: String(MAX) } })
  await redis.start()
  client = new Redis(redis.url)
  await fill(0.72)
  test = await startTestService({ redisUrl: redis.url }, { ...inventedChecks, log })
})
afterAll(async () => {
  client.disconnect()
  await test.stop()
  await redis.dispose()
})

const upload = async () => {
  const body = multipart(['kind', 'bank_card'], ['file', { bytes: await somePhoto(7), fileName: 'card.jpg' }])
  return await fetch(`${test.url}/v1/materials`, { method: 'POST', body })
}
const revise = (id: string) =>
  fetch(`${test.url}/v1/applications/${id}/revisions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'revision' },
    body: JSON.stringify({ revision: 1, form: { contactPhone: '13800138000' } }),
  })

it('from 70 % on it is told once; from 80 % on nothing is taken in, all else goes on; below it is as ever', async () => {
  // Alarming, and still open.
  const first = await uploadInvented(test, 'FULL-1')
  const answer = await submitInvented(test, first)
  expect(answer.status).toBe(202)
  const { id } = submissionReceipt.parse(await answer.json())
  expect((await untilDecided(test, 'FULL-1')).outcome).toBe('approved')
  await expect.poll(() => told('of the memory of Redis is used'), { timeout: 30_000 }).toHaveLength(1)

  const second = await uploadInvented(test, 'FULL-2')
  await fill(0.82)
  await expect.poll(async () => (await upload()).status, { timeout: 30_000 }).toBe(503)
  for (const refused of [await submitInvented(test, second), await revise(id), await upload()]) {
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30'])
    expect(await refused.json()).toMatchObject({ error: { code: 'QUEUES_FULL' } })
  }
  expect(await test.client.find('FULL-2')).toBeNull()

  // Reading, deciding, signing in, probes: nothing of it adds to the queues.
  expect((await test.client.find('FULL-1'))?.id).toBe(id)
  await addPeople(test.store, sampleDay)
  const ops = await signIn(test.url, 'ou')
  const overview = await fetch(`${test.url}/v1/operations`, { headers: ops })
  expect(overview.status).toBe(200)
  const { memory } = operationsView.parse(await overview.json()).datastores.queues
  expect((memory?.used ?? 0) / MAX).toBeGreaterThan(0.8)
  for (const path of ['/health/ready', '/v1/requirements?merchantType=individual_business'])
    expect((await fetch(test.url + path)).status).toBe(200)

  await empty()
  await expect.poll(async () => (await upload()).status, { timeout: 30_000 }).toBe(201)
  // The very same, with the very same key.
  expect((await submitInvented(test, second)).status).toBe(202)
  expect((await revise(id)).status).not.toBe(503)
  expect((await untilDecided(test, 'FULL-2')).outcome).toBe('approved')

  expect(told('no application is taken in').filter((line) => line.startsWith('error'))).toHaveLength(1)
  expect(told('applications are taken in')).toHaveLength(1)
  expect(told('of the memory of Redis is used')).toHaveLength(1)
})
