import { afterEach, describe, expect, it } from 'vitest'
import { openBackend } from '../../../src/queueing/backend.ts'
import { listProcesses } from '../../../src/review/operations/processes.ts'
import { startHeartbeat } from '../../../src/service/start-heartbeat.ts'
import { type ProcessSign, signOfLife } from '../../../src/store/processes.ts'
import { createJobsInHand } from '../../../workers/jobs-in-hand.ts'
import { startWorkers } from '../../../workers/main.ts'
import { postgresUrl, testStore } from '../../support/postgres.ts'
import { createGate, createRecord, createTestLog, definitionsFor, freshApplication } from '../queueing/helpers.ts'

const store = await testStore()
const clock = { at: new Date('2026-11-23T02:00:00Z'), now: () => clock.at }
const log = createTestLog()
const open: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of open.toReversed()) await close()
  open.length = 0
  log.lines.length = 0
  await store.db.deleteFrom('process').execute()
})

const is = { roles: ['worker'], queues: ['decision'], version: '0.1.0', startedAt: clock.at }

/** A process as its heartbeat sees it. What it says of itself may be changed, and so may how its workers are. */
function beating(id: string, doing: () => ProcessSign['doing'] = () => []) {
  const stopping = new AbortController()
  const beats = createRecord()
  const says = { ...is, id, engines: {} }
  const deaf: string[] = []
  const heartbeat = startHeartbeat({
    store,
    log,
    health: {
      // Asked after each sign of life.
      live: async () => {
        beats.add('beat')
        return { ok: deaf.length === 0, deaf: [...deaf] }
      },
    },
    sign: () => ({ ...says, doing: doing(), stopping: stopping.signal.aborted }),
    stopping: stopping.signal,
    every: 20,
  })
  open.push(() => heartbeat.stop())
  /** Waits for a sign that was begun after this moment: for the end of the second from now. */
  const next = () => {
    const before = beats.entries.length
    return beats.until((all) => all.length >= before + 2)
  }
  return { heartbeat, says, deaf, next, stop: () => stopping.abort() }
}

const listed = async () => (await listProcesses(store)).map(({ id, state }) => `${id} ${state}`)
/** Postgres's clock says how old a sign is. */
const age = (id: string, seconds: number) =>
  store.pool.query(
    `update "${store.schema}".process set seen_at = clock_timestamp() - $2 * interval '1 second' where id = $1`,
    [id, seconds],
  )

describe('a sign of life', () => {
  it('says who the process is, and is kept up to date', async () => {
    const { says, next } = beating('prc_1')
    await next()
    const [first] = await listProcesses(store)
    expect(first).toMatchObject({
      id: 'prc_1',
      pid: process.pid,
      roles: ['worker'],
      queues: ['decision'],
      version: '0.1.0',
      engines: {},
      startedAt: '2026-11-23T02:00:00.000Z',
      state: 'running',
      doing: [],
    })
    expect(first?.host).toMatch(/./)
    // Known only once the models are loaded.
    says.engines = { ocr: 'ppocr-4.1' }
    await next()
    const [second, ...others] = await listProcesses(store)
    expect(others).toEqual([])
    expect(second).toMatchObject({ engines: { ocr: 'ppocr-4.1' }, startedAt: first?.startedAt })
    expect(Date.parse(second?.seenAt ?? '')).toBeGreaterThan(Date.parse(first?.seenAt ?? ''))
  })

  it('says at once that the process stops, and is taken back when it has', async () => {
    const { heartbeat, next, stop } = beating('prc_1')
    await next()
    stop()
    await next()
    expect(await listed()).toEqual(['prc_1 stopping'])
    await heartbeat.stop()
    expect(await listed()).toEqual([])
  })

  it('that does not come any more makes a process silent, and others forget it', async () => {
    const one = beating('prc_1')
    await one.next()
    // As kill -9 leaves it: a row that nobody keeps up to date.
    await signOfLife(store.db, { ...is, id: 'prc_0', engines: {}, doing: [], stopping: false })
    await age('prc_0', 19)
    expect(await listed()).toEqual(['prc_0 running', 'prc_1 running'])
    await age('prc_0', 21)
    expect(await listed()).toEqual(['prc_0 silent', 'prc_1 running'])
    await age('prc_0', 58)
    await one.next()
    expect(await listed()).toEqual(['prc_0 silent', 'prc_1 running'])
    await age('prc_0', 61)
    await one.next()
    expect(await listed()).toEqual(['prc_1 running'])
  })

  it('comes again when the database is back, and the process goes on meanwhile', async () => {
    const { next } = beating('prc_1')
    await next()
    await store.pool.query(`alter table "${store.schema}".process rename to process_away`)
    await next()
    await store.pool.query(`alter table "${store.schema}".process_away rename to process`)
    await age('prc_1', 30)
    await next()
    expect(await listed()).toEqual(['prc_1 running'])
    expect(log.lines.filter((line) => line.includes('sign of life'))).toHaveLength(1)
  })

  it('is followed by a line of the log when workers ask for no more jobs, once', async () => {
    const { deaf, next } = beating('prc_1')
    await next()
    deaf.push('decision')
    await next()
    await next()
    deaf.pop()
    await next()
    const told = log.lines.filter((line) => line.includes('ask for no more jobs'))
    expect(told).toEqual(['error workers of this process ask for no more jobs: start it anew {"queues":"decision"}'])
  })
})

it('what a process is doing is the job that its worker has in hand, for as long as it has it', async () => {
  const schema = `${store.schema}_queues`
  const backend = openBackend({ kind: 'postgres', connectionString: postgresUrl(), schema }, { log })
  open.push(async () => {
    await backend.close()
    await store.pool.query(`drop schema "${schema}" cascade`)
  })
  await backend.ready()
  const [begun, goOn, ended] = [createRecord(), createGate(), createRecord()]
  const inHand = createJobsInHand(clock)
  const workers = await startWorkers({
    backend,
    definitions: definitionsFor({
      decision: {
        process: async (payload) => {
          begun.add((payload as { applicationId: string }).applicationId)
          await goOn.opened
        },
      },
    }),
    log,
    watch: (attempt) => {
      const end = inHand.watch(attempt)
      return (how) => {
        end(how)
        ended.add(attempt.jobId)
      }
    },
  })
  open.push(() => workers.stop(1_000))
  const { next } = beating('prc_1', () => inHand.list())
  const applicationId = freshApplication()
  await backend.publishJob('decision', { applicationId, revision: 1, run: 1 })
  await begun.untilHas(applicationId)
  await next()
  const [working] = await listProcesses(store)
  const jobId = `${applicationId}-r1-n1-decision`
  expect(working?.doing).toEqual([{ queue: 'decision', jobId, attempt: 1, since: '2026-11-23T02:00:00.000Z' }])
  goOn.open()
  await ended.untilHas(jobId)
  await next()
  expect((await listProcesses(store))[0]?.doing).toEqual([])
})
