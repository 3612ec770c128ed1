import { S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import { BlobDamagedError, BlobMissingError, BlobsAwayError } from './blobs.ts'

export interface S3BlobsConfig {
  endpoint: string
  region: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`; most servers other than Amazon's need it. Default true. */
  forcePathStyle?: boolean
  /** By which header the store is told what it must have received. Default `sha256`. */
  checksum?: S3Checksum
}

/**
 * `sha256` is kept by the store beside the object (`x-amz-checksum-sha256`); some refuse that header, as Backblaze B2 long did.
 * `md5` (`Content-MD5`) is as old as S3 itself.
 */
type S3Checksum = 'sha256' | 'md5'

/** Milliseconds. */
export interface S3Limits {
  /** Until a connection is taken. */
  connect: number
  /** Until one request is answered, its body sent. */
  request: number
  /** For all attempts together. */
  total: number
}

/**
 * A photo of 10 MB takes 8 s at 10 Mbit/s. All attempts together stay below the time that Postgres leaves a transaction idle
 * (open-store.ts: 60 s), for a photo is stored inside one.
 */
export const usualLimits: S3Limits = { connect: 3_000, request: 15_000, total: 25_000 }

/** The SDK's own, with backoff and jitter: for connections that break, time limits, 5xx and throttling. */
const ATTEMPTS = 3
/** Sockets to the store, used again; what comes beyond them waits for one. */
const SOCKETS = 50

export const s3Client = (config: S3BlobsConfig, limits: S3Limits): S3Client =>
  new S3Client({
    endpoint: config.endpoint,
    region: config.region,
    credentials: { accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey },
    forcePathStyle: config.forcePathStyle ?? true,
    maxAttempts: ATTEMPTS,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: limits.connect,
      requestTimeout: limits.request,
      // A body that stops coming.
      socketTimeout: limits.request,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: SOCKETS },
    },
    // The SDK's default sends a checksum as a trailer of an `aws-chunked` body, which other stores refuse (OSS, R2, B2) or keep as
    // part of the photo. Ours is a plain header, and the body's sha256 is part of the signature besides.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })

/**
 * What the store or the SDK says, as a caller is to see it: what tells of the photo or of the configuration stays what it is,
 * all else is an outage.
 */
export function asBlobError(error: unknown): unknown {
  if (error instanceof BlobMissingError || error instanceof BlobDamagedError || error instanceof BlobsAwayError) {
    return error
  }
  if (error instanceof RangeError) return error
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
  // 4xx: keys, bucket, a request that this store does not take. 408 and 429 are a matter of time, as 5xx are.
  if (status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429) return error
  return new BlobsAwayError(shortName(error, status))
}

/** What tells faults apart: a code of the system or of the store, never what a proxy wrote on its page. */
function shortName(error: unknown, status: number | undefined): string {
  if (!(error instanceof Error)) return 'unknown'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return status === undefined || code.includes(String(status)) ? code : `${code} (${status})`
}
