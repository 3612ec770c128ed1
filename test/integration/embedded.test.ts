import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { silentLogger } from '../../src/platform/logger.ts'
import { type EmbeddedPostgres, FolderHeldError, startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts'
import { isAlive, isPostmasterOf, recordedPid } from '../../src/store/embedded/postmaster.ts'

let dataDir: string
let running: EmbeddedPostgres[]
let hosts: ChildProcess[]

beforeEach(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'zhunru-embedded-')), 'deep', 'postgres')
  running = []
  hosts = []
})
afterEach(async () => {
  for (const host of hosts) host.kill('SIGKILL')
  await Promise.all(running.map((postgres) => postgres.stop()))
  const pid = await recordedPid(cluster())
  if (pid && (await isPostmasterOf(pid, await realpath(cluster())))) process.kill(pid, 'SIGQUIT')
  await rm(join(dataDir, '..', '..'), { recursive: true, force: true })
})

const cluster = () => join(dataDir, 'data')

/** Without waiting for the disk: what is killed here is never the machine. */
async function start(throwaway = true): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: silentLogger, throwaway })
  running.push(postgres)
  return postgres
}

interface Hello {
  connectionString: string
  pid: number
  error: string
}

/** The same in a process of its own. */
async function startHost(): Promise<{ host: ChildProcess; hello: Hello }> {
  const host = fork(fileURLToPath(new URL('embedded-host.ts', import.meta.url)), [dataDir], {
    execArgv: ['--import', 'tsx'],
  })
  hosts.push(host)
  const [hello] = (await once(host, 'message')) as [Hello]
  return { host, hello }
}

