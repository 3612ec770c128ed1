import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import sharp from 'sharp'
import { afterAll } from 'vitest'
import { localBlobs } from '../../src/blobs/local-blobs.ts'
import type { MaterialKind } from '../../src/domain/application.ts'
import { createUseCases } from '../../src/review/use-cases.ts'
import { followEvents } from '../../src/store/events.ts'
import type { Store } from '../../src/store/open-store.ts'
import { precheckMethods } from '../../src/checks/precheck-photo.ts'
import { keyedHash } from '../../src/platform/keyed-hash.ts'
import { postWebhook } from '../../src/notify/webhook.ts'
import { secretBox } from '../../src/platform/secret-box.ts'
import { visionVersion } from '../../src/vision/version.ts'
import { policy } from '../unit/domain/sample.ts'
import { testApi } from './api.ts'
import { testStore } from './postgres.ts'
import { queueSwitch } from './queue-switch.ts'

/** The API as the service runs it, on Postgres and a folder of its own; only the clock stands where the test puts it. */
export async function realApi() {
  const store = await testStore()
  const folder = await mkdtemp(join(tmpdir(), 'zhunru-photos-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const clock = { at: new Date('2026-11-23T02:00:00Z'), now: () => clock.at }
  const useCases = createUseCases({
    db: store.db,
    clock,
    blobs: localBlobs(folder),
    queues: queueSwitch(),
    policy: async () => policy,
    keyedHash: keyedHash('7'.repeat(64)),
    channels: ['webhook', 'sms'],
    rerunAlone: 3,
    composeSms: null,
    secrets: secretBox('5'.repeat(64)),
    allowPrivate: true,
    post: postWebhook({ allowPrivate: true }),
    look: precheckMethods.precheck,
    clarityVersion: visionVersion,
    draw: precheckMethods.clarityMap,
    followEvents: (options) => followEvents(store, options),
  })
  const { app, lines } = await testApi(useCases)
  return { app, lines, store, clock, folder }
}

/** A photo of nothing, different for each seed. */
export const somePhoto = (
  seed = 0,
  format: 'jpeg' | 'png' | 'webp' = 'jpeg',
  width = 320,
  height = 240,
): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: seed % 256, g: 120, b: 40 } } })
    .toFormat(format)
    .toBuffer()

/** The parts in the order given. */
export function multipart(
  ...parts: [name: string, value: string | { bytes: Uint8Array; fileName: string }][]
): FormData {
  const form = new FormData()
  for (const [name, value] of parts) {
    if (typeof value === 'string') form.append(name, value)
    else form.append(name, new Blob([new Uint8Array(value.bytes)]), value.fileName)
  }
  return form
}

export async function uploadPhoto(app: FastifyInstance, kind: MaterialKind, seed = 0): Promise<string> {
  const file = { bytes: await somePhoto(seed), fileName: `${kind}.jpg` }
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/materials',
    payload: multipart(['kind', kind], ['file', file]),
  })
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return answer.json().id
}

export const countRows = async (
  store: Store,
  table: 'application' | 'outbox' | 'material' | 'idempotency_key',
): Promise<number> => {
  const { n } = await store.db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .executeTakeFirstOrThrow()
  return Number(n)
}
