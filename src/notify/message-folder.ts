import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Writes each message into a folder of its own instead of sending it: what a laptop has for a gateway. The file is named
 * after the message, so a second attempt writes the same file again and nobody gets two.
 */
export const messageFolder =
  (folder: string) =>
  async (body: { messageId: string }): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const target = join(folder, `${body.messageId}.json`)
    const draft = `${target}.part`
    await writeFile(draft, JSON.stringify(body, null, 2), { mode: 0o600 })
    await rename(draft, target)
  }
