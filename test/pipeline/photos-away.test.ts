import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { localBlobs } from '../../src/blobs/local-blobs.ts'
import { s3Blobs } from '../../src/blobs/s3-blobs.ts'
import { startS3 } from '../integration/blobs/s3-server.ts'
import { createTestLog } from '../integration/queueing/helpers.ts'
import { type FaultyHttp, startFaultyHttp } from '../support/faulty-http.ts'
import { inventedChecks, submitInvented, uploadInvented } from '../support/invented.ts'
import { multipart, somePhoto } from '../support/real-api.ts'
import { startTestService, type TestService, untilDecided } from '../support/service.ts'

type S3 = Awaited<ReturnType<typeof startS3>>

const log = createTestLog()
let folder: string
let test: TestService
let s3: S3
let wire: FaultyHttp

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhunru-photos-away-'))
  s3 = await startS3(folder, 'photos')
  wire = await startFaultyHttp(s3.config.endpoint, { verifies: true })
  const config = { ...s3.config, endpoint: wire.url }
  test = await startTestService({ s3: config }, { ...inventedChecks, log })
})
// A test that fails leaves no silent store to the next.
afterEach(() => wire.always(null))
afterAll(async () => {
  await test.stop()
  await wire.close()
  await s3.close()
  await rm(folder, { recursive: true, force: true })
})

/** Uploaded before the store went away, past the wire. */
async function prepare(reference: string) {
  const application = await uploadInvented(test, reference)
  const [local, bucket] = [localBlobs(join(test.dataDir, 'photos')), s3Blobs(s3.config)]
  const ids = application.materials.map(({ id }) => id)
  for (const { blob } of await test.store.db.selectFrom('material').select('blob').where('id', 'in', ids).execute()) {
    await bucket.put(blob, await local.get(blob))
  }
  await bucket.close()
  return application
}
let seed = 0
const upload = async () => {
  const bytes = await somePhoto(seed++)
  const body = multipart(['kind', 'bank_card'], ['file', { bytes, fileName: 'card.jpg' }])
  return await fetch(`${test.url}/v1/materials`, { method: 'POST', body })
}
const status = async (path: string) => (await fetch(test.url + path)).status

it('a store that refuses: uploads are to be sent again, all else goes on, checks wait and count nothing', async () => {
  expect((await upload()).status).toBe(201)
  expect(await status('/health/ready')).toBe(200)
  const application = await prepare('AWAY-1')

  await wire.refuse()
  const refused = await upload()
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2'])
  expect(await refused.json()).toMatchObject({
    error: { code: 'NOT_READY', message: { zh: '服务尚未就绪：照片存储暂时没有响应' } },
  })
  expect((await submitInvented(test, application)).status).toBe(202)
  expect(await status('/health/ready')).toBe(200)
  // Longer than all attempts of a check take: 7 s.
  const since = performance.now()
  const attempts = () =>
    test.store.db.selectFrom('check_run').select(['status', 'attempts', 'error']).where('check', '=', 'ocr').execute()
  while (performance.now() - since < 9_000) {
    expect((await attempts()).filter((line) => line.status === 'failed')).toEqual([])
    await new Promise((resolve) => setTimeout(resolve, 500))
  }

  await wire.accept()
  expect((await upload()).status).toBe(201)
  expect(await untilDecided(test, 'AWAY-1')).toMatchObject({ outcome: 'approved' })
  expect(log.lines.filter((line) => line.includes('unexpected error'))).toEqual([])
})

it('a store that never answers leaves Postgres to those who need no photo', async () => {
  const application = await prepare('AWAY-2')
  wire.always({ is: 'silent' })
  const uploads = Array.from({ length: 20 }, upload)
  const waiting = async () => (await wire.connections()) >= 3
  await expect.poll(waiting, { timeout: 120_000 }).toBe(true)
  const began = performance.now()
  expect(await status('/v1/applications?reference=AWAY-1')).toBe(200)
  expect((await submitInvented(test, application)).status).toBe(202)
  expect(performance.now() - began).toBeLessThan(8_000)
  wire.always(null)
  // Those that were under way try again by themselves; those that waited in vain are to be sent again.
  for (const { status: answered } of await Promise.all(uploads)) expect([201, 503]).toContain(answered)
  expect((await untilDecided(test, 'AWAY-2')).outcome).toBe('approved')
})

it('what the store keeps damaged goes to a person, and its failure says so', async () => {
  const application = await prepare('AWAY-3')
  const spoilt = application.materials.find(({ kind }) => kind === 'business_licence')
  const { blob } = await test.store.db
    .selectFrom('material')
    .select('blob')
    .where('id', '=', spoilt?.id ?? '')
    .executeTakeFirstOrThrow()
  wire.spoil((path) => path.includes(blob))
  await submitInvented(test, application)
  expect((await untilDecided(test, 'AWAY-3')).outcome).toBe('manual_review')
  const failed = await test.store.db
    .selectFrom('check_run')
    .select(['check', 'failure_code'])
    .where('status', '=', 'failed')
    .execute()
  expect(failed).toEqual([{ check: 'ocr', failure_code: 'PHOTO_DAMAGED' }])
})
