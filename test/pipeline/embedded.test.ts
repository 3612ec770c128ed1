import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { createClient } from '../../src/cli/client.ts'
import { readFolder } from '../../src/cli/read-folder.ts'
import { sampleFolder } from '../support/service.ts'

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

/** `zhunru start` as a process of its own, with everything embedded in `dataDir`. */
async function start(dataDir: string): Promise<{ process: ChildProcess; url: string; stderr: () => string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', main, 'start', '--lang', 'en'], {
    env: { ...process.env, ZHUNRU_DATA_DIR: dataDir, PORT: '0', DATABASE_URL: '', REDIS_URL: '', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  for await (const line of createInterface(child.stdout)) {
    const url = /listening on (\S+)/.exec(line)?.[1]
    if (url) return { process: child, url, stderr: () => stderr }
  }
  throw new Error(`the service ended before it listened:\n${stderr}`)
}

describe('zhunru start, everything embedded', () => {
  let dataDir = ''
  let running: ChildProcess | null = null
  afterAll(async () => {
    if (running && running.exitCode === null && running.signalCode === null) {
      const ended = once(running, 'exit')
      running.kill('SIGKILL')
      await ended
    }
    await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
  })

  it('survives kill -9 in the middle of its work, and stops cleanly on Ctrl-C', async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'zhunru-embedded-'))
    const first = await start(dataDir)
    running = first.process
    const { id } = await createClient({ url: first.url }).submit(await readFolder(sampleFolder('A-1001')))
    const killed = once(first.process, 'exit')
    first.process.kill('SIGKILL')
    await killed

    const second = await start(dataDir)
    running = second.process
    const client = createClient({ url: second.url })
    // The application was taken before the crash; nobody submits it again.
    await expect.poll(async () => (await client.find('A-1001'))?.outcome, { timeout: 550_000 }).toBe('approved')
    expect((await client.find('A-1001'))?.id).toBe(id)

    const stopped = once(second.process, 'exit')
    second.process.kill('SIGINT')
    expect(await stopped).toEqual([0, null])
    expect(second.stderr()).toBe('')
  })
})
