import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { queueNames } from '../../../queues/index.ts'
import { processList } from '../../../src/contracts/process-view.ts'
import { queueChanged } from '../../../src/contracts/queue-control.ts'
import { type Actor, type Role, roles } from '../../../src/domain/permissions.ts'
import { type BackendConfig, openBackend, type QueueBackend } from '../../../src/queueing/backend.ts'
import { canaries } from '../../../src/queueing/canaries.ts'
import { operationsUseCases } from '../../../src/review/operations/use-cases.ts'
import { answerCanary } from '../../../src/store/canaries.ts'
import { signOfLife } from '../../../src/store/processes.ts'
import { startWorkers } from '../../../workers/main.ts'
import { localAccess, testApi } from '../../support/api.ts'
import { testStore } from '../../support/postgres.ts'
import { queueSwitch } from '../../support/queue-switch.ts'
import { createDatastore, type TestDatastore } from '../queueing/datastores.ts'
import { createRecord, createTestLog, definitionsFor, freshApplication } from '../queueing/helpers.ts'

const store = await testStore()
const clock = { at: new Date('2026-11-23T02:00:00Z'), now: () => clock.at }
const reason = '银行核验接口维护，预计 30 分钟'
const ops: Actor = { id: 'usr_ops', roles: ['ops'] }

/** The API over these queues, with keys that are the names of roles. */
async function api(queues: Parameters<typeof operationsUseCases>[0]['queues']) {
  const operations = operationsUseCases({ db: store.db, clock, queues })
  const client = async (key: string) => (key === 'ops' ? ops : { id: `usr_${key}`, roles: [key as Role] })
  const { app } = await testApi({ operations }, { ...localAccess, client, local: false })
  const ask = async (who: string | null, url: string, payload?: unknown) => {
    const answer = await app.inject({
      method: payload === undefined ? 'GET' : 'POST',
      url,
      headers: { ...(who && { authorization: `Bearer ${who}` }), 'content-type': 'application/json' },
      ...(payload !== undefined && { payload: JSON.stringify(payload) }),
    })
    return { status: answer.statusCode, body: answer.json() }
  }
  const change = (what: 'pause' | 'resume', queue: string, body: unknown = { reason }, who: string | null = 'ops') =>
    ask(who, `/v1/operations/queues/${queue}/${what}`, body)
  return { ask, change }
}

const auditEntries = () =>
  store.db
    .selectFrom('audit_entry')
    .select(['actor', 'action', 'subject', 'details'])
    .where('subject', 'in', queueNames)
    .orderBy('id')
    .execute()

afterEach(async () => {
  await store.pool.query(`truncate "${store.schema}".canary, "${store.schema}".queue_pause`)
})

describe('who asks, and how', () => {
  test.each(['pause', 'resume'] as const)('to %s a queue is for ops alone', async (what) => {
    const { change } = await api(queueSwitch())
    const answers: Record<string, string> = {}
    for (const role of roles) {
      const { status, body } = await change(what, 'decision', { reason }, role)
      answers[role] = `${status} ${body.error?.code ?? ''}`
    }
    const refused = Object.fromEntries(roles.map((role) => [role, '403 NOT_ALLOWED']))
    expect(answers).toEqual({ ...refused, ops: '200 ' })
    expect(await change(what, 'decision', { reason }, null)).toMatchObject({
      status: 401,
      body: { error: { code: 'NOT_SIGNED_IN' } },
    })
  })

  test.each([{}, { reason: '' }, { reason: '  \n ' }, { reason: 'ok' }, { reason: 'x'.repeat(301) }, { reason: 7 }])(
    'without a reason that says something nothing is changed: %j',
    async (body) => {
      const switches = queueSwitch()
      const { change } = await api(switches)
      const before = (await auditEntries()).length
      for (const what of ['pause', 'resume'] as const) {
        const answer = await change(what, 'decision', body)
        expect(answer).toMatchObject({ status: 422, body: { error: { code: 'INVALID_FIELD' } } })
        expect(answer.body.error.errors.map(({ field }: { field: string }) => field)).toEqual(['reason'])
      }
      expect(switches.paused.size).toBe(0)
      expect((await auditEntries()).length).toBe(before)
    },
  )

  test('what the contract does not know is refused, as is what is no JSON', async () => {
    const { change } = await api(queueSwitch())
    expect(await change('pause', 'decision', { reason, until: '2026-11-23' })).toMatchObject({ status: 422 })
    expect(await change('pause', 'decision', ['pause'])).toMatchObject({ status: 422 })
  })

  test.each(['decisions', 'DECISION', 'constructor', 'decision%00', '../decision', '%7Bzhunru%7D'])(
    'there is no queue %s',
    async (name) => {
      const switches = queueSwitch()
      const { change } = await api(switches)
      for (const what of ['pause', 'resume'] as const) {
        expect(await change(what, encodeURIComponent(decodeURIComponent(name)))).toMatchObject({
          status: 404,
          body: { error: { code: 'NOT_FOUND' } },
        })
      }
      expect(switches.paused.size).toBe(0)
      expect(await store.db.selectFrom('queue_pause').selectAll().execute()).toEqual([])
    },
  )

  test('again it takes the new reason; a queue that runs is resumed in vain; each change is in the audit trail', async () => {
    const switches = queueSwitch()
    const { change } = await api(switches)
    const before = (await auditEntries()).length
    const first = await change('pause', 'notification', { reason: '短信网关异常' })
    expect(queueChanged.strict().parse(first.body)).toEqual(first.body)
    expect(first.body).toMatchObject({ name: 'notification', applied: true, paused: { reason: '短信网关异常' } })
    clock.at = new Date('2026-11-23T02:05:00Z')
    expect((await change('pause', 'notification', { reason: '网关仍未恢复' })).body).toMatchObject({
      paused: { reason: '网关仍未恢复', by: { id: 'usr_ops' }, at: '2026-11-23T02:05:00.000Z' },
    })
    expect([...switches.paused]).toEqual(['notification'])
    for (const _ of [1, 2]) {
      expect(await change('resume', 'notification', { reason: '已恢复' })).toMatchObject({
        status: 200,
        body: { paused: null, applied: true },
      })
    }
    expect(switches.paused.size).toBe(0)
    expect((await auditEntries()).slice(before)).toEqual([
      { actor: 'usr_ops', action: 'queue.paused', subject: 'notification', details: { reason: '短信网关异常' } },
      { actor: 'usr_ops', action: 'queue.paused', subject: 'notification', details: { reason: '网关仍未恢复' } },
      { actor: 'usr_ops', action: 'queue.resumed', subject: 'notification', details: { reason: '已恢复' } },
    ])
  })
})