async function query(connectionString: string, text: string): Promise<unknown[][]> {
  const client = new Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<unknown[]>({ text, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

/** Until the condition holds; the test's own time limit ends it. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20))
}

const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)

test('makes the folder, starts, keeps the data over a restart, and leaves nothing running', async () => {
  const first = await start()
  await query(first.connectionString, `create table kept as select '准入' as word`)
  const pid = first.pid() ?? 0
  await first.stop()
  expect(isAlive(pid)).toBe(false)
  expect(existsSync(join(cluster(), 'postmaster.pid'))).toBe(false)
  const second = await start()
  expect(await query(second.connectionString, 'select word from kept')).toEqual([['准入']])
})

test('asks for a password that only the owner can read, listens on 127.0.0.1 alone, and sorts the same everywhere', async () => {
  const { connectionString } = await start(false)
  const url = new URL(connectionString)
  expect(url.hostname).toBe('127.0.0.1')
  expect(url.password).toHaveLength(32)
  expect((await readFile(join(dataDir, 'password'), 'utf8')).trim()).toBe(url.password)
  expect(await mode(join(dataDir, 'password'))).toBe('600')
  expect(await mode(dataDir)).toBe('700')
  expect(await mode(join(dataDir, 'postgres.log'))).toBe('600')
  url.password = 'another'
  await expect(query(url.href, 'select 1')).rejects.toThrow('password authentication failed')
  const settings = [
    'listen_addresses',
    'unix_socket_directories',
    'server_encoding',
    'fsync',
    'synchronous_commit',
    'password_encryption',
  ]
  const values = await query(
    connectionString,
    `select ${settings.map((name) => `current_setting('${name}')`).join(', ')}`,
  )
  expect(values).toEqual([['127.0.0.1', '', 'UTF8', 'on', 'on', 'scram-sha-256']])
  expect(await query(connectionString, `select datcollate from pg_database where datname = 'postgres'`)).toEqual([
    ['C'],
  ])
})

test('a server killed with kill -9 comes back at the same address, with what was committed', async () => {
  const postgres = await start()
  await query(postgres.connectionString, 'create table kept as select 1 as n')
  const before = postgres.pid() ?? 0
  process.kill(before, 'SIGKILL')
  await until(async () => postgres.pid() !== undefined && postgres.pid() !== before)
  expect(await query(postgres.connectionString, 'select n from kept')).toEqual([[1]])
})

test('a parent killed with kill -9 takes its server along, and the next start has the data', async () => {
  const { host, hello } = await startHost()
  await query(hello.connectionString, 'create table kept as select 1 as n')
  host.kill('SIGKILL')
  await until(async () => !isAlive(hello.pid))
  const next = await start()
  expect(await query(next.connectionString, 'select n from kept')).toEqual([[1]])
})

test('a start at once after kill -9 of the parent finds the old server still there, and replaces it', async () => {
  const { host, hello } = await startHost()
  await query(hello.connectionString, 'create table kept as select 1 as n')
  // Stopped, it cannot obey anyone: neither the guard's request nor the new start's, until it is continued.
  process.kill(hello.pid, 'SIGSTOP')
  host.kill('SIGKILL')
  await once(host, 'exit')
  const starting = start()
  setTimeout(() => process.kill(hello.pid, 'SIGCONT'), 300)
  const next = await starting
  expect(next.pid()).not.toBe(hello.pid)
  expect(await query(next.connectionString, 'select n from kept')).toEqual([[1]])
})

test('parent and server killed together: the next start replays the log', async () => {
  const { host, hello } = await startHost()
  await query(hello.connectionString, 'create table kept as select 1 as n')
  host.kill('SIGKILL')
  process.kill(hello.pid, 'SIGKILL')
  const next = await start()
  expect(await query(next.connectionString, 'select n from kept')).toEqual([[1]])
})

test.each([
  ['of a process that is gone', '2147483000'],
  ['of a number that another program has by now', String(process.pid)],
  ['cut short', ''],
])('a lock file %s is no obstacle', async (_, pid) => {
  const first = await start()
  await query(first.connectionString, 'create table kept as select 1 as n')
  const file = join(cluster(), 'postmaster.pid')
  const content = await readFile(file, 'utf8')
  await first.stop()
  await writeFile(file, pid && content.replace(/^\d+/, pid))
  const second = await start()
  expect(await query(second.connectionString, 'select n from kept')).toEqual([[1]])
})

test('an initialisation that was cut short is begun again', async () => {
  await mkdir(join(dataDir, 'data.new-half'), { recursive: true })
  await writeFile(join(dataDir, 'data.new-half', 'PG_VERSION'), '18\n')
  const postgres = await start()
  expect(await query(postgres.connectionString, 'select 1')).toEqual([[1]])
  expect((await readdir(dataDir)).sort()).toEqual(['data', 'password', 'postgres.log'])
})

test('of two starts at the same time one wins, and the other says who holds the folder', async () => {
  const answers = await Promise.all([startHost(), startHost()])
  const [winner, loser] = answers[0].hello.error ? [answers[1], answers[0]] : [answers[0], answers[1]]
  expect(winner.hello.connectionString).toMatch(/^postgres:/)
  expect(loser.hello.error).toBe(
    `FolderHeldError: the data folder ${await realpath(dataDir)} is in use by ${loser.hello.error.match(/process \d+, since \S+Z/)?.[0]}; stop that one first, or choose another folder`,
  )
  expect(loser.hello.error).toContain(`process ${winner.host.pid},`)
})

test('the folder under another name is the same folder, and free again after stop', async () => {
  const first = await start()
  const otherName = join(dataDir, '..', 'link')
  await symlink(dataDir, otherName)
  await expect(startEmbeddedPostgres({ dataDir: otherName, log: silentLogger })).rejects.toThrow(FolderHeldError)
  await first.stop()
  dataDir = otherName
  await start()
})

test('data of another major version is left alone, with the reason', async () => {
  await mkdir(cluster(), { recursive: true })
  await writeFile(join(cluster(), 'PG_VERSION'), '15\n')
  await expect(start()).rejects.toThrow('was written by Postgres 15')
  expect(await readFile(join(cluster(), 'PG_VERSION'), 'utf8')).toBe('15\n')
})

test('a server that cannot start says why, and frees the folder', async () => {
  const first = await start()
  await first.stop()
  await rm(join(cluster(), 'global'), { recursive: true })
  await expect(start()).rejects.toThrow(/Postgres did not start: .*could not/s)
  await expect(start()).rejects.not.toThrow(FolderHeldError)
})
