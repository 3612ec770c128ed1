import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { blobKey } from '../../../src/blobs/blobs.ts'
import type { MaterialKind } from '../../../src/domain/application.ts'
import { sha256 } from '../../../src/platform/canonical.ts'
import { newId } from '../../../src/platform/ids.ts'
import { migrate } from '../../../src/store/migrate.ts'
import { openStore, type Store } from '../../../src/store/open-store.ts'
import { createOwnPostgres, type OwnPostgres } from '../../support/own-postgres.ts'
import { startReceiver } from '../../support/receiver.ts'
import { createTestRedis, type TestRedis } from '../../support/redis.ts'
import { shopKinds } from '../../unit/domain/sample.ts'
import { buildService } from './build-service.ts'
import { type Fault, formOf, photoOf, type StubPhoto } from './people.ts'
import { describeUnsettled } from './invariants.ts'
import { createServiceProcesses } from './service-processes.ts'

export interface Prepared {
  person: number
  body: string
}

export interface Answer {
  status: number
  body: { id?: string }
  /** Of a refusal. */
  code: string | null
  replayed: boolean
}

const read = (body: { id?: string; error?: { code: string } }) => ({ body, code: body.error?.code ?? null })

/** A production site of its own: real Postgres, real Redis or queues on Postgres, real processes, a receiver of webhooks. */
export type World = Awaited<ReturnType<typeof openWorld>>

const SCHEMA = 'zhunru'

export async function openWorld(kind: 'redis' | 'postgres', more: Record<string, string> = {}) {
  const [folder, service] = await Promise.all([mkdtemp(join(tmpdir(), 'zhunru-faults-')), buildService()])
  const postgres: OwnPostgres = await createOwnPostgres({ max_connections: '400' })
  await postgres.start()
  const redis: TestRedis | null = kind === 'redis' ? await createTestRedis() : null
  await redis?.start()
  const receiver = await startReceiver((response) => response.writeHead(204).end())
  const processes = createServiceProcesses(service.program, folder, {
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'info',
    ZHUNRU_DATA_DIR: folder,
    DATABASE_URL: postgres.connectionString,
    DATABASE_SCHEMA: SCHEMA,
    DOCUMENT_NUMBER_KEY: '7'.repeat(64),
    API_ACCESS: 'local',
    PHOTO_PROCESSES: '4',
    TELL_BY: 'webhook',
    WEBHOOK_URL: receiver.url,
    WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 5).toString('base64')}`,
    WEBHOOK_ALLOW_PRIVATE: 'true',
    ...(redis && { REDIS_URL: redis.url }),
    ...more,
  })
  const store: Store = await openStore({ connectionString: postgres.connectionString, schema: SCHEMA, max: 4 })
  await migrate(store)

  async function storePhoto(photo: StubPhoto): Promise<{ kind: MaterialKind; id: string }> {
    const bytes = photoOf(photo)
    const hash = sha256(bytes)
    const path = join(folder, 'photos', blobKey(hash))
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, bytes)
    const id = newId('material', Date.now())
    const facts = {
      bytes: bytes.byteLength,
      mime: 'image/jpeg',
      width: 1600,
      height: 1200,
      blob: blobKey(hash),
    } as const
    await store.db
      .insertInto('material')
      .values({ id, kind: photo.kind, sha256: hash, ...facts })
      .execute()
    return { kind: photo.kind, id }
  }

  let serial = 0
  return {
    kind,
    folder,
    postgres,
    redis,
    receiver,
    processes,
    store,
    queueSchema: `${SCHEMA}_queues`,

    /** Uploads seven photos of a person, and writes what is to be submitted. */
    async prepare(person: number, fault?: Fault): Promise<Prepared> {
      serial += 1
      const stored = await Promise.all(
        shopKinds.map((kind) => storePhoto({ person, kind, serial, ...(fault && { fault }) })),
      )
      return { person, body: JSON.stringify({ ...formOf(person), materials: stored }) }
    },

    async submit(url: string, { body }: Prepared, key: string = randomBytes(12).toString('hex')): Promise<Answer> {
      const response = await fetch(`${url}/v1/applications`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body,
      })
      const said = await response.text()
      return {
        status: response.status,
        ...read(JSON.parse(said)),
        replayed: response.headers.get('idempotency-replayed') === 'true',
      }
    },

    /** Looks every 100 ms until it is so; what the look throws, while a datastore is away, means not yet. */
    async until(what: string, look: () => Promise<boolean>, limitMs: number): Promise<number> {
      const began = performance.now()
      while (!(await look().catch(() => false))) {
        if (performance.now() - began > limitMs) {
          const state = await describeUnsettled(store, `${SCHEMA}_queues`)
          throw new Error(`${what}: not within ${limitMs / 1_000} s; logs in ${folder}\n${state}`)
        }
        await sleep(100)
      }
      return performance.now() - began
    },

    /** Ends everything; what was logged and stored is kept when a test failed. */
    async close(failed = false): Promise<void> {
      await processes.killAll()
      await service.remove()
      await receiver.stop()
      await store.close()
      await redis?.dispose()
      await postgres.dispose()
      if (failed) console.error(`kept for inspection: ${folder}`)
      else await rm(folder, { recursive: true, force: true })
    },
  }
}
