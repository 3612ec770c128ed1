import { createHash, randomBytes } from 'node:crypto'
import { access, constants, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BlobDamagedError, blobKey } from '../../blobs/blobs.ts'
import { createBlobs } from '../../blobs/create-blobs.ts'
import { examineBucket } from '../../blobs/examine-bucket.ts'
import type { Config, S3Config } from '../../platform/config.ts'
import { place } from '../../platform/config-printed.ts'
import { errorCode } from '../../platform/outage.ts'
import { errorText } from './check.ts'
import { type Finding, found } from './finding.ts'

/** Bytes that are left, below which something is said. The embedded database alone takes some 100 MB to begin with. */
const LOW = 5 * 2 ** 30
const FULL = 2 ** 30

export async function checkPhotos(config: Config, hide: (text: string) => string): Promise<Finding[]> {
  if (config.s3) return await checkBucket(config.s3, hide)
  const folder = join(config.dataDir, 'photos')
  return [...(await checkFolder(folder)), ...(config.databaseUrl === null ? [] : [found('PHOTOS_APART')])]
}

/** A probe of bytes that nobody else has is put there, read back and taken away, by the very code that keeps photos. */
async function checkBucket(s3: S3Config, hide: (text: string) => string): Promise<Finding[]> {
  const { bucket } = s3
  const where = place(s3.endpoint)
  const bytes = randomBytes(1_024)
  const key = blobKey(createHash('sha256').update(bytes).digest('hex'))
  const blobs = createBlobs({ s3, folder: '' })
  let step = { zh: '写入', en: 'write' }
  try {
    await blobs.put(key, bytes)
    step = { zh: '读取', en: 'read' }
    const back = await blobs.get(key)
    const { public: isPublic, keepsVersions } = await examineBucket(s3, key)
    step = { zh: '删除', en: 'delete' }
    await blobs.remove(key)
    if (!bytes.equals(back)) return [found('BUCKET_DAMAGES', { bucket })]
    return [
      found('BUCKET_OK', { bucket, where }),
      ...(isPublic === null ? [] : [found(isPublic ? 'BUCKET_PUBLIC' : 'BUCKET_PRIVATE', { bucket })]),
      ...(keepsVersions ? [found('BUCKET_KEEPS', { bucket })] : []),
    ]
  } catch (error) {
    await blobs.remove(key).catch(() => {})
    return [whyNot(error, { bucket, where, what: step, error: hide(errorText(error)) })]
  } finally {
    await blobs.close()
  }
}

type About = Record<'bucket' | 'where' | 'error', string> & { what: { zh: string; en: string } }

/** The store's own errors stand behind those that the code of the photos makes of them. */
function whyNot(error: unknown, values: About): Finding {
  const all = withCauses(error)
  if (all.some((each) => each instanceof BlobDamagedError)) return found('BUCKET_DAMAGES', values)
  if (all.some(({ name }) => name === 'NoSuchBucket')) return found('BUCKET_MISSING', values)
  const status = all.map(statusOf).find((each) => each !== null)
  if (status === undefined || status >= 500) return found('BUCKET_AWAY', values)
  return found('BUCKET_REFUSES', values)
}

function withCauses(error: unknown): Error[] {
  if (!(error instanceof Error)) return []
  return [error, ...withCauses(error.cause)]
}

function statusOf(error: Error): number | null {
  if (!('$metadata' in error)) return null
  const metadata: unknown = error.$metadata
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return null
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : null
}

async function checkFolder(folder: string): Promise<Finding[]> {
  const about = await stat(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  })
  const there = await nearest(folder)
  const free = await freeBytes(there)
  const disk =
    free < FULL
      ? [found('DISK_FULL', { folder: there, free: size(free) })]
      : free < LOW
        ? [found('DISK_LOW', { folder: there, free: size(free) })]
        : []
  try {
    await access(there, constants.W_OK | constants.X_OK)
  } catch (error) {
    return [found('FOLDER_LOCKED', { folder: there, error: errorCode(error) }), ...disk]
  }
  if (!about) return disk.length > 0 ? disk : [found('FOLDER_NEW', { folder, free: size(free) })]
  // Windows keeps rights otherwise than in these bits.
  const open = process.platform !== 'win32' && (about.mode & 0o077) !== 0 && (await canBeEntered(dirname(folder)))
  if (open) return [found('FOLDER_OPEN', { folder, mode: (about.mode & 0o777).toString(8) }), ...disk]
  return disk.length > 0 ? disk : [found('FOLDER_OK', { folder, free: size(free) })]
}

/** Whoever cannot enter the folder around it does not get into it either. */
async function canBeEntered(folder: string): Promise<boolean> {
  return ((await stat(folder)).mode & 0o011) !== 0
}

/** The folder, or the nearest one above it that there is. */
async function nearest(folder: string): Promise<string> {
  for (let at = folder; ; at = dirname(at)) {
    const there = await stat(at).then(
      () => true,
      () => false,
    )
    if (there || at === dirname(at)) return at
  }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

const size = (bytes: number): string =>
  bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(1)} GB` : `${Math.round(bytes / 2 ** 20)} MB`
