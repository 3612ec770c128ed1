import { z } from 'zod'
import { ZhunruError } from './errors.ts'

export interface RedisNode {
  host: string
  port: number
}

/** How the servers that keep the data are spoken to; in a Cluster all alike. */
interface RedisAccess {
  username: string | null
  password: string | null
  tls: boolean
}

/** Sentinels know which server is the master now. */
export interface RedisSentinelConfig extends RedisAccess {
  sentinels: readonly RedisNode[]
  /** Of the master, as the sentinels call it. */
  name: string
  sentinelPassword: string | null
}

export interface RedisClusterConfig extends RedisAccess {
  /** Some of them are enough: they tell of the others. */
  nodes: readonly RedisNode[]
}

const SENTINEL_PORT = 26_379
const REDIS_PORT = 6_379

/** `host:port, host, [::1]:port` */
const nodes = (defaultPort: number) =>
  z
    .string()
    .transform((list, context) => {
      const parsed = list.split(',').map((text) => parseNode(text.trim(), defaultPort))
      const found = parsed.filter((node) => node !== null)
      if (found.length === parsed.length) return found
      context.addIssue(`write host:port with commas between them; the port is ${defaultPort} when left out`)
      return z.NEVER
    })
    .optional()

function parseNode(text: string, defaultPort: number): RedisNode | null {
  const [, bracketed, plain, port] = /^(?:\[([0-9a-f:.]+)\]|([^\s:/@[\]]+))(?::(\d{1,5}))?$/i.exec(text) ?? []
  const host = bracketed ?? plain
  const number = Number(port ?? defaultPort)
  return host === undefined || number < 1 || number > 65_535 ? null : { host, port: number }
}

const secret = z.string().regex(/^[^\p{C}]{1,512}$/u, 'write 1 to 512 characters')

/** Where the queues are: one Redis, a master that Sentinels watch, or a Cluster. */
export const redisVariables = {
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .describe('Redis for the queues; without it they run on Postgres'),
  REDIS_SENTINELS: nodes(SENTINEL_PORT).describe(
    'instead of REDIS_URL: addresses of Sentinels, as host:port,host:port',
  ),
  REDIS_SENTINEL_NAME: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,100}$/)
    .default('mymaster')
    .describe('what the Sentinels call the master'),
  REDIS_SENTINEL_PASSWORD: secret.optional().describe('password of the Sentinels themselves'),
  REDIS_CLUSTER_NODES: nodes(REDIS_PORT).describe(
    'instead of REDIS_URL: nodes of a Redis Cluster, as host:port,host:port',
  ),
  REDIS_USERNAME: secret.optional().describe('with Sentinels or a Cluster: the ACL user'),
  REDIS_PASSWORD: secret.optional().describe('with Sentinels or a Cluster: its password'),
  REDIS_TLS: z.enum(['true', 'false']).optional().describe('with Sentinels or a Cluster: speak TLS'),
}

const variables = z.object(redisVariables)

export interface RedisConfig {
  redisUrl: string | null
  redisSentinel: RedisSentinelConfig | null
  redisCluster: RedisClusterConfig | null
}

/** At most one of the three. */
export function redisConfig(e: z.infer<typeof variables>): RedisConfig {
  const ways = ['REDIS_URL', 'REDIS_SENTINELS', 'REDIS_CLUSTER_NODES'] as const
  const set = ways.filter((name) => e[name] !== undefined)
  if (set.length > 1) throw wrong(`${set.join(' and ')} are set; one of them says where the queues are`)
  const access = { username: e.REDIS_USERNAME ?? null, password: e.REDIS_PASSWORD ?? null, tls: e.REDIS_TLS === 'true' }
  const { REDIS_SENTINELS: sentinels, REDIS_CLUSTER_NODES: cluster } = e
  refuseIdle(e, sentinels !== undefined, cluster !== undefined)
  return {
    redisUrl: e.REDIS_URL ?? null,
    redisSentinel: sentinels
      ? { sentinels, name: e.REDIS_SENTINEL_NAME, sentinelPassword: e.REDIS_SENTINEL_PASSWORD ?? null, ...access }
      : null,
    redisCluster: cluster ? { nodes: cluster, ...access } : null,
  }
}

/** A password that is not used would be missed only when Redis refuses, or worse, does not. */
function refuseIdle(e: z.infer<typeof variables>, hasSentinels: boolean, hasCluster: boolean): void {
  if (!hasSentinels && e.REDIS_SENTINEL_PASSWORD) {
    throw wrong('REDIS_SENTINEL_PASSWORD is set, so REDIS_SENTINELS must be set too')
  }
  if (hasSentinels || hasCluster) return
  const idle = (['REDIS_USERNAME', 'REDIS_PASSWORD', 'REDIS_TLS'] as const).filter((name) => e[name] !== undefined)
  if (idle.length === 0) return
  throw wrong(
    `${idle.join(', ')} set, which goes with REDIS_SENTINELS or REDIS_CLUSTER_NODES; ` +
      'for one Redis write all into the URL: rediss://user:password@host:port',
  )
}

const wrong = (detail: string): ZhunruError => new ZhunruError('CONFIG_INVALID', { detail })
