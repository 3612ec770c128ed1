import type { Config } from '../../platform/config.ts'
import { place } from '../../platform/config-printed.ts'
import { type ExaminedRedis, examineRedis } from '../../queueing/examine-redis.ts'
import { MEMORY_FULL, MEMORY_WARN } from '../../queueing/memory-gauge.ts'
import { backendConfig } from '../datastores.ts'
import { errorText } from './check.ts'
import { type Finding, found } from './finding.ts'

/** BullMQ's recommended minimum; below it some of its scripts fall back to slower ways. */
const NEEDED = '6.2.0'
/** Milliseconds there and back: a job takes some ten such journeys. */
const SLOW = 20

export async function checkQueues(config: Config, hide: (text: string) => string): Promise<Finding[]> {
  // Of the queues on Postgres it asks for an address as well, of which nothing is used here.
  const backend = backendConfig(config, config.databaseUrl ?? '')
  if (backend.kind === 'postgres') return [found('QUEUES_POSTGRES')]
  const { where, variable } = whereQueues(config)
  let redis: ExaminedRedis
  try {
    redis = await examineRedis(backend)
  } catch (error) {
    const text = errorText(error)
    const refused = /WRONGPASS|NOAUTH|NOPERM|invalid (?:username|password)|AUTH/i.test(text)
    return [found(refused ? 'REDIS_REFUSES' : 'REDIS_AWAY', { where, variable, error: hide(text) })]
  }
  const single = config.redisUrl !== null
  return [
    ...redis.servers.flatMap((server) => aboutServer(server, redis, single)),
    ...aboutRights(redis, where),
    ...(redis.ms > SLOW ? [found('REDIS_SLOW', { where, ms: Math.round(redis.ms) })] : []),
    ...redis.away.map((node) => found('REDIS_NODE_AWAY', { where: node })),
    ...redis.sentinelsAway.map((sentinel) => found('SENTINEL_AWAY', { where: sentinel })),
  ]
}

const list = (nodes: readonly { host: string; port: number }[]): string =>
  nodes.map(({ host, port }) => `${host}:${port}`).join(',')

function whereQueues({ redisUrl, redisSentinel, redisCluster }: Config): { where: string; variable: string } {
  if (redisUrl !== null) return { where: place(redisUrl), variable: 'REDIS_URL' }
  if (redisSentinel) return { where: list(redisSentinel.sentinels), variable: 'REDIS_SENTINELS' }
  return { where: list(redisCluster?.nodes ?? []), variable: 'REDIS_CLUSTER_NODES' }
}

function aboutServer(
  server: ExaminedRedis['servers'][number],
  { ms, user }: ExaminedRedis,
  single: boolean,
): Finding[] {
  const { host, port } = server
  const at = { host, port, where: `${host}:${port}` }
  if ('untold' in server) return [found('REDIS_UNTOLD', { ...at, user })]
  const { version, policy, maxBytes, usedBytes, replica, appendOnly } = server
  const share = maxBytes > 0 ? usedBytes / maxBytes : null
  const percent = Math.round((share ?? 0) * 100)
  const full = MEMORY_FULL * 100
  const wrong: Finding[] = []
  if (isOlder(version, NEEDED)) wrong.push(found('REDIS_OLD', { ...at, version, needed: NEEDED }))
  if (policy !== null && policy !== 'noeviction') wrong.push(found('REDIS_EVICTS', { ...at, policy }))
  if (replica && single) wrong.push(found('REDIS_IS_REPLICA', at))
  if (!appendOnly) wrong.push(found('REDIS_FORGETS', at))
  if (share === null) wrong.push(found('REDIS_UNLIMITED', at))
  else if (share >= MEMORY_FULL) wrong.push(found('REDIS_FULL', { ...at, percent }))
  else if (share >= MEMORY_WARN) wrong.push(found('REDIS_FILLS', { ...at, percent, full }))
  if (wrong.length > 0) return wrong
  if (replica) return [found('REDIS_REPLICA_OK', { ...at, version })]
  return [found('REDIS_OK', { ...at, version, memory: `${percent} %`, ms: Math.round(ms * 10) / 10 })]
}

function aboutRights({ rights, user, prefix, servers }: ExaminedRedis, where: string): Finding[] {
  if (rights === null) return []
  const { host = '', port = 0 } = servers[0] ?? {}
  const missing: Finding[] = []
  if (rights.keys) missing.push(found('REDIS_KEYS_REFUSED', { where, host, port, user, prefix }))
  if (rights.commands.length > 0) {
    const rules = rights.commands.map((command) => `+${command}`).join(' ')
    missing.push(found('REDIS_RIGHT_MISSING', { where, host, port, user, commands: rights.commands.join(', '), rules }))
  }
  return missing.length > 0 ? missing : [found('REDIS_RIGHTS_OK')]
}

/** `7.2.4` before `7.10.0`. */
export function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number))
  for (const [n, least] of (b ?? []).entries()) {
    const own = a?.[n] ?? 0
    if (own !== least) return own < least
  }
  return false
}
