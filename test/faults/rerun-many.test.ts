/**
 * R8: thousands of failures are run again by a filter. Real rows, each with its ledger, its decision and its free case.
 * `FAULTS=long`: 10,000 of them, as the goals count.
 */
import { afterAll, describe, expect, it } from 'vitest'
import { beginReruns } from '../../src/review/rerun/begin-reruns.ts'
import { copyApplications } from '../support/copy-applications.ts'
import { recordCheckFailure } from '../../src/review/record-evidence.ts'
import { rerunRoom } from '../integration/review/rerun/rerun-room.ts'
import { isLong } from './support/random.ts'

const MANY = isLong ? 10_000 : 1_000
/** Of them so many are of persons of their own, and are looked at and decided here as the workers do. */
const REAL = isLong ? 100 : 10

const room = await rerunRoom()
const { store, deps, clock, reruns, person, later, withFailedReading } = room
const figures: Record<string, number> = {}
afterAll(() => process.stdout.write(`R8 with ${MANY} failures: ${JSON.stringify(figures)} ms\n`))

async function timed<T>(name: string, act: () => Promise<T>): Promise<T> {
  const began = performance.now()
  const result = await act()
  figures[name] = Math.round(performance.now() - began)
  return result
}

const one = async <T>(sql: string, values: unknown[] = []): Promise<T> => {
  const { rows } = await store.pool.query(sql, values)
  return rows[0]
}

describe(`${MANY} failures run again`, async () => {
  const ops = await person()
  const another = await person()
  const original = await withFailedReading()
  const real = [original]
  while (real.length < REAL) real.push(await withFailedReading())
  await copyApplications(store, original.reference, MANY - REAL, { spread: 1_000, at: clock.at.getTime() })
  await store.pool.query('analyze')
  const filter = { steps: ['document-ocr' as const], classes: ['config'] }
  const plan = { mode: 'failed' as const, filter, rate: 1_000 }

  it('a dry run takes a second at most', async () => {
    const tried = await timed('dryRun', () => reruns.try(plan))
    expect(tried).toMatchObject({
      matched: MANY,
      count: MANY,
      skipped: [],
      failures: [{ step: 'document-ocr', class: 'config', code: 'FILE_OF_OURS_MISSING', count: MANY }],
      sideEffects: { decided: 0, openCases: MANY },
      approval: [{ cause: 'many' }],
    })
    expect(tried.sample).toHaveLength(20)
    expect(figures['dryRun']).toBeLessThan(1_000)
  })

  it('a batch is cancelled within two seconds, and nothing of it has happened', async () => {
    const batch = await timed('ask', () => reruns.start({ ...plan, reason: '识别模型已补齐', count: MANY }, ops))
    expect(batch.state).toBe('waiting')
    await reruns.approve({ id: batch.id, actor: another })
    later(1)
    await beginReruns(deps)
    const cancelled = await timed('cancel', () => reruns.cancel({ id: batch.id, actor: ops }))
    expect(figures['cancel']).toBeLessThan(2_000)
    expect(cancelled.statistics.byState).toMatchObject({ waiting: 0, running: 0, cancelled: MANY })
    expect(await one('select count(*)::int as n from application where run > 1')).toEqual({ n: 0 })
  })

  it('all are enqueued within thirty seconds, and every one of them is written down', async () => {
    await store.pool.query('delete from outbox')
    const batch = await reruns.start({ ...plan, reason: '识别模型已补齐', count: MANY }, ops)
    await reruns.approve({ id: batch.id, actor: another })
    await timed('enqueue', async () => {
      // The clock stands still here: it is moved on as fast as the rate allows.
      for (let begun = 0; begun < MANY;) {
        later(1)
        begun += await beginReruns(deps)
      }
    })
    expect(figures['enqueue']).toBeLessThan(30_000)
    expect((await reruns.read(batch.id, ops)).statistics.byState).toMatchObject({ running: MANY })
    expect(await one("select count(*)::int as n from outbox where message->>'again' = 'true'")).toEqual({ n: MANY })
    const audited =
      'select count(distinct application_id)::int as n from audit_entry where subject = $1 and action = $2'
    expect(await one(audited, [batch.id, 'rerun.begun'])).toEqual({ n: MANY })
    // Two lines of each wait for their jobs; all others were taken over.
    expect(
      await one(`select count(*)::int as n from check_run join rerun_item using (application_id, revision, run)
        where batch_id = '${batch.id}' and status = 'pending'`),
    ).toEqual({ n: 2 * MANY })
  })

  it('no decision is changed, and none is made without a change of the result', async () => {
    const before = await decisionsNow()
    for (const [n, application] of real.entries()) {
      const aside = await room.asideOf(application.id)
      // Of every second one the reading fails again as it did before.
      if (n % 2 === 1)
        await recordCheckFailure(deps, { ...aside, ...reading }, 'the model is missing', 'FILE_OF_OURS_MISSING')
      await room.work(aside, application)
    }
    expect(await decisionsNow()).toEqual(before)
    const again = real.filter((_, n) => n % 2 === 0)
    const ids = real.map(({ id }) => id)
    expect(
      await one(
        `select (count(*) filter (where result = 'same'))::int as same,
          (count(*) filter (where result = 'outcome_changed'))::int as changed
         from rerun_item where state = 'done' and application_id = any ($1)`,
        [ids],
      ),
    ).toEqual({ same: real.length - again.length, changed: again.length })
    const { rows } = await store.pool.query(
      'select distinct application_id as id from decision where run > 1 order by 1',
    )
    expect(rows.map(({ id }) => id)).toEqual(again.map(({ id }) => id).sort())
    const ended = "select count(distinct application_id)::int as n from audit_entry where action = 'rerun.ended'"
    expect(await one(ended)).toEqual({ n: real.length })
  })
})

const reading = { check: 'ocr', slot: 'bank_card' } as const
/** Every decision of a first run, to the last byte. */
const decisionsNow = () =>
  one(`select count(*), md5(string_agg(decision::text, '' order by id)) from decision where run = 1`)
