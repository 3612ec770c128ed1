import type { BlobStore } from './blobs.ts'
import { localBlobs } from './local-blobs.ts'
import { s3Blobs } from './s3-blobs.ts'
import type { S3BlobsConfig } from './s3-client.ts'

/** The bucket when one is configured, else the folder. */
export function createBlobs(config: { s3: S3BlobsConfig | null; folder: string }): BlobStore {
  return config.s3 ? s3Blobs(config.s3) : localBlobs(config.folder)
}