test('the processes are told to ops, auditors and administrators, as the contract says', async () => {
  const { ask } = await api(queueSwitch())
  const doing = [{ queue: 'decision', jobId: 'app_1-r1-1-decision', attempt: 1, since: '2026-11-23T01:59:59.000Z' }]
  const sign = { id: 'prc_1', roles: ['worker'], queues: ['decision'], version: '0.1.0', engines: { ocr: 'stub/1' } }
  await signOfLife(store.db, { ...sign, startedAt: clock.at, doing, stopping: true })
  const allowed: Role[] = []
  for (const role of roles) {
    const { status, body } = await ask(role, '/v1/operations/processes')
    if (status !== 200) continue
    allowed.push(role)
    expect(processList.strict().parse(body)).toEqual(body)
    expect(body.processes).toMatchObject([{ ...sign, state: 'stopping', doing }])
  }
  expect(allowed).toEqual(roles.filter((role) => ['ops', 'auditor', 'administrator'].includes(role)))
})

describe.each(['redis', 'postgres'] as const)('queues on %s', (kind) => {
  let datastore: TestDatastore
  let config: BackendConfig
  const log = createTestLog()
  const open: (() => Promise<unknown>)[] = []

  beforeAll(async () => {
    datastore = await createDatastore[kind]()
    await datastore.start()
  })
  afterEach(async () => {
    for (const close of open.toReversed()) await close()
    open.length = 0
  })
  afterAll(() => datastore.dispose())

  /** What one more process has: queues of its own, and workers on them. */
  async function another(did: ReturnType<typeof createRecord>) {
    const backend = openBackend(config, { log })
    open.push(() => backend.close())
    await backend.ready()
    const answered = createRecord()
    const workers = await startWorkers({
      backend,
      definitions: definitionsFor({
        decision: { process: async (payload) => did.add((payload as { applicationId: string }).applicationId) },
        callback: { process: async (payload) => did.add((payload as { applicationId: string }).applicationId) },
      }),
      log,
      answerCanary: async (queue) => {
        await answerCanary(store.db, queue, 'prc_one')
        answered.add(queue)
      },
    })
    open.push(() => workers.stop(1_000))
    return { backend, answered, workers }
  }

  async function submit(backend: QueueBackend, queue: 'decision' | 'callback' = 'decision'): Promise<string> {
    const applicationId = freshApplication()
    await backend.publishJob(queue, { applicationId, revision: 1, run: 1 })
    return applicationId
  }

  test('no process takes a job of a paused queue, nor one that is started afterwards; resumed, all is taken up', async () => {
    config = datastore.freshConfig()
    const did = createRecord()
    const { backend, answered: _, workers } = await another(did)
    const { change } = await api(backend)
    await did.untilHas(await submit(backend))

    expect(await change('pause', 'decision')).toMatchObject({ status: 200, body: { applied: true } })
    const held = [await submit(backend), await submit(backend), await submit(backend)]
    const late = await another(did)
    held.push(await submit(late.backend))
    expect(await late.backend.isPaused('decision')).toBe(true)
    // Everybody is at work: the other queues' canaries are answered by either, and their jobs are done.
    await canaries({ store, backend, log })()
    await did.untilHas(await submit(backend, 'callback'))
    await did.untilHas(await submit(late.backend, 'callback'))
    await canaryOf('callback')
    expect(did.entries.filter((id) => held.includes(id))).toEqual([])
    expect((await backend.counts()).decision).toMatchObject({ waiting: held.length, active: 0 })
    // They go on asking for jobs: none of them passes for dead.
    for (const each of [workers, late.workers]) expect(each.lateBy().filter(({ ms }) => ms > 0)).toEqual([])
    // However long it lasts, nobody is alarmed about it.
    await store.pool.query(`update "${store.schema}".canary set published_at = published_at - interval '1 hour'`)
    await canaries({ store, backend, log })()
    expect(log.lines.filter((line) => line.includes('nobody answers') && line.includes('"decision"'))).toEqual([])

    const resumed = performance.now()
    expect(await change('resume', 'decision')).toMatchObject({ status: 200, body: { applied: true, paused: null } })
    for (const id of held) await did.untilHas(id)
    console.info(`${kind}: resumed, ${held.length} jobs were done within ${Math.round(performance.now() - resumed)} ms`)
    expect(did.entries.filter((id) => held.includes(id)).toSorted()).toEqual(held.toSorted())
    // Not by chance of a poll: sooner than any worker would have looked by itself.
    expect(performance.now() - resumed).toBeLessThan(5_000)
  })

  async function canaryOf(queue: string): Promise<void> {
    for (;;) {
      const row = await store.db
        .selectFrom('canary')
        .select('answered_at')
        .where('queue', '=', queue)
        .executeTakeFirst()
      if (row?.answered_at) return
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
})
