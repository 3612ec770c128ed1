/** Photos by key. Keys are `sha256/ab/abcdef…`: equal files are stored once, and a key never changes its content. */
export interface BlobStore {
  /** Writing a key that exists is no error and changes nothing. */
  put(key: string, bytes: Uint8Array): Promise<void>
  /** Rejects with BlobMissingError when there is none; a check then is tried again. */
  get(key: string): Promise<Uint8Array>
  /** For good. A key that does not exist is no error. */
  remove(key: string): Promise<void>
  /** Whether the store can be reached and written; for readiness. */
  ready(): Promise<void>
  close(): Promise<void>
}

export class BlobMissingError extends Error {
  constructor(key: string) {
    super(`no photo is stored under ${key}`)
    this.name = 'BlobMissingError'
  }
}

export const blobKey = (sha256: string): string => `sha256/${sha256.slice(0, 2)}/${sha256}`
