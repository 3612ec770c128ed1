import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

describe('zhunru demo', () => {
  let temporary = ''
  beforeAll(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'zhunru-demo-test-'))
  })
  afterAll(() => rm(temporary, { recursive: true, force: true }))

  /** All but what tsx keeps for itself. */
  const leftBehind = async () => (await readdir(temporary)).filter((name) => !name.startsWith('tsx-'))

  const demo = (...args: string[]) =>
    spawn(process.execPath, ['--import', 'tsx', main, 'demo', '--lang', 'en', ...args], {
      // Colours, which some shells and CI machines ask for, would stand between the words.
      env: { ...process.env, TMPDIR: temporary, PORT: '0', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })

  it('decides every sample, shows how, ends with 0 when not on a terminal, and leaves nothing behind', async () => {
    const child = demo()
    const lines: string[] = []
    const closed = once(child, 'close')
    for await (const line of createInterface(child.stdout)) lines.push(line)
    expect(await closed).toEqual([0, null])
    expect(lines.filter((line) => /^A-10\d\d .* read ●+ .* clarity ●+ .* scene ● .* match ●/.test(line))).toHaveLength(
      16,
    )
    const rows = lines.filter((line) => /^│ A-10\d\d/.test(line))
    expect(rows).toHaveLength(16)
    for (const outcome of ['approved', 'callback required', 'manual review', 'resubmission required', 'rejected']) {
      expect(rows.some((row) => row.includes(outcome))).toBe(true)
    }
    expect(lines.at(-1)).toMatch(/^16 applications decided: the first after [\d.]+ s, all after [\d.]+ s/)
    expect(await leftBehind()).toEqual([])
  })

  it('stops cleanly on Ctrl-C in the middle of its work, and leaves nothing behind', async () => {
    const child = demo()
    const closed = once(child, 'close')
    for await (const line of createInterface(child.stdout)) {
      if (line.startsWith('Submitting')) child.kill('SIGINT')
    }
    expect(await closed).toEqual([130, null])
    expect(await leftBehind()).toEqual([])
  })
})
