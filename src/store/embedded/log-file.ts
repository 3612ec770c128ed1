import { appendFileSync, renameSync, statSync } from 'node:fs'

/** Bytes per file; one older file is kept, so twice this on disk. */
const maxBytes = 4 * 1024 * 1024

/** Appends what the server says; it says little, so synchronous writing costs nothing and loses nothing at a crash. */
export function openLogFile(path: string): (chunk: Buffer) => void {
  let size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  return (chunk) => {
    try {
      if (size + chunk.length > maxBytes) {
        renameSync(path, `${path}.1`)
        size = 0
      }
      appendFileSync(path, chunk, { mode: 0o600 })
      size += chunk.length
    } catch {
      // A full disk stops the server by itself, and says so to its clients; its log must not stop us.
    }
  }
}
