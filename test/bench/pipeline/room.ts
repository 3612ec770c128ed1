import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { localBlobs } from '../../../src/blobs/local-blobs.ts'
import type { ApplicationForm, MaterialKind } from '../../../src/domain/application.ts'
import { systemClock } from '../../../src/platform/clock.ts'
import { acceptMaterial } from '../../../src/review/accept-material.ts'
import { loadPolicy } from '../../../src/service/load-policy.ts'
import { migrate } from '../../../src/store/migrate.ts'
import { openStore, type Store } from '../../../src/store/open-store.ts'
import { createOwnPostgres } from '../../support/own-postgres.ts'
import { createTestRedis } from '../../support/redis.ts'
import { childNamed, parentOf } from './cpu.ts'
import { answersOf, type Invention, inventApplication } from './photos.ts'
import { type BenchProcess, startProcess } from './processes.ts'
import { stubChecks } from './stub-checks.ts'

export interface Uploaded {
  form: ApplicationForm
  materials: { kind: MaterialKind; id: string }[]
}

/** A Redis, a Postgres and a folder of the bench's own, and one installation upon them. */
export interface Room {
  store: Store
  redisUrl: string
  /** Of the datastores, to count what they cost. */
  pids: ReadonlyMap<string, number>
  /** Uploads the photos of `count` new applications, through the use case of the API. Not part of what is measured. */
  upload(count: number, how?: Invention): Promise<Uploaded[]>
  startService(name: string, roles: string, options?: ServiceStart): Promise<BenchProcess>
  close(): Promise<void>
}

interface ServiceStart {
  queues?: string
  engines?: 'stub' | 'real'
  env?: Record<string, string>
  profileIn?: string | undefined
}

/** Of the bench alone. */
export const NUMBER_KEY = '7'.repeat(64)
/** Uploads at once. */
const UPLOADERS = 16
/** Checks of each kind at once in a worker process: with engines that answer at once it is not the cores that limit them. */
export const LOOKS_AT_ONCE = 24

/** @param queuesOn where BullMQ keeps its jobs: with `postgres` nothing but Postgres runs, as in an embedded installation */
export async function openRoom({ queuesOn }: { queuesOn: 'redis' | 'postgres' }): Promise<Room> {
  const folder = await mkdtemp(join(tmpdir(), 'zhunru-pipeline-'))
  // The time of a commit, to know when a decision could be seen; statements, to know what they cost.
  const postgres = await createOwnPostgres({
    shared_buffers: '512MB',
    max_connections: '200',
    track_commit_timestamp: 'on',
    shared_preload_libraries: 'pg_stat_statements',
    'pg_stat_statements.track_planning': 'on',
  })
  await postgres.start()
  const redis = await createTestRedis()
  if (queuesOn === 'redis') await redis.start()
  const schema = 'bench'
  const store = await openStore({ connectionString: postgres.connectionString, schema, max: UPLOADERS })
  await migrate(store)
  await store.pool.query('create extension pg_stat_statements')
  const { policy } = await loadPolicy(null)
  const blobs = localBlobs(join(folder, 'photos'))
  const accepting = {
    db: store.db,
    clock: systemClock,
    blobs,
    policy: async () => policy,
    clarityVersion: stubChecks.versions.clarity,
    look: async (_: MaterialKind, bytes: Uint8Array) => ({
      facts: await stubChecks.inspect(bytes),
      clarity: answersOf(bytes).clarity,
    }),
  }
  const { rows } = await store.pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  const pids = new Map([['Postgres', await parentOf(rows[0]?.pid ?? 0)]])
  const redisPid = await childNamed('redis-server')
  if (redisPid !== null) pids.set('Redis', redisPid)

  const env = {
    DATABASE_URL: postgres.connectionString,
    DATABASE_SCHEMA: schema,
    ...(queuesOn === 'redis' && { REDIS_URL: redis.url }),
    DOCUMENT_NUMBER_KEY: NUMBER_KEY,
    ZHUNRU_DATA_DIR: folder,
    API_ACCESS: 'local',
    HOST: '127.0.0.1',
    PORT: '0',
    // No endpoint is set, so nothing is told: sending is not what is measured.
    TELL_BY: 'webhook',
    PHOTO_PROCESSES: String(LOOKS_AT_ONCE - 1),
    LOG_LEVEL: 'error',
  }
  let uploaded = 0

  return {
    store,
    redisUrl: redis.url,
    pids,
    async upload(count, how) {
      const all: Uploaded[] = []
      const uploader = async () => {
        while (all.length < count) {
          const { form, photos } = inventApplication(`B-${uploaded++}`, how)
          const entry: Uploaded = { form, materials: [] }
          all.push(entry)
          for (const { kind, bytes } of photos) {
            const { id } = await acceptMaterial(accepting, { kind, bytes, fileName: `${kind}.jpg` })
            entry.materials.push({ kind, id })
          }
        }
      }
      await Promise.all(Array.from({ length: UPLOADERS }, uploader))
      // As autovacuum does within a minute of an installation that runs.
      await store.pool.query('analyze')
      return all
    },
    startService: (name, roles, { queues = '', engines = 'stub', env: more, profileIn } = {}) =>
      startProcess('service-process.ts', {
        name,
        args: [roles, queues, engines],
        env: { ...env, ...more },
        ...(profileIn && { profileIn }),
      }),
    async close() {
      await store.close()
      await redis.dispose()
      await postgres.dispose()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
