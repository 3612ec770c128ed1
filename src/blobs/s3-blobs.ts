import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { BlobMissingError, type BlobStore } from './blobs.ts'
import { checkContent, checkedKey } from './keys.ts'

export interface S3BlobsConfig {
  endpoint: string
  region: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`; most servers other than Amazon's need it. Default true. */
  forcePathStyle?: boolean
}

/** Milliseconds: a photo is at most 10 MB, and the check's own retries come on top. */
const connectTimeout = 5_000
const requestTimeout = 30_000

/** The one object that is no photo; `ready` writes and reads it. */
const probe = 'ready'

/**
 * Photos in a bucket of any S3-compatible store. The bucket must exist; `ready` says so when it does not.
 * The keys need s3:GetObject, s3:PutObject and s3:DeleteObject, and s3:ListBucket: without it a missing photo looks like
 * a refused one. What `remove` takes away is gone for good only in a bucket that keeps no versions.
 */
export function s3Blobs(config: S3BlobsConfig): BlobStore {
  const { bucket } = config
  let written = false
  const client = new S3Client({
    endpoint: config.endpoint,
    region: config.region,
    credentials: { accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey },
    forcePathStyle: config.forcePathStyle ?? true,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: connectTimeout, requestTimeout, throwOnRequestTimeout: true },
    // The SDK's default sends a checksum as a trailer, which stores other than Amazon's often store as part of the photo
    // or refuse. The body's sha256 is part of the signature, so a damaged body is refused anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })

  return {
    async put(key, bytes) {
      const Key = checkedKey(key)
      checkContent(key, bytes)
      try {
        // No writing over what is there. A store that does not know the condition writes the same bytes again.
        await client.send(
          new PutObjectCommand({ Bucket: bucket, Key, Body: bytes, ContentLength: bytes.length, IfNoneMatch: '*' }),
        )
      } catch (error) {
        if (!(error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412)) throw error
      }
    },

    async get(key) {
      const Key = checkedKey(key)
      try {
        const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key }))
        if (!answer.Body) throw new Error(`the photo store answered without a body for ${key}`)
        return await answer.Body.transformToByteArray()
      } catch (error) {
        if (error instanceof S3ServiceException && error.name === 'NoSuchKey') throw new BlobMissingError(key)
        throw error
      }
    },

    async remove(key) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: checkedKey(key) }))
    },

    async ready() {
      try {
        // Writing is proved once; after that reading, so that a bucket with versions does not fill with probes.
        if (!written) await client.send(new PutObjectCommand({ Bucket: bucket, Key: probe, Body: 'ready' }))
        written = true
        await client
          .send(new GetObjectCommand({ Bucket: bucket, Key: probe }))
          .then((answer) => answer.Body?.transformToString())
      } catch (error) {
        written = false
        if (!(error instanceof S3ServiceException)) throw error
        const at = `the bucket ${bucket} at ${config.endpoint}`
        if (error.name === 'NoSuchBucket') throw new Error(`${at} does not exist; create it`, { cause: error })
        if (error.$metadata.httpStatusCode === 403) {
          throw new Error(`${at} does not accept these keys (${error.name})`, { cause: error })
        }
        throw error
      }
    },

    close: async () => client.destroy(),
  }
}
