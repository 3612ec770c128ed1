/** Photos by key. Keys are `sha256/ab/abcdef…`: equal files are stored once, and a key never changes its content. */
export interface BlobStore {
  /**
   * What is put is there, whole, when this resolves. Writing a key that exists is no error and changes nothing, unless what is
   * there is damaged: then it is written anew.
   */
  put(key: string, bytes: Uint8Array): Promise<void>
  /**
   * Compared with its key, which is its hash: what comes back is what was put. Rejects with BlobMissingError when there is none,
   * with BlobDamagedError when what is there has another hash, with BlobsAwayError when the store does not answer.
   */
  get(key: string, signal?: AbortSignal): Promise<Uint8Array>
  /** For good. A key that does not exist is no error. */
  remove(key: string): Promise<void>
  /** Whether the store can be reached and written; for readiness. */
  ready(): Promise<void>
  /** Ends what is under way. */
  close(): Promise<void>
}

export class BlobMissingError extends Error {
  constructor(key: string) {
    super(`no photo is stored under ${key}`)
    this.name = 'BlobMissingError'
  }
}

/** The disk or the store keeps something else than was put there; uploading the photo again mends it. */
export class BlobDamagedError extends Error {
  readonly code = 'PHOTO_DAMAGED'
  constructor(key: string) {
    super(`the photo stored under ${key} is damaged: its content has another hash`)
    this.name = 'BlobDamagedError'
  }
}

/**
 * The store does not answer, or not in time. An outage like that of Postgres (see platform/outage.ts), which says nothing about the
 * photo. What caused it is told in the text alone: whoever looks for the innermost cause shall find this.
 */
export class BlobsAwayError extends Error {
  readonly code = 'PHOTOS_AWAY'
  constructor(why: string) {
    super(`the photo store does not answer: ${why}`)
    this.name = 'BlobsAwayError'
  }
}

export const blobKey = (sha256: string): string => `sha256/${sha256.slice(0, 2)}/${sha256}`
