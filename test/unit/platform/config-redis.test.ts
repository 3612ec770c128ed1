import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/platform/config.ts'
import { refusal } from '../../support/config-values.ts'

describe('where the queues are', () => {
  it('finds the queues at one Redis, at a master that Sentinels watch, or in a Cluster', () => {
    const access = { REDIS_USERNAME: 'zhunru', REDIS_PASSWORD: 'redis-secret', REDIS_TLS: 'true' }
    expect(
      loadConfig({
        ...access,
        REDIS_SENTINELS: 'sentinel-1, 10.0.0.2:5000,[fd00::3]:26380',
        REDIS_SENTINEL_NAME: 'queues',
        REDIS_SENTINEL_PASSWORD: 'sentinel-secret',
      }),
    ).toMatchObject({
      redisUrl: null,
      redisCluster: null,
      redisSentinel: {
        sentinels: [
          { host: 'sentinel-1', port: 26_379 },
          { host: '10.0.0.2', port: 5_000 },
          { host: 'fd00::3', port: 26_380 },
        ],
        name: 'queues',
        sentinelPassword: 'sentinel-secret',
        username: 'zhunru',
        password: 'redis-secret',
        tls: true,
      },
    })
    expect(loadConfig({ ...access, REDIS_CLUSTER_NODES: 'redis-1,redis-2:7001' })).toMatchObject({
      redisUrl: null,
      redisSentinel: null,
      redisCluster: {
        nodes: [
          { host: 'redis-1', port: 6_379 },
          { host: 'redis-2', port: 7_001 },
        ],
        username: 'zhunru',
        password: 'redis-secret',
        tls: true,
      },
    })
  })

  it('refuses two places for the queues, and credentials for none', () => {
    const both = { REDIS_URL: 'redis://:hunter2@redis', REDIS_SENTINELS: 'sentinel', REDIS_CLUSTER_NODES: 'redis' }
    expect(refusal(both)).toContain('REDIS_URL and REDIS_SENTINELS and REDIS_CLUSTER_NODES are set')
    for (const name of ['REDIS_USERNAME', 'REDIS_PASSWORD', 'REDIS_SENTINEL_PASSWORD'])
      for (const way of [{}, { REDIS_URL: 'redis://redis' }]) {
        const told = refusal({ ...way, [name]: 'hunter2' })
        expect(told).toContain(name)
        expect(told).not.toContain('hunter2')
      }
    expect(refusal({ REDIS_TLS: 'true', REDIS_URL: 'redis://redis' })).toContain('rediss://')
    expect(refusal({ REDIS_CLUSTER_NODES: 'redis', REDIS_SENTINEL_PASSWORD: 'hunter2' })).toContain('REDIS_SENTINELS')
  })
})
