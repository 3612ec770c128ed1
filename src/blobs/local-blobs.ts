import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BlobDamagedError, BlobMissingError, type BlobStore } from './blobs.ts'
import { checkContent, checkedKey, isWhole } from './keys.ts'

/**
 * Photos in a folder, for one machine. A file appears under its key complete or not at all, also when the power fails:
 * it is written beside, flushed to the disk and then renamed. Only its owner can read it. Disks lose bits and file systems cut
 * files, so what is read is compared with its key.
 */
export function localBlobs(folder: string): BlobStore {
  const drafts = join(folder, 'drafts')
  const pathOf = (key: string) => join(folder, checkedKey(key))

  const write = async (path: string, bytes: Uint8Array) => {
    await mkdir(drafts, { recursive: true, mode: 0o700 })
    const draft = join(drafts, randomBytes(12).toString('hex'))
    try {
      const file = await open(draft, 'wx', 0o600)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await rename(draft, path)
      await syncFolder(dirname(path))
    } finally {
      await rm(draft, { force: true })
    }
  }

  return {
    async put(key, bytes) {
      const path = pathOf(key)
      checkContent(key, bytes)
      const there = await readFile(path).catch(() => null)
      // What cannot be read, or is no longer what was written, is written anew.
      if (there === null || !isWhole(key, there)) await write(path, bytes)
    },

    async get(key, signal) {
      const path = pathOf(key)
      const bytes = await readFile(path, { signal }).catch((error: unknown) => {
        throw error instanceof Error && 'code' in error && error.code === 'ENOENT' ? new BlobMissingError(key) : error
      })
      if (!isWhole(key, bytes)) throw new BlobDamagedError(key)
      return bytes
    },

    async remove(key) {
      const path = pathOf(key)
      await rm(path, { force: true })
      // Gone also after a power cut, wherever the folder exists at all.
      await syncFolder(dirname(path)).catch((error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
      })
    },

    async ready() {
      await mkdir(drafts, { recursive: true, mode: 0o700 })
      const probe = join(drafts, `ready-${randomBytes(6).toString('hex')}`)
      const file = await open(probe, 'wx', 0o600)
      await file.close()
      await rm(probe)
    },

    close: async () => {},
  }
}

/** The name of a new file is safe only when its folder is. Windows cannot, and does not need to, open a folder. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
