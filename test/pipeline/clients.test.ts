import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { postgresUrl } from '../support/postgres.ts'
import { sampleFolder, startTestService, type TestService } from '../support/service.ts'

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const DOCUMENT_NUMBER_KEY = '6b'.repeat(32)

let test: TestService
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhunru-clients-'))
  test = await startTestService({ documentNumberKey: DOCUMENT_NUMBER_KEY, apiAccess: 'keys' }, { roles: ['api'] })
})
afterAll(async () => {
  await test.stop()
  await rm(folder, { recursive: true, force: true })
})

function zhunru(args: string[], key?: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = {
    ...process.env,
    DATABASE_URL: postgresUrl(),
    DATABASE_SCHEMA: test.store.schema,
    DOCUMENT_NUMBER_KEY,
    ZHUNRU_DATA_DIR: folder,
    ZHUNRU_URL: test.url,
    ...(key !== undefined && { ZHUNRU_KEY: key }),
  }
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', main, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr })
    })
  })
}

/** A service that asks for keys, and a program that gets one, uses it and loses it. */
it('a program comes in with its key alone, and what it hands in is its own', async () => {
  const without = await zhunru(['status', 'A-1001', '--lang', 'zh'])
  expect(without.code).toBe(2)
  expect(without.stderr).toMatch(/^NOT_SIGNED_IN: .*\n.*zhunru clients add.*ZHUNRU_KEY/)

  const added = await zhunru(['clients', 'add', '收单平台', '--lang', 'zh'])
  expect(added).toMatchObject({ code: 0, stderr: '' })
  const [, id = '', key = ''] = /（(cli_\w+)）[^]*^ {2}(zk_\S+)$/m.exec(added.stdout) ?? []
  expect(await zhunru(['clients', 'add', '收单平台', '--lang', 'en'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('zhunru clients revoke 收单平台'),
  })

  expect(await zhunru(['submit', sampleFolder('A-1001'), '--lang', 'en'], key)).toMatchObject({ code: 0, stderr: '' })
  const { entered_by: by } = await test.store.db
    .selectFrom('application')
    .select('entered_by')
    .executeTakeFirstOrThrow()
  expect(by).toBe(id)
  expect((await zhunru(['status', 'A-1001', '--lang', 'en'], key)).stdout).toContain('A-1001')
  expect((await zhunru(['webhooks', 'list', '--lang', 'en'], key)).code).toBe(0)

  const [client] = JSON.parse((await zhunru(['clients', 'list', '--json'])).stdout)
  expect(client).toMatchObject({ id, name: '收单平台', createdBy: 'local', revokedAt: null })
  expect(client.usedAt).not.toBeNull()
  expect(JSON.stringify(client)).not.toContain(key)

  expect((await zhunru(['clients', 'revoke', '收单平台', '--lang', 'zh'])).stdout).toContain('立即生效')
  const revoked = await zhunru(['webhooks', 'list', '--lang', 'en'], key)
  expect([revoked.code, revoked.stderr.split(':')[0]]).toEqual([2, 'NOT_SIGNED_IN'])
})

it('once people have accounts, a command names one of those who may', async () => {
  const now = new Date()
  const account = { password_hash: 'x', created_by: 'system', created_at: now, updated_at: now }
  await test.store.db
    .insertInto('account')
    .values([
      { ...account, id: 'usr_guan', name: 'guan', display_name: '关理', roles: ['administrator'] },
      { ...account, id: 'usr_ou', name: 'ou', display_name: '欧阳运', roles: ['ops'] },
      { ...account, id: 'usr_old', name: 'old', display_name: '旧', roles: ['ops'], state: 'disabled' },
    ])
    .execute()
  const list = join(folder, 'list.csv')
  await writeFile(list, 'kind,value\nphone,13900139000\n')
  const upload = (as: string, lang = 'en') =>
    zhunru(['blocklist', 'import', list, '--list', 'ours', '--as', as, '--lang', lang])
  expect(await upload('张三', 'zh')).toMatchObject({ code: 2, stderr: expect.stringContaining('没有账号 张三') })
  expect(await upload('guan')).toMatchObject({ code: 2, stderr: expect.stringContaining('None of the roles of guan') })
  expect(await upload('old')).toMatchObject({ code: 2, stderr: expect.stringContaining('disabled') })
  expect(await upload('ou')).toMatchObject({ code: 0 })
  expect((await zhunru(['blocklist', 'list', '--lang', 'en'])).stdout).toContain('ou')

  expect(await zhunru(['clients', 'add', 'second', '--lang', 'en'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--as'),
  })
  expect(await zhunru(['clients', 'add', 'second', '--as', 'guan', '--lang', 'en'])).toMatchObject({ code: 0 })
  const { actor } = await test.store.db
    .selectFrom('audit_entry')
    .select('actor')
    .where('action', '=', 'client.added')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  expect(actor).toBe('usr_guan')
})
