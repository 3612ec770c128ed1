import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadPolicy } from '../../src/service/load-policy.ts'
import { publishShipped } from '../../src/review/policy/shipped-policy.ts'
import { fillDecisions } from '../bench/backtest/fill.ts'
import { postgresUrl, testStore } from '../support/postgres.ts'
import { policyFile } from '../unit/domain/sample.ts'

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const store = await testStore()
let folder: string

/** The command as a user runs it, on the database of this file. */
function policy(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: postgresUrl(),
    DATABASE_SCHEMA: store.schema,
    DOCUMENT_NUMBER_KEY: '7'.repeat(64),
    NO_COLOR: '1',
  }
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', main, 'policy', ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr })
    })
  })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhunru-policy-'))
  const shipped = await loadPolicy(null)
  await publishShipped({ db: store.db, clock: { now: () => new Date() } }, shipped)
  const [from, to] = [new Date('2026-11-01T00:00:00+08:00'), new Date('2026-11-10T00:00:00+08:00')]
  await fillDecisions(store, { count: 64, policy: shipped.policy, from, to })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function file(name: string, change: (text: string) => string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, change(await readFile(policyFile, 'utf8')))
  return path
}

describe('zhunru policy', () => {
  it('check tells line and key, in the language asked for, and ends with 2', async () => {
    const spoilt = await file('spoilt.yaml', (text) =>
      text.replace('  IMG_BLURRY: return\n', '').replace('minAge: 18', 'minage: 18'),
    )
    const [en, zh] = await Promise.all([
      policy('check', spoilt, '--lang', 'en'),
      policy('check', spoilt, '--lang', 'zh'),
    ])
    expect([en.code, zh.code]).toEqual([2, 2])
    expect(en.stderr).toMatch(
      /^spoilt\.yaml:\d+ {2}severity\.IMG_BLURRY: missing; write one of info, callback, review, return, decline$/m,
    )
    expect(en.stderr).toMatch(/^spoilt\.yaml:\d+ {2}identity\.minage: .*did you mean identity\.minAge\?$/m)
    expect(zh.stderr).toMatch(/^spoilt\.yaml:\d+ {2}severity\.IMG_BLURRY: 缺少；请填写 info、callback/m)
    // A version that is kept with another text.
    const changed = await file('changed.yaml', (text) => text.replace('minAge: 18', 'minAge: 20'))
    const taken = await policy('check', changed, '--lang', 'en')
    expect(taken).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/changed\.yaml:3 {2}version: 2026-11-5 was kept/),
    })
    expect(await policy('check', changed, '--offline', '--lang', 'en')).toMatchObject({ code: 0 })
    expect((await policy('check', join(folder, 'none.yaml'), '--lang', 'en')).code).toBe(2)
  })

  it('publish needs two people; list and diff show what was done', async () => {
    const next = await file('next.yaml', (text) =>
      text
        .replace('version: 2026-11-5', 'version: 2026-12-1')
        .replace('SCENE_SIGN_MISMATCH: callback', 'SCENE_SIGN_MISMATCH: review'),
    )
    expect((await policy('publish', next, '--as', 'anna', '--lang', 'en')).stderr).toContain('--note must say')
    const proposed = await policy('publish', next, '--as', 'anna', '--note', 'signs to a person', '--lang', 'en')
    expect(proposed).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('zhunru policy publish 2026-12-1 --as NAME'),
    })
    expect(proposed.stdout).toContain('callback → review')
    expect(await policy('publish', '2026-12-1', '--as', 'Anna', '--lang', 'zh')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('不能由同一人确认'),
    })
    const confirmed = await policy('publish', '2026-12-1', '--as', 'bert', '--lang', 'en')
    expect(confirmed.stdout).toContain(
      '2026-12-1 was confirmed by bert and decides from now on, in place of 2026-11-5.',
    )
    const list = await policy('list', '--lang', 'zh')
    expect(list.stdout).toMatch(/● 2026-12-1 {2}生效中/)
    expect(list.stdout).toMatch(/○ 2026-11-5 {2}已被取代/)
    expect(list.stdout).toContain('signs to a person')
    const diff = await policy('diff', '2026-11-5', 'current', '--json')
    expect(JSON.parse(diff.stdout)).toMatchObject({
      changes: [{ key: 'severity.SCENE_SIGN_MISMATCH', before: 'callback', after: 'review', direction: 'stricter' }],
    })
    const shown = await policy('show', '2026-12-1')
    expect(shown.stdout).toBe(await readFile(next, 'utf8'))
  })

  it('backtest prints a table, JSON and a page that loads nothing', async () => {
    const page = join(folder, 'page.html')
    const days = ['--since', '2026-11-01', '--until', '2026-11-10']
    const [zh, json] = await Promise.all([
      policy('backtest', 'current', ...days, '--html', page, '--lang', 'zh'),
      policy('backtest', 'current', ...days, '--json'),
    ])
    expect(zh.code).toBe(0)
    expect(zh.stdout).toContain('64 个决定')
    expect(zh.stdout).toMatch(/电话回访 → 人工审核/)
    const run = JSON.parse(json.stdout) as { decisions: number; flips: object[] }
    expect(run.decisions).toBe(64)
    expect(run.flips.length).toBeGreaterThan(0)
    const html = await readFile(page, 'utf8')
    expect(html).toContain('<svg')
    expect(html).not.toMatch(/(?:src|href)=|url\(|@import|<script/)
    const none = await policy(
      'backtest',
      'current',
      '--since',
      '2020-01-01',
      '--until',
      '2020-02-01',
      '--html',
      page,
      '--lang',
      'en',
    )
    expect(none).toMatchObject({ code: 0, stdout: expect.stringContaining('There are no decisions in this time.') })
    expect(await policy('backtest', 'current', '--since', 'yesterday')).toMatchObject({ code: 2 })
  })

  it('verify finds the record as the rules say', async () => {
    const verified = await policy('verify', '--since', '2026-11-01', '--json')
    // Filled by the benchmark, which is another program.
    expect(JSON.parse(verified.stdout)).toMatchObject({ decisions: 64, same: 64 })
    expect(verified.code).toBe(0)
  })
})
