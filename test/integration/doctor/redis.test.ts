import { Redis } from 'ioredis'
import { afterAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/platform/config.ts'
import { checkQueues } from '../../../src/service/doctor/check-queues.ts'
import { tell } from '../../../src/service/doctor/finding.ts'
import { freePort } from '../../support/free-port.ts'
import { createTestRedis } from '../../support/redis.ts'
import { serviceRules } from '../../support/redis-rules.ts'

const redis = await createTestRedis({ settings: { maxmemory: '200mb' } })
await redis.start()
const admin = new Redis(redis.url)
afterAll(async () => {
  admin.disconnect()
  await redis.dispose()
})

const look = async (redisUrl: string) =>
  (await checkQueues({ ...loadConfig({}), redisUrl }, (text) => text.replaceAll('hunter2', '…'))).map(tell)
const codes = async (url: string) => (await look(url)).map(({ code }) => code)
/** What is said of it in English, and what to do. */
const said = async (url: string, code: string) => {
  const { found, advice, state } = (await look(url)).find((each) => each.code === code) ?? {}
  return { state, found: found?.en, advice: advice?.en }
}
const asUser = (rules: string) =>
  admin
    .call('acl', 'setuser', 'zhunru', 'reset', 'on', '>hunter2', ...rules.split(' '))
    .then(() => `redis://zhunru:hunter2@127.0.0.1:${redis.port}`)

describe('the Redis of the queues', () => {
  it('is well as docs say to set it up, with the user that they name', async () => {
    expect(await codes(redis.url)).toEqual(['REDIS_OK', 'REDIS_RIGHTS_OK'])
    const url = await asUser(serviceRules('{zhunru}*'))
    expect(await codes(url)).toEqual(['REDIS_OK', 'REDIS_RIGHTS_OK'])
    expect(await admin.keys('*')).toEqual([])
  })

  it('may not throw work away', async () => {
    await admin.config('SET', 'maxmemory-policy', 'allkeys-lru')
    const { state, advice } = await said(redis.url, 'REDIS_EVICTS')
    expect([state, advice]).toEqual([
      'fail',
      `redis-cli -h 127.0.0.1 -p ${redis.port} config set maxmemory-policy noeviction, and the same in redis.conf`,
    ])
    await admin.config('SET', 'maxmemory-policy', 'noeviction')
  })

  it('should keep what it holds, in memory that has an end', async () => {
    await admin.config('SET', 'appendonly', 'no')
    await admin.config('SET', 'maxmemory', '0')
    expect(await codes(redis.url)).toEqual(['REDIS_FORGETS', 'REDIS_UNLIMITED', 'REDIS_RIGHTS_OK'])
    await admin.config('SET', 'appendonly', 'yes')
    const used = Number(/used_memory:(\d+)/.exec(await admin.info('memory'))?.[1])
    for (const [share, code] of [
      [0.75, 'REDIS_FILLS'],
      [0.9, 'REDIS_FULL'],
    ] as const) {
      await admin.config('SET', 'maxmemory', String(Math.round(used / share)))
      expect((await codes(redis.url))[0]).toBe(code)
    }
    await admin.config('SET', 'maxmemory', '200mb')
  })

  it('names the commands that the user lacks, and how to allow them', async () => {
    const url = await asUser(`${serviceRules('{zhunru}*')} -xadd -bzpopmin`)
    expect(await said(url, 'REDIS_RIGHT_MISSING')).toEqual({
      state: 'fail',
      found: expect.stringContaining('may not use: bzpopmin, xadd'),
      advice: `redis-cli -h 127.0.0.1 -p ${redis.port} acl setuser zhunru +bzpopmin +xadd, then acl save`,
    })
  })

  it('names the keys that the user may not use', async () => {
    const told = await said(await asUser(serviceRules('other*')), 'REDIS_KEYS_REFUSED')
    expect(told.advice).toContain("acl setuser zhunru '~{zhunru}*'")
  })

  it('says so when INFO is refused', async () => {
    expect(await codes(await asUser(`${serviceRules('{zhunru}*')} -info`))).toContain('REDIS_UNTOLD')
  })

  it('that takes no writes is a replica', async () => {
    const replica = await createTestRedis({
      settings: { maxmemory: '200mb', replicaof: `127.0.0.1 ${redis.port}` },
    })
    try {
      await replica.start()
      expect(await codes(replica.url)).toContain('REDIS_IS_REPLICA')
    } finally {
      await replica.dispose()
    }
  })

  it('that does not know the password says so, without repeating it', async () => {
    const told = await look(`redis://nobody:hunter2@127.0.0.1:${redis.port}`)
    expect(told.map(({ code }) => code)).toEqual(['REDIS_REFUSES'])
    expect(JSON.stringify(told)).not.toContain('hunter2')
  })

  it('that is not there is away', async () => {
    const port = await freePort()
    const told = await look(`redis://:hunter2@127.0.0.1:${port}`)
    expect(told).toMatchObject([{ code: 'REDIS_AWAY', found: { en: expect.stringContaining(`127.0.0.1:${port}`) } }])
    expect(JSON.stringify(told)).not.toContain('hunter2')
  })
})
