import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFolder } from '../../src/cli/read-folder.ts'
import { postgresUrl } from '../support/postgres.ts'
import { sampleFolder, startTestService, type TestService, untilDecided } from '../support/service.ts'

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const DOCUMENT_NUMBER_KEY = '5a'.repeat(32)

/** Lists of a running service, changed by the command as an operator types it. */
describe('zhunru blocklist', () => {
  let test: TestService
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhunru-blocklist-'))
    test = await startTestService({ documentNumberKey: DOCUMENT_NUMBER_KEY })
  })
  afterAll(async () => {
    await test.stop()
    await rm(folder, { recursive: true, force: true })
  })

  function zhunru(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const env = {
      ...process.env,
      DATABASE_URL: postgresUrl(),
      DATABASE_SCHEMA: test.store.schema,
      DOCUMENT_NUMBER_KEY,
      ZHUNRU_DATA_DIR: folder,
    }
    return new Promise((resolve) => {
      execFile(process.execPath, ['--import', 'tsx', main, 'blocklist', ...args], { env }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr })
      })
    })
  }
  const file = async (name: string, content: string | Uint8Array): Promise<string> => {
    const path = join(folder, name)
    await writeFile(path, content)
    return path
  }

  it('declines whoever is put on a list, from the next decision on, and no longer when taken off it', async () => {
    const [first, second] = [await readFolder(sampleFolder('A-1001')), await readFolder(sampleFolder('A-1003'))]
    const listed = await file(
      'listed.csv',
      `kind,value,reason\nid_number,${first.form.legalPerson.idNumber},ran off\nphone,${second.form.contact.phone},ran off\n`,
    )
    const imported = await zhunru('import', listed, '--list', 'own list', '--as', '张三', '--lang', 'en')
    expect(imported).toMatchObject({ code: 0, stderr: '' })
    expect(imported.stdout).toMatch(/^List "own list": 2 lines imported, 2 entries now, [\d.]+ s\n$/)

    await test.client.submit(first)
    const declined = await untilDecided(test, 'A-1001')
    expect([declined.outcome, declined.reasons.map(({ code }) => code)]).toEqual(['rejected', ['BLOCKLIST_HIT']])
    expect(JSON.stringify(declined.reasons)).not.toMatch(/own list|ran off/)

    const off = await file('off.csv', `kind,value\nphone,${second.form.contact.phone}\n`)
    const removed = await zhunru('remove', 'own list', '--values', off, '--as', '李四', '--lang', 'zh')
    expect(removed).toEqual({ code: 0, stdout: '已从名单“own list”移除 1 条\n', stderr: '' })
    await test.client.submit(second)
    expect((await untilDecided(test, 'A-1003')).outcome).toBe('approved')

    const list = await zhunru('list', '--json')
    expect(JSON.parse(list.stdout)).toMatchObject([{ name: 'own list', entries: 1, changedBy: '李四' }])
    const output = [imported, removed, list].map(({ stdout, stderr }) => stdout + stderr).join('')
    for (const value of [first.form.legalPerson.idNumber, second.form.contact.phone])
      expect(output).not.toContain(value)
  })

  it('says in Chinese and English which lines are bad and why, repeats no value, and imports nothing', async () => {
    const bad = await file(
      'bad.csv',
      'kind,value,reason,until\nphone,13800138000,,\nphone,13800138,,\nfax,13800138001,,\n',
    )
    const zh = await zhunru('import', bad, '--list', 'bad', '--as', '张三', '--lang', 'zh')
    expect(zh).toMatchObject({ code: 2, stdout: '' })
    expect(zh.stderr).toContain('有 2 行无法导入，未导入任何内容')
    expect(zh.stderr).toContain('第 3 行：不是有效的大陆手机号（11 位）')
    expect(zh.stderr).toContain('第 4 行：kind 须为')
    const en = await zhunru('import', bad, '--list', 'bad', '--as', '张三', '--lang', 'en')
    expect(en.stderr).toContain('line 3: not a mobile number of mainland China (11 digits)')
    expect(zh.stderr + en.stderr).not.toContain('1380013')

    const skipping = await zhunru('import', bad, '--list', 'bad', '--as', '张三', '--skip-bad', '--lang', 'en')
    expect(skipping.code).toBe(0)
    expect(skipping.stderr).toContain('2 lines were left out')
    expect(skipping.stdout).toContain('1 line imported, 1 entry now')
  })

  it('shows the lists in Chinese and English', async () => {
    const gbk = Buffer.concat([
      Buffer.from('kind,value,reason\naddress,'),
      Buffer.from([0xb3, 0xc9, 0xb6, 0xbc, 0xca, 0xd0, 0xb4, 0xba, 0xce, 0xf5, 0xc2, 0xb7]),
      Buffer.from('1,\n'),
    ])
    const imported = await zhunru(
      'import',
      await file('gbk.csv', gbk),
      '--list',
      '同业共享',
      '--as',
      '张三',
      '--lang',
      'zh',
    )
    expect(imported).toMatchObject({ code: 0 })
    expect(imported.stderr).toContain('按 GBK/GB 18030 读取')
    const zh = await zhunru('list', '--lang', 'zh')
    expect(zh.stdout).toMatch(/同业共享 {2}1 条\n {2}地址 1\n {2}最近由 张三 于 \d{4}\/\d/)
    const en = await zhunru('list', '--lang', 'en')
    expect(en.stdout).toMatch(/同业共享 {2}1 entry\n {2}addresses 1\n {2}last changed by 张三 at \d\d\//)
  })

  it.each([
    ['without a name of the list', ['import', 'x.csv', '--as', 'me'], '--list'],
    ['without who does it', ['import', 'x.csv', '--list', 'own'], '--as'],
    ['with a name that is none', ['import', 'x.csv', '--list', 'a,b', '--as', 'me'], 'the name of a list'],
    ['with a file that is not there', ['import', 'x.csv', '--list', 'own', '--as', 'me'], 'cannot be opened'],
    ['with a list that is not there', ['remove', 'nobody', '--as', 'me'], 'There is no list "nobody"'],
  ])('%s ends with 2 and says what is wrong', async (_, args, text) => {
    const { code, stdout, stderr } = await zhunru(...args, '--lang', 'en')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(text)
  })
})
