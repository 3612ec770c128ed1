import type { BlobStore } from '../blobs/blobs.ts'
import type { Logger } from '../platform/logger.ts'
import { createBell } from '../queueing/bell.ts'
import { createQuietErrors } from '../queueing/quiet-errors.ts'
import type { ReviewDeps } from '../review/deps.ts'
import { removeRefusedPhotos } from '../review/refuse-photo.ts'

/** Milliseconds between looks at a table that is nearly always empty. */
const INTERVAL = 5_000

/**
 * Removes the pixels of photos that may not be kept, within seconds of their last check. A loop over what Postgres says,
 * not a job: a lost message must not keep a security code. Any number may run, and outages are waited through.
 */
export function startPhotoRemoval(options: { review: ReviewDeps; blobs: BlobStore; log: Logger }): {
  stop(): Promise<void>
} {
  const { review, blobs, log } = options
  const stopping = new AbortController()
  const bell = createBell(stopping.signal)
  const errors = createQuietErrors(log, stopping.signal)
  const running = run()

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const removed = await removeRefusedPhotos({ ...review, blobs })
        if (removed > 0) log.info({ removed }, 'photos that may not be kept were removed')
      } catch (error) {
        errors.report('photo removal', error)
      }
      await bell.waitFor(INTERVAL)
    }
  }

  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}
