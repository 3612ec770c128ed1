import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failureGroups, failurePage } from '../../src/contracts/failure-view.ts'
import { failureUseCases } from '../../src/review/failures/use-cases.ts'
import { recordCheckFailure } from '../../src/review/record-evidence.ts'
import { reviewRoom } from '../integration/review/room.ts'
import { postgresUrl } from '../support/postgres.ts'

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const room = await reviewRoom()

/** As whoever runs the installation types it, on the service's own database. */
describe('zhunru failures', () => {
  let folder = ''
  let fingerprint = ''
  const references: string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhunru-failures-'))
    for (const slot of ['id_portrait', 'id_portrait', 'bank_card'] as const) {
      const application = await room.submit(await room.uploadAll())
      references.push(application.reference)
      const ref = { ...room.screeningOf(application), check: 'ocr', slot } as const
      await recordCheckFailure(room.deps, ref, `photo process ${references.length} ended`, 'PROCESS_DIED')
    }
    const failures = failureUseCases(room.deps)
    fingerprint = (await failures.groups({ limit: 1 })).groups[0]?.fingerprint ?? ''
    await failures.note({ fingerprint, note: '内存不足，已扩容', actor: { id: 'local', roles: ['ops'] } })
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const zhunru = (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const env = {
        ...process.env,
        DATABASE_URL: postgresUrl(),
        DATABASE_SCHEMA: room.store.schema,
        DOCUMENT_NUMBER_KEY: '7'.repeat(64),
        ZHUNRU_DATA_DIR: folder,
        NO_COLOR: '1',
      }
      execFile(process.execPath, ['--import', 'tsx', main, 'failures', ...args], { env }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr })
      })
    })

  it('shows each fault once, with what it is, what helps and what people say, in both languages', async () => {
    const zh = await zhunru('--lang', 'zh')
    expect(zh).toMatchObject({ code: 0, stderr: '' })
    expect(zh.stdout.split('\n')).toEqual([
      `${fingerprint}  看图进程中途退出  证照识别 · 程序 · PROCESS_DIED`,
      '  待处理 3，共 3 次，涉及 3 个进件',
      '  2026-11-23 10:00:00',
      expect.stringMatching(/^ {2}photo process \d ended$/),
      '  查看主机内存与日志，然后重跑',
      '  local 于 2026-11-23 10:00:00 看过',
      '  备注（local，2026-11-23 10:00:00）：内存不足，已扩容',
      `  逐个查看：zhunru failures --group ${fingerprint}`,
      '',
    ])
    const en = await zhunru('--lang', 'en', '--class', 'engine', '--step', 'document-ocr')
    expect(en.stdout).toContain('3 still matter, 3 in all, of 3 application(s)')
    expect(en.stdout).toContain(`One by one: zhunru failures --group ${fingerprint}`)
  })

  it('shows who met a fault, page by page, and how to run them again', async () => {
    const first = await zhunru('--lang', 'en', '--group', fingerprint, '--limit', '2')
    expect(first.stdout).toContain(`Try running them again: zhunru rerun --group ${fingerprint}`)
    const next = /--after (\S+)/.exec(first.stdout)?.[1] ?? ''
    const second = await zhunru('--lang', 'en', '--group', fingerprint, '--after', next)
    const met = (text: string) => references.filter((reference) => text.includes(reference.slice(0, 12)))
    expect([...met(first.stdout), ...met(second.stdout)].sort()).toEqual([...references].sort())
    expect(met(second.stdout)).toHaveLength(1)
  })

  it('as JSON it is what the API answers', async () => {
    expect(failureGroups.parse(JSON.parse((await zhunru('--json')).stdout)).groups).toHaveLength(1)
    expect(failurePage.parse(JSON.parse((await zhunru('--each', '--json')).stdout)).failures).toHaveLength(3)
  })

  it('says so when nothing fits, and what is wrong with an option', async () => {
    expect((await zhunru('--lang', 'zh', '--class', 'gateway')).stdout).toBe('没有符合条件的失败\n')
    const badTime = await zhunru('--lang', 'zh', '--since', 'gestern')
    expect(badTime).toMatchObject({ code: 2, stdout: '' })
    expect(badTime.stderr).toContain('无法识别的时间：gestern')
    for (const wrong of [
      ['--class', 'x'],
      ['--group', 'xyz'],
      ['--limit', '0'],
      ['--step', 'x'],
    ]) {
      expect((await zhunru(...wrong)).code).toBe(2)
    }
  })
})
