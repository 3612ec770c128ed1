import { Redis } from 'ioredis'
import { CONNECT_TIMEOUT_MS } from './datastore.ts'
import { neighbourClient, producerClient, type RedisAddress, type RedisClient } from './redis-clients.ts'
import { DEFAULT_QUEUE_PREFIX } from './redis-datastore.ts'
import { field, neighbours } from './redis-memory.ts'
import { missingRights, type RedisRights } from './redis-rights.ts'

/** What one server says of itself. */
export interface RedisServer {
  host: string
  port: number
  version: string
  /** Of the writers all the queues may be kept by. */
  replica: boolean
  policy: string | null
  appendOnly: boolean
  usedBytes: number
  /** 0: no limit. */
  maxBytes: number
}

export interface ExaminedRedis {
  /** First those that take writes. Null where a server does not allow INFO. */
  servers: readonly (RedisServer | { host: string; port: number; untold: true })[]
  /** `host:port` of those in the group that do not answer. */
  away: readonly string[]
  sentinelsAway: readonly string[]
  /** Null of a replica, which takes no writes. */
  rights: RedisRights | null
  /** Milliseconds there and back, the middle one of some. */
  ms: number
  user: string
  prefix: string
}

const PINGS = 5

/** Looks at the Redis of the queues, at each of its servers; rejects when none lets us in. Nothing is kept there. */
export async function examineRedis(address: RedisAddress, prefix = DEFAULT_QUEUE_PREFIX): Promise<ExaminedRedis> {
  const client = producerClient(address)
  let last: unknown = null
  // What ioredis rejects with says only that it has given up; what came before says why.
  client.on('error', (error: unknown) => (last = error))
  client.on('node error', (error: unknown) => (last = error))
  try {
    await within(client.connect(), () => last)
    const own = client instanceof Redis ? [await ask(client)] : []
    const group = await askNeighbours(client, address)
    const servers = [...own, ...group.servers].toSorted(
      (a, b) => Number('replica' in a && a.replica) - Number('replica' in b && b.replica),
    )
    return {
      servers,
      away: group.away,
      sentinelsAway: await silentSentinels(address),
      rights: own.some((server) => 'replica' in server && server.replica) ? null : await missingRights(client, prefix),
      ms: await median(client),
      user: userOf(address),
      prefix,
    }
  } catch (error) {
    throw last instanceof Error && isVague(error) ? last : error
  } finally {
    client.disconnect()
  }
}

const isVague = (error: unknown): boolean =>
  error instanceof Error &&
  /Connection is closed|None of startup nodes|All sentinels are unreachable|max retries|no answer/i.test(error.message)

/** ioredis goes on trying to connect for ever; whoever asks does not wait for it. */
async function within<T>(connecting: Promise<T>, why: () => unknown): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(why() ?? new Error('no answer')), CONNECT_TIMEOUT_MS)
  })
  connecting.catch(() => {})
  try {
    return await Promise.race([connecting, late])
  } finally {
    clearTimeout(timer)
  }
}

async function ask(server: Redis): Promise<ExaminedRedis['servers'][number]> {
  const { stream, options } = server
  // Found through Sentinels, or by its name.
  const watched = options.sentinels !== undefined && options.sentinels !== null
  const host = (watched ? stream.remoteAddress : options.host) ?? ''
  const port = (watched ? stream.remotePort : options.port) ?? 0
  try {
    const info = await server.info()
    return {
      host,
      port,
      version: field(info, 'valkey_version') ?? field(info, 'redis_version') ?? '0',
      replica: field(info, 'role') === 'slave',
      policy: field(info, 'maxmemory_policy') ?? null,
      appendOnly: field(info, 'aof_enabled') === '1',
      usedBytes: Number(field(info, 'used_memory') ?? 0),
      maxBytes: Number(field(info, 'maxmemory') ?? 0),
    }
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('NOPERM')) return { host, port, untold: true }
    throw error
  }
}

async function askNeighbours(client: RedisClient, address: RedisAddress) {
  const servers: ExaminedRedis['servers'][number][] = []
  const away: string[] = []
  if ('url' in address) return { servers, away }
  const access = 'cluster' in address ? address.cluster : address.sentinel
  const found = await neighbours(client)
  await Promise.all(
    found.map(async ([, host = '', port]) => {
      const server = neighbourClient(access, host, Number(port))
      server.on('error', () => {})
      try {
        servers.push(await within(ask(server), () => null))
      } catch {
        away.push(`${host}:${port}`)
      } finally {
        server.disconnect()
      }
    }),
  )
  return { servers: servers.toSorted((a, b) => a.port - b.port || a.host.localeCompare(b.host)), away: away.toSorted() }
}

async function silentSentinels(address: RedisAddress): Promise<string[]> {
  if (!('sentinel' in address)) return []
  const { sentinels, sentinelPassword, tls, name } = address.sentinel
  const asked = await Promise.all(
    sentinels.map(async ({ host, port }) => {
      const client = neighbourClient({ username: null, password: sentinelPassword, tls }, host, port)
      client.on('error', () => {})
      try {
        await within(client.call('SENTINEL', 'get-master-addr-by-name', name), () => null)
        return null
      } catch {
        return `${host}:${port}`
      } finally {
        client.disconnect()
      }
    }),
  )
  return asked.filter((where) => where !== null)
}

async function median(client: RedisClient): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < PINGS; n++) {
    const before = performance.now()
    await client.ping()
    times.push(performance.now() - before)
  }
  return times.toSorted((a, b) => a - b)[Math.floor(PINGS / 2)] ?? 0
}

function userOf(address: RedisAddress): string {
  if ('url' in address) return decodeURIComponent(new URL(address.url).username) || 'default'
  return ('sentinel' in address ? address.sentinel : address.cluster).username ?? 'default'
}
