import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readLink, useLink } from '../../src/access/links.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { keyedHash } from '../../src/platform/keyed-hash.ts'
import { secretBox } from '../../src/platform/secret-box.ts'
import { goodPassword } from '../support/access-room.ts'
import { postgresUrl, testStore } from '../support/postgres.ts'

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const DOCUMENT_NUMBER_KEY = '5b'.repeat(32)
const store = await testStore()
const hash = keyedHash(DOCUMENT_NUMBER_KEY)
const deps = { db: store.db, clock: systemClock, keyedHash: hash, secrets: secretBox(hash('key', 'second factors')) }

/** As an administrator types it, on the service's own database. */
describe('zhunru users', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhunru-users-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const environment = (more: Record<string, string> = {}) => ({
    ...process.env,
    DATABASE_URL: postgresUrl(),
    DATABASE_SCHEMA: store.schema,
    DOCUMENT_NUMBER_KEY,
    ZHUNRU_DATA_DIR: folder,
    ...more,
  })
  function zhunru(args: string[], more?: Record<string, string>) {
    return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const options = { env: environment(more) }
      execFile(process.execPath, ['--import', 'tsx', main, 'users', ...args], options, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr })
      })
    })
  }
  const tokenIn = (text: string): string => /#([\w-]{43})/.exec(text)?.[1] ?? ''

  it('adds an account with a link that lets this person in, and shows it in both languages', async () => {
    expect((await zhunru(['list', '--lang', 'zh'])).stdout).toBe(
      '尚无账号。添加：zhunru users add 用户名 --roles reviewer\n',
    )
    const args = ['add', 'Wang.Fang', '--roles', 'reviewer,caller', '--display', '王芳', '--skills', 'licence, scene']
    const added = await zhunru([...args, '--lang', 'en'], { PUBLIC_URL: 'https://zhunru.example.com' })
    expect(added).toMatchObject({ code: 0, stderr: '' })
    expect(added.stdout).toMatch(
      /^Added the account wang\.fang \(usr_\w+\)\nOne-time link .+\n {2}https:\/\/zhunru\.example\.com\/console\/welcome#[\w-]{43}\n$/,
    )
    expect((await readLink(deps, tokenIn(added.stdout))).account).toMatchObject({
      name: 'wang.fang',
      display_name: '王芳',
      roles: ['reviewer', 'caller'],
      skills: ['licence', 'scene'],
      created_by: 'local',
    })
    const [zh, en] = await Promise.all([zhunru(['list', '--lang', 'zh']), zhunru(['list', '--lang', 'en'])])
    expect(zh.stdout).toBe('wang.fang  王芳  已启用\n  审核员、回访员   技能 licence, scene   未设置密码   从未登录\n')
    expect(en.stdout).toBe(
      'wang.fang  王芳  enabled\n  reviewer, caller   skills licence, scene   no password yet   never signed in\n',
    )
  })

  it.each([
    [['add', 'wang.fang', '--roles', 'ops', '--lang', 'zh'], '用户名 wang.fang 已被使用\n'],
    [
      ['add', '王芳', '--roles', 'ops', '--lang', 'zh'],
      '用户名须为 2-64 个字符：a-z、0-9 和 . _ @ + -，以字母或数字开头\n',
    ],
    [
      ['add', 'li.si', '--roles', 'boss', '--lang', 'en'],
      'There is no role boss; there are reviewer, senior_reviewer, caller, ops, policy_maker, auditor, administrator\n',
    ],
    [
      ['add', 'li.si', '--roles', 'ops', '--skills', 'cooking', '--lang', 'en'],
      'There is no skill cooking; there are identity, licence, account, scene, fraud, micro, appeal\n',
    ],
    [['add', 'li.si', '--roles', 'ops', '--display', ' ', '--lang', 'en'], 'A display name has 1 to 64 characters\n'],
    [['disable', 'nobody', '--lang', 'zh'], '没有名为 nobody 的账号\n'],
  ])('refuses %j', async (args, stderr) => {
    expect(await zhunru(args)).toEqual({ code: 2, stdout: '', stderr })
  })

  it('makes a new link, disables and enables; the last administrator stays', async () => {
    const link = await zhunru(['link', 'wang.fang', '--lang', 'zh'], { PORT: '7411' })
    expect(link.stdout).toMatch(
      /^已为 wang\.fang 生成新的链接，此前的链接已失效\n一次性链接.+\n {2}http:\/\/127\.0\.0\.1:7411\/console\/welcome#[\w-]{43}\n$/,
    )
    expect(await zhunru(['disable', 'wang.fang', '--lang', 'zh'])).toMatchObject({
      code: 0,
      stdout: 'wang.fang 已停用，所有登录立即失效\n',
    })
    expect((await zhunru(['link', 'wang.fang', '--lang', 'en'])).stderr).toBe(
      'The account wang.fang is disabled; ask an administrator\n',
    )
    expect((await zhunru(['enable', 'wang.fang', '--lang', 'en'])).stdout).toBe('wang.fang is enabled\n')
    const boss = JSON.parse((await zhunru(['add', 'boss', '--roles', 'administrator', '--json'])).stdout)
    await useLink(deps, { token: tokenIn(boss.link.url), password: goodPassword })
    expect(await zhunru(['disable', 'boss', '--lang', 'zh'])).toEqual({
      code: 2,
      stdout: '',
      stderr: '至少要保留一名已启用的管理员\n',
    })
    const all = JSON.parse((await zhunru(['list', '--json'])).stdout)
    expect(all.map(({ name, state }: { name: string; state: string }) => [name, state])).toEqual([
      ['boss', 'enabled'],
      ['wang.fang', 'enabled'],
    ])
  })

  it('is not needed at the first start, which prints a link to the terminal, and to no log', async () => {
    const env = environment({ DATABASE_SCHEMA: `${store.schema}_first`, PORT: '0', LOG_LEVEL: 'debug' })
    const args = ['--import', 'tsx', main, 'start', '--role', 'api', '--lang', 'zh']
    const service = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const ended = new Promise((resolve) => service.once('exit', resolve))
    let [stdout, stderr] = ['', '']
    service.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    try {
      await new Promise<void>((resolve, reject) => {
        service.stdout.on('data', (chunk: Buffer) => {
          stdout += chunk.toString()
          if (tokenIn(stdout)) resolve()
        })
        service.once('exit', () => reject(new Error(`ended before it printed a link: ${stdout}${stderr}`)))
      })
    } finally {
      service.kill('SIGTERM')
      await ended
      await store.pool.query(`drop schema if exists "${store.schema}_first" cascade`)
    }
    expect(stdout).toMatch(
      /准入正在监听 (http:\S+)\n尚无可登录的管理员。请用以下一次性链接为 admin 设置密码（24 小时内有效，仅显示在此）：\n {2}\1\/console\/welcome#[\w-]{43}\n/,
    )
    expect(stderr).not.toContain(tokenIn(stdout))
  })
})
