import { createHash, randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { BlobDamagedError, blobKey, BlobMissingError, BlobsAwayError } from '../../../src/blobs/blobs.ts'
import { createBlobs } from '../../../src/blobs/create-blobs.ts'
import { s3Blobs } from '../../../src/blobs/s3-blobs.ts'
import { isOutage } from '../../../src/platform/outage.ts'
import { failureCode } from '../../../src/review/failures/failure-code.ts'
import { type HttpFault, startFaultyHttp } from '../../support/faulty-http.ts'
import { createTestLog } from '../queueing/helpers.ts'
import { startS3 } from './s3-server.ts'

const folder = await mkdtemp(join(tmpdir(), 'zhunru-s3-faults-'))
const s3 = await startS3(folder, 'photos')
const wire = await startFaultyHttp(s3.config.endpoint, { verifies: true })
const config = { ...s3.config, endpoint: wire.url }
/** Milliseconds; short, so that the tests are. */
const limits = { connect: 500, request: 400, total: 4_000 }
const store = s3Blobs(config, limits)
/** Past the wire: what really stands there. */
const behind = s3Blobs(s3.config)

afterEach(async () => {
  wire.next([])
  wire.always(null)
})
afterAll(async () => {
  await store.close()
  await behind.close()
  await wire.close()
  await s3.close()
  await rm(folder, { recursive: true, force: true })
})

const photo = (size = 70_000) => {
  const bytes = randomBytes(size)
  return { bytes, key: blobKey(createHash('sha256').update(bytes).digest('hex')) }
}
async function stored() {
  const made = photo()
  await behind.put(made.key, made.bytes)
  return made
}
/** Changes what the server keeps, as a disk does. */
async function rot(key: string, content: Buffer): Promise<void> {
  const files = await readdir(folder, { recursive: true })
  const file = files.find((name) => name.includes(key.slice(-64)) && name.endsWith('_object'))
  if (file === undefined) throw new Error(`no file of ${key}`)
  await writeFile(join(folder, file), content)
}
const times = (n: number, fault: HttpFault): HttpFault[] => Array.from({ length: n }, () => fault)

const passing: [string, HttpFault[]][] = [
  ['a connection that breaks', times(2, { is: 'reset' })],
  ['two answers that never come', times(2, { is: 'silent' })],
  ['a burst of 500', times(2, { is: 'status', status: 500, code: 'InternalError' })],
  ['a burst of 503 SlowDown', times(2, { is: 'status', status: 503, code: 'SlowDown' })],
  ['a lost answer', times(1, { is: 'lost-answer' })],
]

describe('a store that fails for a moment', () => {
  test.each(passing)('takes a photo all the same: %s', async (_, faults) => {
    const { bytes, key } = photo()
    wire.next(faults)
    await store.put(key, bytes)
    expect(Buffer.compare(await behind.get(key), bytes)).toBe(0)
  })

  test.each<[string, HttpFault[]]>([
    ...passing,
    ['a body that breaks off', times(2, { is: 'reset-in-answer' })],
    ['a body that stops coming', times(2, { is: 'stall-in-answer' })],
    ['a body that is too short', times(2, { is: 'truncate' })],
    ['a bit that is another', times(2, { is: 'flip-answer' })],
  ])('gives a photo all the same: %s', async (_, faults) => {
    const { bytes, key } = await stored()
    wire.next(faults)
    expect(Buffer.compare(await store.get(key), bytes)).toBe(0)
  })

  test('takes away a photo all the same', async () => {
    const { key } = await stored()
    wire.next(times(2, { is: 'status', status: 503, code: 'SlowDown' }))
    await store.remove(key)
    await expect(behind.get(key)).rejects.toThrow(BlobMissingError)
  })
})

describe('what is sent', () => {
  test('carries its sha256, in a header and in the signature, and no trailer', async () => {
    const { bytes, key } = photo()
    wire.seen.length = 0
    await store.put(key, bytes)
    const hash = createHash('sha256').update(bytes)
    const [sent] = wire.seen
    expect(sent?.headers['x-amz-checksum-sha256']).toBe(hash.copy().digest('base64'))
    expect(sent?.headers['x-amz-content-sha256']).toBe(hash.digest('hex'))
    expect(sent?.headers['if-none-match']).toBe('*')
    for (const name of ['x-amz-trailer', 'content-encoding', 'x-amz-sdk-checksum-algorithm', 'transfer-encoding']) {
      expect(sent?.headers[name]).toBeUndefined()
    }
    expect(wire.seen).toHaveLength(1)
  })

  test('and arrives damaged is refused by the store, and sent again', async () => {
    const { bytes, key } = photo()
    wire.next(times(2, { is: 'flip-request' }), 'PUT')
    await store.put(key, bytes)
    expect(Buffer.compare(await behind.get(key), bytes)).toBe(0)
  })

  test('and arrives damaged every time is never said to be stored', async () => {
    const { bytes, key } = photo()
    wire.always({ is: 'flip-request' })
    await expect(store.put(key, bytes)).rejects.toThrow('arrives damaged')
    await expect(behind.get(key)).rejects.toThrow(BlobMissingError)
  })

  test('is looked at again where the store compares nothing and says that it has something else', async () => {
    const blind = await startFaultyHttp(s3.config.endpoint)
    const trusting = s3Blobs({ ...s3.config, endpoint: blind.url }, limits)
    const { bytes, key } = photo()
    blind.next([{ is: 'flip-request' }], 'PUT')
    await trusting.put(key, bytes)
    expect(Buffer.compare(await behind.get(key), bytes)).toBe(0)
    await trusting.close()
    await blind.close()
  })

  test('is looked at once where tags are no hashes of the content, and then no more', async () => {
    const own = s3Blobs(config, limits)
    wire.always({ is: 'wrong-etag' })
    const [first, second] = [photo(), photo()]
    wire.seen.length = 0
    await own.put(first.key, first.bytes)
    expect(wire.seen.map(({ method }) => method)).toEqual(['PUT', 'GET'])
    wire.seen.length = 0
    await own.put(second.key, second.bytes)
    expect(wire.seen.map(({ method }) => method)).toEqual(['PUT'])
    await own.close()
  })

  test('is not written over what is there, but over what is there and damaged', async () => {
    const { bytes, key } = await stored()
    wire.next([{ is: 'status', status: 412, code: 'PreconditionFailed' }], 'PUT')
    wire.seen.length = 0
    await store.put(key, bytes)
    expect(wire.seen.map(({ method }) => method)).toEqual(['PUT', 'GET'])

    await rot(key, bytes.subarray(0, 100))
    wire.next([{ is: 'status', status: 412, code: 'PreconditionFailed' }], 'PUT')
    await store.put(key, bytes)
    expect(Buffer.compare(await behind.get(key), bytes)).toBe(0)
  })

  test.each([
    ['two at the same moment', { is: 'status', status: 409, code: 'ConditionalRequestConflict' }],
    ['a store that knows no condition', { is: 'status', status: 501, code: 'NotImplemented' }],
  ] satisfies [string, HttpFault][])('is stored: %s', async (_, fault) => {
    const own = s3Blobs(config, limits)
    const { bytes, key } = photo()
    wire.next([fault], 'PUT')
    await own.put(key, bytes)
    expect(Buffer.compare(await behind.get(key), bytes)).toBe(0)
    await own.close()
  })
})

test('why a store is not ready is told once, and once that it is again', async () => {
  const log = createTestLog()
  const own = createBlobs({ s3: config, folder, log })
  await wire.refuse()
  for (let n = 0; n < 2; n++) await expect(own.ready()).rejects.toThrow('ECONNREFUSED')
  await wire.accept()
  for (let n = 0; n < 2; n++) await own.ready()
  expect(log.lines.map((line) => line.split(' {')[0])).toEqual([
    'error the store of photos is not ready',
    'info the store of photos is ready again',
  ])
  expect(log.lines[0]).toContain('ECONNREFUSED')
  await own.close()
})

describe('a store that refuses the checksum', () => {
  test('says what to set; with it each photo carries an MD5, which is compared', async () => {
    const old = await startFaultyHttp(s3.config.endpoint, { verifies: true, refuses: 'x-amz-checksum-sha256' })
    const modern = s3Blobs({ ...s3.config, endpoint: old.url }, limits)
    await expect(modern.ready()).rejects.toThrow(/does not take the checksum.*S3_CHECKSUM=md5/)
    await modern.close()

    const plain = s3Blobs({ ...s3.config, endpoint: old.url, checksum: 'md5' }, limits)
    await plain.ready()
    const { bytes, key } = photo()
    old.next([{ is: 'flip-request' }], 'PUT')
    await plain.put(key, bytes)
    expect(old.seen.at(-1)?.headers['content-md5']).toBe(createHash('md5').update(bytes).digest('base64'))
    expect(Buffer.compare(await behind.get(key), bytes)).toBe(0)
    await plain.close()
    await old.close()
  })
})

describe('what the store keeps damaged', () => {
  test.each(['flipped', 'cut', 'empty', 'far too long'])('is told as that and nothing else: %s', async (kind) => {
    const { bytes, key } = await stored()
    const flipped = Buffer.from(bytes)
    flipped[1_000]! ^= 1
    // Forty megabytes take longer than a test's patience for one request.
    const own = s3Blobs(config)
    const contents = { flipped, cut: bytes.subarray(0, 60_000), empty: Buffer.alloc(0) }
    await rot(key, contents[kind as keyof typeof contents] ?? Buffer.alloc(40 * 2 ** 20))
    wire.seen.length = 0
    const error: unknown = await own.get(key).catch((thrown: unknown) => thrown)
    await own.close()
    expect(error).toBeInstanceOf(BlobDamagedError)
    expect(failureCode(error)).toBe('PHOTO_DAMAGED')
    expect(isOutage(error)).toBe(false)
    // It was asked again: a bit that falls over on the way is the commoner fault.
    expect(wire.seen).toHaveLength(3)
  })

  test('is mended by uploading it again', async () => {
    const { bytes, key } = await stored()
    await rot(key, Buffer.from('something else'))
    await store.put(key, bytes)
    expect(Buffer.compare(await store.get(key), bytes)).toBe(0)
  })
})

describe('a store that is away', () => {
  const askings: [string, () => Promise<unknown>][] = [
    ['put', () => store.put(...(Object.values(photo()).reverse() as [string, Buffer]))],
    ['get', () => store.get(photo().key)],
    ['remove', () => store.remove(photo().key)],
  ]
  const outages: [string, HttpFault | null][] = [
    ['refuses connections', null],
    ['breaks each', { is: 'reset' }],
    ['never answers', { is: 'silent' }],
    ['is overloaded', { is: 'status', status: 503, code: 'SlowDown', headers: { 'retry-after': '120' } }],
    ['is broken', { is: 'status', status: 500, code: 'InternalError' }],
    ['has a proxy before it that says so', { is: 'status', status: 502, code: 'BadGateway' }],
  ]
  describe.each(outages)('and %s', (_, fault) => {
    test.each(askings)('%s: is told as an outage, within the time', async (__, asking) => {
      if (fault) wire.always(fault)
      else await wire.refuse()
      const began = performance.now()
      const error: unknown = await asking().catch((thrown: unknown) => thrown)
      if (!fault) await wire.accept()
      expect(error).toBeInstanceOf(BlobsAwayError)
      expect(isOutage(error)).toBe(true)
      expect(failureCode(error)).toBe('PHOTOS_AWAY')
      expect(performance.now() - began).toBeLessThan(limits.total + 1_000)
    })
  })

  test('and stalls in the middle of each body: is told as an outage, when all time is over', async () => {
    const { key } = await stored()
    const slow = s3Blobs(config, { ...limits, total: 600 })
    wire.always({ is: 'stall-in-answer' })
    const began = performance.now()
    await expect(slow.get(key)).rejects.toThrow(BlobsAwayError)
    expect(performance.now() - began).toBeLessThan(2_000)
    await slow.close()
  })

  test('leaves no connection behind, whatever happened on it', async () => {
    const own = s3Blobs(config, { ...limits, total: 1_000 })
    const { key } = await stored()
    for (const is of ['silent', 'stall-in-answer', 'reset-in-answer', 'truncate'] as const) {
      wire.always({ is })
      await Promise.allSettled(Array.from({ length: 20 }, () => own.get(key)))
    }
    wire.always(null)
    await Promise.all(Array.from({ length: 20 }, () => own.get(key)))
    await own.close()
    await store.close()
    while ((await wire.connections()) > 0) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(await wire.connections()).toBe(0)
  })

  test('whoever gives up need not wait; nor does closing', async () => {
    const own = s3Blobs(config)
    const { key } = await stored()
    wire.always({ is: 'silent' })
    const giving = new AbortController()
    const given = own.get(key, giving.signal)
    const closed = own.get(key)
    giving.abort(new Error('the worker is stopping'))
    await expect(given).rejects.toThrow('the worker is stopping')
    await own.close()
    await expect(closed).rejects.toThrow('the service is stopping')
    await expect(own.get(key)).rejects.toThrow('the service is stopping')
  })
})
