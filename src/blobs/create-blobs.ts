import { type Logger, silentLogger } from '../platform/logger.ts'
import type { BlobStore } from './blobs.ts'
import { localBlobs } from './local-blobs.ts'
import { s3Blobs } from './s3-blobs.ts'
import type { S3BlobsConfig } from './s3-client.ts'

/** The bucket when one is configured, else the folder. */
export function createBlobs(config: { s3: S3BlobsConfig | null; folder: string; log?: Logger }): BlobStore {
  const { s3, folder, log = silentLogger } = config
  return tellingChanges(s3 ? s3Blobs(s3) : localBlobs(folder), log)
}

/** Probes ask again and again, and are told no more than whether: why stands in the log, once. */
function tellingChanges(store: BlobStore, log: Logger): BlobStore {
  let away = false
  return {
    ...store,
    async ready() {
      try {
        await store.ready()
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        if (!away) log.error({ error: why }, 'the store of photos is not ready')
        away = true
        throw error
      }
      if (away) log.info({}, 'the store of photos is ready again')
      away = false
    },
  }
}
