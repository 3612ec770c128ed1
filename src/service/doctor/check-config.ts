import { isIP } from 'node:net'
import type { Config } from '../../platform/config.ts'
import { isPublicAddress } from '../../platform/public-address.ts'
import { type Finding, found } from './finding.ts'

const loopback = new Set(['127.0.0.1', '::1', 'localhost'])

/** What a valid configuration says, and what in it will be missed later. */
export function checkConfig(config: Config): Finding[] {
  const { databaseUrl, databaseDirectUrl, redisUrl, redisSentinel, redisCluster, s3, host, publicUrl, logLevel } =
    config
  const embedded = { zh: '内嵌', en: 'embedded' }
  const redis =
    redisUrl !== null ? 'Redis' : redisSentinel ? 'Redis Sentinel' : redisCluster ? 'Redis Cluster' : 'Postgres'
  const values = {
    database: databaseUrl === null ? embedded : databaseDirectUrl === null ? 'Postgres' : 'Postgres + pgbouncer',
    queues: redis,
    photos: s3 ? 'S3' : { zh: '数据文件夹', en: 'the data folder' },
  }
  return [
    found('CONFIG_OK', values),
    ...(publicUrl === null && !loopback.has(host) ? [found('PUBLIC_URL_MISSING', { host })] : []),
    ...(logLevel === 'silent' ? [found('LOG_SILENT')] : []),
    ...plainly('DATABASE_URL', databaseUrl, 'sslmode=verify-full'),
    ...plainly('DATABASE_DIRECT_URL', databaseDirectUrl, 'sslmode=verify-full'),
    ...plainly('REDIS_URL', redisUrl, 'rediss://'),
    ...plainly('S3_ENDPOINT', s3?.endpoint ?? null, 'https://'),
    ...(redisSentinel && !redisSentinel.tls ? plainNodes('REDIS_SENTINELS', redisSentinel.sentinels) : []),
    ...(redisCluster && !redisCluster.tls ? plainNodes('REDIS_CLUSTER_NODES', redisCluster.nodes) : []),
  ]
}

function plainly(variable: string, url: string | null, secure: string): Finding[] {
  if (url === null) return []
  const { protocol, hostname, searchParams } = new URL(url)
  const spoken =
    /^(?:rediss|https):$/.test(protocol) ||
    /^(?:require|verify-ca|verify-full)$/.test(searchParams.get('sslmode') ?? '')
  return spoken || !isOutside(hostname) ? [] : [found('PLAIN_TEXT', { variable, host: hostname, secure })]
}

const plainNodes = (variable: string, nodes: readonly { host: string }[]): Finding[] =>
  nodes
    .filter(({ host }) => isOutside(host))
    .slice(0, 1)
    .map(({ host }) => found('PLAIN_TEXT', { variable, host, secure: 'REDIS_TLS=true' }))

/** Names without a dot, and those of private zones, are neighbours in a network of one's own. */
function isOutside(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '')
  if (isIP(bare) !== 0) return isPublicAddress(bare)
  return bare.includes('.') && !/\.(?:local|localhost|internal|intranet|lan|svc|svc\.cluster\.local)$/i.test(bare)
}
