import { randomBytes } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { queueNames } from '../../../queues/index.ts'
import { type Config, loadConfig } from '../../../src/platform/config.ts'
import {
  checkClock,
  checkConnections,
  checkRights,
  checkServer,
  checkTables,
} from '../../../src/service/doctor/check-database.ts'
import { checkKey } from '../../../src/service/doctor/check-key.ts'
import {
  checkCanaries,
  checkFlow,
  checkPeople,
  checkPolicy,
  checkProcesses,
} from '../../../src/service/doctor/check-running.ts'
import { type ExaminedDatabase, openExamined } from '../../../src/service/doctor/database.ts'
import { tell } from '../../../src/service/doctor/finding.ts'
import { keyedHash } from '../../../src/platform/keyed-hash.ts'
import { freePort } from '../../support/free-port.ts'
import { postgresUrl, testStore } from '../../support/postgres.ts'

const store = await testStore()
const key = 'd4'.repeat(32)
const config: Config = {
  ...loadConfig({ DATABASE_URL: postgresUrl(), DOCUMENT_NUMBER_KEY: key }),
  databaseSchema: store.schema,
}
const hide = (text: string) => text
const opened: ExaminedDatabase[] = []
const roles: string[] = []
async function open(changed: Partial<Config> = {}): Promise<ExaminedDatabase> {
  const { database, finding } = await openExamined({ ...config, ...changed }, hide)
  if (!database) throw new Error(`not opened: ${finding.code}`)
  opened.push(database)
  return database
}
const database = await open()
afterAll(async () => {
  for (const each of opened) await each.close()
  for (const role of roles) await store.pool.query(`drop owned by ${role}; drop role ${role}`)
})
const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code)
const run = (text: string, values: unknown[] = []) => store.pool.query(text, values)

describe('the database', () => {
  it('that is well is told so', async () => {
    expect(codes(await checkServer(database, 'DATABASE_URL'))).toEqual(['POSTGRES_OK'])
    expect(codes(await checkRights(database, config, true))).toEqual(['RIGHTS_OK'])
    expect(codes(checkTables(database, config.databaseSchema))).toEqual(['TABLES_OK'])
    expect(codes(await checkClock(database, Date.now))).toEqual(['CLOCK_OK'])
    const { rows } = await run(`select tablename from pg_tables where tablename = 'doctor_probe'`)
    expect(rows).toEqual([])
  })

  it('that is not there, or does not let us in, is told by variable', async () => {
    const away = `postgres://zhunru:hunter2@127.0.0.1:${await freePort()}/zhunru`
    expect((await openExamined({ ...config, databaseUrl: away }, hide)).finding).toMatchObject({
      code: 'POSTGRES_AWAY',
      values: { variable: 'DATABASE_URL', where: expect.not.stringContaining('hunter2') },
    })
    const other = new URL(postgresUrl())
    other.pathname = '/nobody_made_this'
    const { finding } = await openExamined({ ...config, databaseUrl: other.href }, hide)
    expect(finding?.code).toBe('POSTGRES_REFUSES')
  })

  it('without tables, with too few, and with too many', async () => {
    const empty = await open({ databaseSchema: `test_${randomBytes(6).toString('hex')}` })
    expect(codes(checkTables(empty, 'x'))).toEqual(['TABLES_NONE'])
    const { rows } = await run('select name, timestamp from migration order by name desc limit 1')
    await run('delete from migration where name = $1', [rows[0].name])
    expect(codes(checkTables(await open(), 'x'))).toEqual(['TABLES_PENDING'])
    await run('insert into migration (name, timestamp) values ($1, $2)', [rows[0].name, rows[0].timestamp])
    await run(`insert into migration (name, timestamp) values ('9999-later', $1)`, [rows[0].timestamp])
    const newer = await open()
    expect(checkTables(newer, 'x')).toMatchObject([{ code: 'TABLES_NEWER', values: { names: '9999-later' } }])
    expect(newer.fits).toBe(false)
    await run(`delete from migration where name = '9999-later'`)
  })

  it('whose user may not make tables says which right is missing', async () => {
    const role = `doctor_${randomBytes(4).toString('hex')}`
    await run(`create role ${role} login password 'hunter2'`)
    roles.push(role)
    await run(`grant usage on schema "${store.schema}" to ${role}`)
    await run(`grant select on all tables in schema "${store.schema}" to ${role}`)
    const url = new URL(postgresUrl())
    url.username = role
    url.password = 'hunter2'
    const findings = await checkRights(await open({ databaseUrl: url.href }), config, true)
    expect(codes(findings)).toEqual(['RIGHT_MISSING', 'RIGHT_MISSING'])
    expect(tell(findings[0]!).advice?.en).toBe(
      `As the owner of the database run: grant all on schema "${store.schema}" to "${role}"`,
    )
    expect(tell(findings[1]!).advice?.en).toContain('grant create on database')
  })

  it('whose clock is another is told of', async () => {
    expect(await checkClock(database, () => Date.now() + 90_000)).toMatchObject([
      { code: 'CLOCK_DIFFERS', values: { seconds: 90 } },
    ])
  })

  it('that only reads is told of', async () => {
    const url = new URL(postgresUrl())
    url.searchParams.set('options', '-c default_transaction_read_only=on')
    expect(codes(await checkServer(await open({ databaseUrl: url.href }), 'DATABASE_URL'))).toEqual([
      'POSTGRES_READ_ONLY',
    ])
  })

  it('was begun with one key, and with that alone it goes on', async () => {
    expect(codes(await checkKey(database, config))).toEqual(['KEY_NEW'])
    await run('insert into hash_key (check_value) values ($1)', [keyedHash(key)('check', 'zhunru')])
    expect(codes(await checkKey(database, config))).toEqual(['KEY_OK'])
    expect(codes(await checkKey(database, { ...config, documentNumberKey: 'ab'.repeat(32) }))).toEqual(['KEY_WRONG'])
    const lost = { documentNumberKey: null, dataDir: '/nonexistent' }
    expect(codes(await checkKey(database, lost))).toEqual(['KEY_LOST'])
  })
})

