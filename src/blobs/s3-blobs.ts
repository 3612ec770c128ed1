import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3'
import { BlobDamagedError, BlobMissingError, BlobsAwayError, type BlobStore } from './blobs.ts'
import { createDeadlines } from './deadlines.ts'
import { checkContent, checkedKey, isWhole } from './keys.ts'
import { asBlobError, type S3BlobsConfig, s3Client, type S3Limits, usualLimits } from './s3-client.ts'

/** A photo that arrives damaged is sent or fetched again so often in all, whatever the SDK has tried by itself. */
const ROUNDS = 3
/** Milliseconds before the second round, a multiple of it before the third. */
const REST = 100
/** Bytes. No photo is larger than 10 MB; what is has been put there by somebody else. */
const MOST = 32 * 2 ** 20

/** Milliseconds: whoever asks whether the store is ready asks again soon. */
const READY_LIMIT = 5_000

/** The one object that is no photo; `ready` writes and reads it. */
const PROBE = 'ready'

/** Names by which stores say that a body arrived otherwise than it was sent. */
const damagedOnTheWay =
  /^(?:BadDigest|InvalidDigest|XAmzContentSHA256Mismatch|XAmzContentChecksumMismatch|IncompleteBody)$/

/**
 * Photos in a bucket of any S3-compatible store. The bucket must exist; `ready` says so when it does not.
 * The keys need s3:GetObject, s3:PutObject and s3:DeleteObject, and s3:ListBucket: without it a missing photo looks like
 * a refused one. What `remove` takes away is gone for good only in a bucket that keeps no versions.
 *
 * Each photo is sent with its checksum, which the store compares, and what the store says it has received is compared again
 * here; each photo that comes is compared with its key.
 */
