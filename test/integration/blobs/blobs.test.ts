import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { BlobDamagedError, BlobMissingError, type BlobStore, blobKey } from '../../../src/blobs/blobs.ts'
import { createBlobs } from '../../../src/blobs/create-blobs.ts'
import { localBlobs } from '../../../src/blobs/local-blobs.ts'
import { s3Blobs } from '../../../src/blobs/s3-blobs.ts'
import { startS3 } from './s3-server.ts'

const folder = await mkdtemp(join(tmpdir(), 'zhunru-blobs-'))
const s3 = await startS3(join(folder, 's3'), 'photos')
const local = join(folder, 'local')
const stores: [string, BlobStore][] = [
  ['a folder', createBlobs({ s3: null, folder: local })],
  ['S3', createBlobs({ s3: s3.config, folder: local })],
]
afterAll(async () => {
  for (const [, store] of stores) await store.close()
  await s3.close()
  await rm(folder, { recursive: true, force: true })
})

const photo = (size = 1000) => {
  const bytes = randomBytes(size)
  return { bytes, key: blobKey(createHash('sha256').update(bytes).digest('hex')) }
}

describe.each(stores)('photos in %s', (_, store) => {
  test('are what was put in, up to 10 MB', async () => {
    await store.ready()
    for (const size of [0, 1, 70_000, 10 * 1024 * 1024]) {
      const { bytes, key } = photo(size)
      await store.put(key, bytes)
      expect(Buffer.compare(await store.get(key), bytes)).toBe(0)
    }
  })

  test('may be put twice, and by many at once', async () => {
    const { bytes, key } = photo()
    await Promise.all(Array.from({ length: 8 }, () => store.put(key, bytes)))
    await store.put(key, bytes)
    expect(Buffer.compare(await store.get(key), bytes)).toBe(0)
  })

  test('that are not there are BlobMissingError', async () => {
    const { key } = photo()
    await expect(store.get(key)).rejects.toThrow(BlobMissingError)
    await expect(store.get(key)).rejects.toThrow(`no photo is stored under ${key}`)
  })

  test('are gone once removed, also when that is asked twice, and can be put again', async () => {
    const { bytes, key } = photo()
    await store.remove(key)
    await store.put(key, bytes)
    await store.remove(key)
    await expect(store.get(key)).rejects.toThrow(BlobMissingError)
    await store.remove(key)
    await store.put(key, bytes)
    expect(Buffer.compare(await store.get(key), bytes)).toBe(0)
  })

  test.each([
    '../../etc/passwd',
    'sha256/../../x',
    '/etc/passwd',
    'ready',
    'sha256/ab/zz',
    `sha256/ab/cd${'0'.repeat(62)}`,
    '',
  ])('have no key %j', async (key) => {
    await expect(store.put(key, photo().bytes)).rejects.toThrow(RangeError)
    await expect(store.get(key)).rejects.toThrow(RangeError)
    await expect(store.remove(key)).rejects.toThrow(RangeError)
  })

  test('cannot be stored under the hash of another', async () => {
    const { key } = photo()
    await expect(store.put(key, photo().bytes)).rejects.toThrow('would belong under')
    await expect(store.get(key)).rejects.toThrow(BlobMissingError)
  })
})

describe('a folder', () => {
  const store = localBlobs(local)

  test('shows its photos to nobody else, and leaves no drafts', async () => {
    const { bytes, key } = photo()
    await store.put(key, bytes)
    expect(((await stat(join(local, key))).mode & 0o777).toString(8)).toBe('600')
    expect(((await stat(join(local, 'sha256'))).mode & 0o777).toString(8)).toBe('700')
    expect(await readdir(join(local, 'drafts'))).toEqual([])
  })

  test('keeps a photo that is there untouched', async () => {
    const { bytes, key } = photo()
    await store.put(key, bytes)
    const before = await stat(join(local, key))
    await store.put(key, bytes)
    expect((await stat(join(local, key))).ino).toBe(before.ino)
  })

  test('that loses bits, or cuts a file, is found out, and mended by putting the photo again', async () => {
    const { bytes, key } = photo()
    await store.put(key, bytes)
    const flipped = Buffer.from(bytes)
    flipped[500]! ^= 1
    for (const content of [flipped, bytes.subarray(0, 10), Buffer.alloc(0)]) {
      await writeFile(join(local, key), content)
      await expect(store.get(key)).rejects.toThrow(BlobDamagedError)
      await store.put(key, bytes)
      expect(Buffer.compare(await store.get(key), bytes)).toBe(0)
    }
  })

  test('that cannot be written is not ready', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    await chmod(file, 0o600)
    await expect(localBlobs(join(file, 'below')).ready()).rejects.toThrow('ENOTDIR')
    expect(await readFile(file, 'utf8')).toBe('')
  })
})

describe('S3', () => {
  test('says that the bucket is missing, that the keys are wrong, that nobody answers', async () => {
    const { config } = s3
    await expect(s3Blobs({ ...config, bucket: 'other' }).ready()).rejects.toThrow(
      `the bucket other at ${config.endpoint} does not exist`,
    )
    await expect(s3Blobs({ ...config, secretAccessKey: 'wrong' }).ready()).rejects.toThrow('does not accept these keys')
    await expect(s3Blobs({ ...config, endpoint: 'http://127.0.0.1:1' }).ready()).rejects.toThrow('ECONNREFUSED')
  })

  test('an outage is not a missing photo', async () => {
    const away = s3Blobs({ ...s3.config, endpoint: 'http://127.0.0.1:1' })
    await expect(away.get(photo().key)).rejects.not.toThrow(BlobMissingError)
    const noBucket = s3Blobs({ ...s3.config, bucket: 'other' })
    await expect(noBucket.get(photo().key)).rejects.toThrow('bucket does not exist')
  })
})
