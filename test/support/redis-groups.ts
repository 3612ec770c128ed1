import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Redis } from 'ioredis'
import { z } from 'zod'
import type { RedisAddress } from '../../src/queueing/redis-clients.ts'
import { freePort } from './free-port.ts'
import { acceptsConnections, createTestRedis, type TestRedis } from './redis.ts'

/** Several Redis servers that stand in for one another. */
export interface RedisGroup {
  address: RedisAddress
  servers: readonly TestRedis[]
  /** The server that keeps this key, by its port. */
  keeperOf(key: string): Promise<number>
  /** Kills the server that keeps this key. `over` resolves when another has taken its place. */
  failOver(key: string): Promise<{ over: Promise<void> }>
  dispose(): Promise<void>
}

/** What the service may do, as docs/deploy.md gives it. */
export const SERVICE_USER = { username: 'zhunru', password: 'service-secret' }
const ADMIN = 'admin-secret'
const secured = (rules: string) => ({
  requirepass: ADMIN,
  masterauth: ADMIN,
  user: `${SERVICE_USER.username} on >${SERVICE_USER.password} ${rules}`,
})

const admin = (port: number) => new Redis({ host: '127.0.0.1', port, password: ADMIN, maxRetriesPerRequest: 1 })

async function ask<T>(port: number, question: (client: Redis) => Promise<T>): Promise<T> {
  const client = admin(port)
  client.on('error', () => {})
  try {
    return await question(client)
  } finally {
    client.disconnect()
  }
}

/** Asks again until the answer is there; each question takes a round trip, so this is no busy loop. */
async function until(done: () => Promise<boolean>): Promise<void> {
  while (!(await done().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** A master, a replica, and three Sentinels with a password of their own. */
export async function startSentinels(rules: string, settings: Record<string, string> = {}): Promise<RedisGroup> {
  const name = 'queues'
  const sentinelPassword = 'sentinel-secret'
  const master = await createTestRedis({ settings: { ...settings, ...secured(rules) } })
  await master.start()
  const replica = await createTestRedis({
    settings: { ...settings, ...secured(rules), replicaof: `127.0.0.1 ${master.port}` },
  })
  await replica.start()
  await until(() => ask(replica.port, async (client) => (await client.info('replication')).includes('link_status:up')))
  const folder = await mkdtemp(join(tmpdir(), 'zhunru-sentinel-'))
  const sentinels = await Promise.all([0, 1, 2].map(startSentinel))

  async function startSentinel(n: number) {
    const port = await freePort()
    const file = join(folder, `${n}.conf`)
    const lines = [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${folder}`,
      `requirepass ${sentinelPassword}`,
      `sentinel sentinel-pass ${sentinelPassword}`,
      `sentinel monitor ${name} 127.0.0.1 ${master.port} 2`,
      `sentinel auth-pass ${name} ${ADMIN}`,
      `sentinel down-after-milliseconds ${name} 1000`,
      `sentinel failover-timeout ${name} 5000`,
    ]
    await writeFile(file, `${lines.join('\n')}\n`)
    const server = spawn('redis-server', [file, '--sentinel'], { stdio: ['ignore', 'pipe', 'inherit'] })
    await acceptsConnections(server, '+monitor')
    return { port, server }
  }

  async function askSentinel<T>(question: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis({ host: '127.0.0.1', port: sentinels[0]!.port, password: sentinelPassword })
    try {
      return await question(client)
    } finally {
      client.disconnect()
    }
  }
  const masterPort = () =>
    askSentinel(async (client) =>
      Number(z.array(z.string()).parse(await client.call('sentinel', 'get-master-addr-by-name', name))[1]),
    )
  // Before they know one another and the replica they cannot agree on another master.
  await until(() =>
    askSentinel(async (client) => {
      const others = await client.call('sentinel', 'sentinels', name)
      const replicas = await client.call('sentinel', 'replicas', name)
      return Array.isArray(others) && others.length === 2 && Array.isArray(replicas) && replicas.length === 1
    }),
  )

  const servers = [master, replica]
  return {
    address: {
      sentinel: {
        sentinels: sentinels.map(({ port }) => ({ host: '127.0.0.1', port })),
        name,
        sentinelPassword,
        ...SERVICE_USER,
        tls: false,
      },
    },
    servers,
    keeperOf: masterPort,
    async failOver() {
      const before = await masterPort()
      await servers.find(({ port }) => port === before)?.kill()
      return { over: until(async () => (await masterPort()) !== before) }
    },
    async dispose() {
      for (const { server } of sentinels) {
        if (server.exitCode !== null) continue
        const exited = once(server, 'exit')
        server.kill('SIGKILL')
        await exited
      }
      for (const server of servers) await server.dispose()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Three masters, each with a replica. */
export async function startCluster(rules: string, settings: Record<string, string> = {}): Promise<RedisGroup> {
  const servers = await Promise.all(
    Array.from({ length: 6 }, async () =>
      createTestRedis({
        settings: {
          ...settings,
          ...secured(rules),
          'cluster-enabled': 'yes',
          'cluster-port': String(await freePort()),
          'cluster-node-timeout': '2000',
        },
      }),
    ),
  )
  for (const server of servers) await server.start()
  const addresses = servers.map(({ port }) => `127.0.0.1:${port}`)
  const create = ['--cluster', 'create', ...addresses, '--cluster-replicas', '1', '--cluster-yes']
  await promisify(execFile)('redis-cli', ['--no-auth-warning', '-a', ADMIN, ...create])
  const isOk = (port: number) =>
    ask(port, async (client) => (await client.cluster('INFO')).includes('cluster_state:ok'))
  for (const { port } of servers) await until(() => isOk(port))
  const replicates = (port: number) =>
    ask(port, async (client) => {
      const info = await client.info('replication')
      return /role:master|link_status:up/.test(info)
    })
  for (const { port } of servers) await until(() => replicates(port))

  const alive = () => servers.filter(({ port }) => port !== dead)
  let dead = 0
  const keeperOf = (key: string) =>
    ask(alive()[0]!.port, async (client) => {
      const slot = await client.cluster('KEYSLOT', key)
      const ranges = await client.cluster('SLOTS')
      return ranges.find(([from, to]) => from <= slot && slot <= to)?.[2]?.[1] ?? 0
    })
  return {
    address: {
      cluster: {
        nodes: servers.slice(0, 3).map(({ port }) => ({ host: '127.0.0.1', port })),
        ...SERVICE_USER,
        tls: false,
      },
    },
    servers,
    keeperOf,
    async failOver(key) {
      dead = await keeperOf(key)
      await servers.find(({ port }) => port === dead)?.kill()
      return { over: until(async () => (await keeperOf(key)) !== dead && (await isOk(await keeperOf(key)))) }
    },
    async dispose() {
      for (const server of servers) await server.dispose()
    },
  }
}