export function s3Blobs(config: S3BlobsConfig, limits: Partial<S3Limits> = {}): BlobStore {
  const { bucket, checksum = 'sha256' } = config
  const { connect, request, total } = { ...usualLimits, ...limits }
  const client = s3Client(config, { connect, request, total })
  const deadlines = createDeadlines(new BlobsAwayError('the service is stopping'))
  let written = false
  /** Not every store knows the condition. */
  let conditional = true
  /** Whether it is an MD5 of the content: not where the store encrypts with keys of its own. */
  let tagIsMd5 = true

  const within = async <T>(
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
    limit = total,
  ): Promise<T> => {
    try {
      return await deadlines.within(limit, signal, work)
    } catch (error) {
      signal?.throwIfAborted()
      throw asBlobError(error)
    }
  }

  async function send(Key: string, bytes: Uint8Array, onlyNew: boolean, abortSignal: AbortSignal): Promise<string> {
    const hash = createHash(checksum).update(bytes).digest('base64')
    const answer = await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key,
        Body: bytes,
        ContentLength: bytes.length,
        ...(checksum === 'md5' ? { ContentMD5: hash } : { ChecksumSHA256: hash }),
        ...(onlyNew && { IfNoneMatch: '*' }),
      }),
      { abortSignal },
    )
    return answer.ETag?.replaceAll('"', '').toLowerCase() ?? ''
  }

  /** All that the store has there. A body that breaks off throws; its socket is closed with it. */
  async function fetchOnce(Key: string, abortSignal: AbortSignal): Promise<Buffer> {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }), { abortSignal })
    if (!Body || !(Symbol.asyncIterator in Body)) throw new Error('the photo store answered without a body')
    const parts: Uint8Array[] = []
    let length = 0
    // Leaving the loop in any way ends the stream.
    for await (const part of Body as AsyncIterable<Uint8Array>) {
      parts.push(part)
      length += part.byteLength
      if (length > MOST || abortSignal.aborted) break
    }
    abortSignal.throwIfAborted()
    return Buffer.concat(parts)
  }

  /** Null when there is something else, as often as one asks. */
  async function fetchWhole(key: string, signal: AbortSignal): Promise<Buffer | null> {
    let broken: unknown = null
    for (let round = 1; round <= ROUNDS; round++) {
      try {
        const bytes = await fetchOnce(key, signal)
        if (isWhole(key, bytes)) return bytes
        broken = null
      } catch (error) {
        // The SDK has tried these as often as is good; a body that breaks off it has not seen.
        if (signal.aborted || error instanceof S3ServiceException || '$metadata' in Object(error)) throw error
        broken = error
      }
      if (round < ROUNDS) await pause(REST * round * (0.5 + Math.random()), undefined, { signal })
    }
    if (broken) throw broken
    return null
  }

  const isThere = (key: string, signal: AbortSignal): Promise<boolean> =>
    fetchWhole(key, signal).then(
      (bytes) => bytes !== null,
      (error: unknown) => {
        if (isMissing(error)) return false
        throw error
      },
    )

  /** @returns whether the photo is there now, whole; otherwise it is worth another round. */
  async function putOnce(key: string, bytes: Uint8Array, over: boolean, signal: AbortSignal): Promise<boolean> {
    try {
      const tag = await send(key, bytes, conditional && !over, signal)
      if (!tagIsMd5 || tag === createHash('md5').update(bytes).digest('hex')) return true
      // Either the store got something else, or its tags are no MD5s.
      const whole = await isThere(key, signal)
      if (whole) tagIsMd5 = false
      return whole
    } catch (error) {
      if (!(error instanceof S3ServiceException)) throw error
      const status = error.$metadata.httpStatusCode
      // Somebody was first, or we were, and the answer was lost.
      if (status === 412) return await isThere(key, signal)
      if (status === 501 && conditional) {
        conditional = false
        return false
      }
      // 409: two with the same photo at the same moment.
      if (status !== 409 && !damagedOnTheWay.test(error.name)) throw error
      return false
    }
  }

  async function probe(signal: AbortSignal): Promise<void> {
    // Writing is proved once; after that reading, so that a bucket with versions does not fill with probes.
    if (!written) await send(PROBE, Buffer.from(PROBE), false, signal)
    written = true
    await fetchOnce(PROBE, signal)
  }

  return {
    async put(key, bytes) {
      checkedKey(key)
      checkContent(key, bytes)
      await within(undefined, async (signal) => {
        for (let round = 1; round <= ROUNDS; round++) {
          // What stands there already and is damaged is written over.
          if (await putOnce(key, bytes, round > 1, signal)) return
          if (round < ROUNDS) await pause(REST * round * (0.5 + Math.random()), undefined, { signal })
        }
        throw new BlobsAwayError('what is sent to it arrives damaged')
      })
    },

    async get(key, signal) {
      checkedKey(key)
      return await within(signal, async (ending) => {
        try {
          const bytes = await fetchWhole(key, ending)
          if (bytes) return bytes
        } catch (error) {
          throw isMissing(error) ? new BlobMissingError(key) : error
        }
        throw new BlobDamagedError(key)
      })
    },

    async remove(key) {
      const Key = checkedKey(key)
      await within(undefined, (abortSignal) =>
        client.send(new DeleteObjectCommand({ Bucket: bucket, Key }), { abortSignal }),
      )
    },

    async ready() {
      try {
        await within(undefined, probe, Math.min(total, READY_LIMIT))
      } catch (error) {
        written = false
        throw explained(error, `the bucket ${bucket} at ${config.endpoint}`)
      }
    },

    async close() {
      deadlines.endAll()
      client.destroy()
    },
  }
}

/** The bucket is there, the photo is not. */
const isMissing = (error: unknown): boolean => error instanceof S3ServiceException && error.name === 'NoSuchKey'

/** What whoever sets the service up can do about it. */
function explained(error: unknown, at: string): unknown {
  if (!(error instanceof S3ServiceException)) return error
  if (error.name === 'NoSuchBucket') return new Error(`${at} does not exist; create it`, { cause: error })
  if (error.$metadata.httpStatusCode === 403) {
    return new Error(`${at} does not accept these keys (${error.name})`, { cause: error })
  }
  if (/checksum/i.test(error.message)) {
    return new Error(`${at} does not take the checksum of a photo (${error.message}); set S3_CHECKSUM=md5`, {
      cause: error,
    })
  }
  return error
}