describe('what runs', () => {
  const process = (id: string, changed: Record<string, unknown> = {}) => {
    const row = {
      id,
      host: 'worker-1',
      pid: 31,
      roles: ['api', 'worker', 'relay'],
      queues: [...queueNames],
      version: '0.1.0',
      engines: '{}',
      started_at: new Date(Date.now() - 600_000),
      seen_at: new Date(),
      doing: '[]',
      stopping: false,
      ...changed,
    }
    const names = Object.keys(row)
    const places = names.map((_, n) => `$${n + 1}`).join()
    return run(`insert into process (${names.join()}) values (${places})`, Object.values(row))
  }
  beforeEach(async () => {
    await run('truncate process, canary, queue_pause, reconciler_look, outbox')
  })

  it('nothing', async () => {
    expect(codes(await checkProcesses(database))).toEqual(['NOTHING_RUNS'])
    expect(codes(await checkFlow(database))).toEqual(['OUTBOX_OK', 'FAILURES_NONE'])
  })

  it('everything', async () => {
    await process('prc_1')
    expect(codes(await checkProcesses(database))).toEqual(['PROCESSES_OK'])
    expect(codes(await checkConnections(database, config, true))).toEqual(['CONNECTIONS_OK'])
    expect(codes(await checkConnections(database, { ...config, databasePoolSize: 10_000 }, true))).toEqual([
      'CONNECTIONS_SHORT',
    ])
  })

  it('but for a role, or a queue', async () => {
    await process('prc_1', { roles: ['api', 'worker'], queues: queueNames.filter((name) => name !== 'decision') })
    const findings = await checkProcesses(database)
    expect(codes(findings)).toEqual(['PROCESSES_OK', 'ROLE_MISSING', 'QUEUE_UNSERVED'])
    expect(findings.slice(1).map((each) => tell(each).advice?.en)).toEqual([
      'npx zhunru start --role relay',
      'npx zhunru start --role worker --queues decision',
    ])
  })

  it('in two versions, silent, and stopping', async () => {
    await process('prc_1')
    await process('prc_2', { version: '0.2.0' })
    await process('prc_3', { seen_at: new Date(Date.now() - 30_000) })
    await process('prc_4', { stopping: true })
    expect(codes(await checkProcesses(database))).toEqual([
      'PROCESSES_OK',
      'VERSIONS_DIFFER',
      'PROCESS_SILENT',
      'PROCESS_STOPPING',
    ])
  })

  it('with canaries that nobody answers, and queues that are paused', async () => {
    await process('prc_1')
    expect(await checkCanaries(database)).toEqual([])
    const now = new Date()
    await run(`insert into canary (queue, job_id, published_at, answered_at) values ('decision', 'c', $1, $1)`, [now])
    expect(codes(await checkCanaries(database))).toEqual(['CANARIES_OK'])
    await run(`update canary set answered_at = null, late_since = $1`, [new Date(now.getTime() - 120_000)])
    expect(await checkCanaries(database)).toMatchObject([{ code: 'CANARY_LATE', values: { queues: 'decision' } }])
    await run('update process set started_at = now()')
    expect(codes(await checkCanaries(database))).toEqual(['CANARY_YOUNG'])
    await run(
      `insert into queue_pause (queue, reason, paused_by, paused_at) values ('notification', 'x', 'acc_1', $1)`,
      [new Date(now.getTime() - 300_000)],
    )
    expect(await checkCanaries(database)).toContainEqual({
      code: 'QUEUE_PAUSED',
      values: { queue: 'notification', minutes: 5 },
    })
  })

  it('with a reconciler and a relay that do not', async () => {
    await process('prc_1')
    const look = (seconds: number) =>
      run(
        `insert into reconciler_look (kind, looked_at, took_ms, suspects, lost) values ('run', $1, 1, 0, 0)
        on conflict (kind) do update set looked_at = excluded.looked_at`,
        [new Date(Date.now() - seconds * 1_000)],
      )
    await look(3)
    expect(codes(await checkFlow(database))).toEqual(['RECONCILER_OK', 'OUTBOX_OK', 'FAILURES_NONE'])
    await look(120)
    await run(`insert into outbox (message, created_at) values ('{}', $1)`, [new Date(Date.now() - 90_000)])
    expect(codes(await checkFlow(database))).toEqual(['RECONCILER_LATE', 'OUTBOX_LATE', 'FAILURES_NONE'])
  })

  it('without an administrator and a policy', async () => {
    expect(codes(await checkPeople(database))).toEqual(['ADMINISTRATOR_NONE'])
    expect(codes(await checkPolicy(database, config))).toEqual(['POLICY_NONE'])
    expect(codes(await checkPolicy(database, { policyFile: '/nonexistent.yaml' }))).toEqual(['POLICY_FILE_WRONG'])
  })
})
