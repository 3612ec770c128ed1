import type { BlobStore } from './blobs.ts'

/**
 * Whether the photos have answered since the process began: for those that take requests. One that was given the wrong bucket or
 * keys never becomes ready, and a roll-out stops at it; one whose store goes away later goes on being asked, for all but
 * uploads and looks at photos works without: applications are taken in, cases decided, calls made.
 */
export function answeredOnce({ ready }: Pick<BlobStore, 'ready'>): () => Promise<void> {
  let answered = false
  return async () => {
    if (answered) return
    await ready()
    answered = true
  }
}
