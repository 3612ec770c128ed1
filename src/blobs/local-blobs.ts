import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BlobMissingError, type BlobStore } from './blobs.ts'
import { checkContent, checkedKey } from './keys.ts'

/**
 * Photos in a folder, for one machine. A file appears under its key complete or not at all, also when the power fails:
 * it is written beside, flushed to the disk and then renamed. Only its owner can read it.
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
      const there = await stat(path).catch(() => undefined)
      if (!there) await write(path, bytes)
    },

    async get(key) {
      const path = pathOf(key)
      try {
        return await readFile(path)
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new BlobMissingError(key)
        throw error
      }
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
