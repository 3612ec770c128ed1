import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { withStore } from '../../../src/cli/with-store.ts'
import { loadConfig } from '../../../src/platform/config.ts'
import { silentLogger } from '../../../src/platform/logger.ts'
import type { CommandStore } from '../../../src/service/open-command-store.ts'

const count = ({ store }: CommandStore) => store.pool.query('select 1 from hash_key').then(({ rowCount }) => rowCount)

it('starts the database of a folder for a command, which a second command joins, and stops it after both', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'zhunru-command-'))
  const config = { ...loadConfig({}), dataDir }
  try {
    let leave = () => {}
    let second: Promise<unknown> | undefined
    const first = withStore(config, silentLogger, async (parts) => {
      await new Promise<void>((joined, failed) => {
        second = withStore(config, silentLogger, async (other) => {
          expect(other.store.connectionString).toBe(parts.store.connectionString)
          expect(other.keyedHash('check', 'a')).toBe(parts.keyedHash('check', 'a'))
          const left = new Promise<void>((resolve) => (leave = resolve))
          joined()
          await left
          // The first command has done its work; its server waits for this one.
          expect(await count(other)).toBe(1)
        })
        second.catch(failed)
      })
      expect(await count(parts)).toBe(1)
      setImmediate(leave)
    })
    await Promise.all([first, second])
    // Stopped, so that another command starts it again and finds what was written.
    expect(await withStore(config, silentLogger, count)).toBe(1)
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
})
