import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RerunBatch, RerunDryRun, RerunItems } from '../../src/contracts/rerun-view.ts'
import { PermanentError } from '../../src/platform/permanent-error.ts'
import { followEvents } from '../../src/store/events.ts'
import { stubChecks } from '../bench/pipeline/stub-checks.ts'
import { submitInvented, uploadInvented } from '../support/invented.ts'
import { postgresUrl } from '../support/postgres.ts'
import { createTestRedis, type TestRedis } from '../support/redis.ts'
import { startTestService, type TestService, untilDecided } from '../support/service.ts'

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const documentNumberKey = '5b'.repeat(32)

/** While it is so, no photo of a bank card can be read. */
let modelIsMissing = false
const checks = {
  ...stubChecks,
  ocr: async (kind: Parameters<typeof stubChecks.ocr>[0], bytes: Uint8Array) => {
    if (modelIsMissing && kind === 'bank_card') throw new PermanentError('the model is missing')
    return await stubChecks.ocr(kind, bytes)
  },
}

const wordsOf = (line: string): string[] => line.split(' ')

/** As somebody of operations types it, while the service runs. */
describe.each(['redis', 'postgres'] as const)('zhunru rerun, with queues on %s', (kind) => {
  let redis: TestRedis | null = null
  let test: TestService
  beforeAll(async () => {
    redis = kind === 'redis' ? await createTestRedis() : null
    await redis?.start()
    test = await startTestService(
      { redisUrl: redis?.url ?? null, documentNumberKey, rerunAlone: 1 },
      { startChecks: async () => checks },
    )
  })
  afterAll(async () => {
    await test.stop()
    await redis?.dispose()
  })

  function zhunru(...args: string[]) {
    const env = {
      ...process.env,
      DATABASE_URL: postgresUrl(),
      DATABASE_SCHEMA: test.store.schema,
      DOCUMENT_NUMBER_KEY: documentNumberKey,
      ZHUNRU_DATA_DIR: test.dataDir,
      RERUN_ALONE_MAX: '1',
    }
    return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      execFile(process.execPath, ['--import', 'tsx', main, 'rerun', ...args], { env }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr })
      })
    })
  }
  const answer = async <T>(...args: string[]): Promise<T> => {
    const { code, stdout, stderr } = await zhunru(...args, '--json')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return JSON.parse(stdout)
  }

  const decided = async (reference: string) => {
    const application = await uploadInvented(test, reference)
    expect((await submitInvented(test, application)).status).toBe(202)
    return await untilDecided(test, reference)
  }
  /** Until the service itself has come to its end with an application, whatever that is. */
  const untilEvent = async (id: string, type: string) => {
    const stop = new AbortController()
    const events = followEvents(test.store, { afterId: '0', applicationIds: [id], types: [type], signal: stop.signal })
    for await (const event of events) {
      stop.abort()
      return event
    }
    throw new Error(`the events ended before ${type}`)
  }

  it('finds what failed, shows it, runs it again, and the application goes on', async () => {
    modelIsMissing = true
    const reference = `RERUN-${kind}`
    const { id, outcome } = await decided(reference)
    expect(outcome).toBe('manual_review')
    await untilEvent(id, 'case.opened')
    modelIsMissing = false

    const tried = await answer<RerunDryRun>('--dry-run', '--step', 'document-ocr')
    expect(tried).toMatchObject({ matched: 1, count: 1, sideEffects: { openCases: 1, decided: 0 }, approval: [] })
    const shown = await zhunru('--step', 'document-ocr', '--lang', 'zh')
    expect(shown.stdout).toContain('符合条件 1 件，将重跑 1 件')
    expect(shown.stdout).toContain('zhunru rerun start --step document-ocr --lang zh --count 1')

    const reason = ['--reason', '识别模型已补齐']
    const more = await zhunru(
      'start',
      '--outcome',
      'approved',
      '--mode',
      'whole',
      '--count',
      '1',
      ...reason,
      '--lang',
      'en',
    )
    expect(more).toMatchObject({ code: 2, stderr: expect.stringContaining('RERUN_NOTHING') })
    const batch = await answer<RerunBatch>('start', '--step', 'document-ocr', '--count', '1', ...reason)
    expect(batch).toMatchObject({ state: 'running', askedBy: { id: 'local' }, reason: '识别模型已补齐' })
    const ended = await untilEvent(id, 'rerun.ended')
    expect(ended.data).toMatchObject({ batch: batch.id, run: 2, result: 'outcome_changed' })
    expect(await test.client.find(reference)).toMatchObject({ status: 'approved', outcome: 'approved' })

    const { items } = await answer<RerunItems>('show', batch.id)
    expect(items).toMatchObject([{ application: { reference }, run: 2, gone: ['CHECK_FAILED'], state: 'done' }])
    const told = await zhunru('show', batch.id, '--lang', 'en')
    expect(told.stdout).toContain('manual review → approved')
    // Two looks: at the card alone, and at what rests on it; all else was taken over.
    const { rows } = await test.store.pool.query(
      `select "check", slot from check_run where application_id = $1 and run = 2 and attempts = 1
        and started_at >= (select started_at from rerun_item where application_id = $1) order by 1`,
      [id],
    )
    expect(rows).toEqual(expect.arrayContaining([{ check: 'ocr', slot: 'bank_card' }]))
  })

  it('in shadow shows what would be, and nothing changes', async () => {
    const reference = `SHADOW-${kind}`
    const { id } = await decided(reference)
    modelIsMissing = true
    // The same engine has seen these very photos: nothing is looked at twice, so that the fault is not even met.
    const batch = await answer<RerunBatch>(
      ...wordsOf(`start --mode shadow --application ${id} --count 1 --reason 看新版本有何不同`),
    )
    expect((await untilEvent(id, 'rerun.ended')).data).toMatchObject({ batch: batch.id, result: 'same' })
    modelIsMissing = false
    expect(await test.client.find(reference)).toMatchObject({ status: 'approved' })
    const { rows } = await test.store.pool.query('select run from application where id = $1', [id])
    expect(rows).toEqual([{ run: 1 }])
  })

  it('of decided ones waits for another person, and says what is wrong', async () => {
    const { id } = await decided(`DECIDED-${kind}`)
    const start = wordsOf(`start --mode whole --application ${id} --count 1 --reason 新策略上线后复核`)
    const batch = await answer<RerunBatch>(...start)
    expect(batch).toMatchObject({ state: 'waiting', approval: [{ cause: 'decided' }] })
    const same = await zhunru('approve', batch.id, '--lang', 'zh')
    expect(same).toMatchObject({ code: 2, stdout: '' })
    expect(same.stderr).toContain('发起人不能批准自己的批次')
    expect(await zhunru('cancel', batch.id, '--lang', 'en')).toMatchObject({
      code: 0,
      stdout: `${batch.id} is cancelled; what is under way ends\n`,
    })
    const again = await zhunru('resume', batch.id, '--lang', 'en')
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('a batch that is cancelled') })

    const wrong: [string[], string][] = [
      [['--mode', 'from', '--step', 'document-ocr'], '--from: Say from which step on.'],
      [['--mode', 'whole'], 'filter: Give at least one condition.'],
      [['--since', 'yesterday'], 'Not a time: yesterday'],
      [['--mode', 'half'], '--mode: '],
      [['--class', 'confg'], '--class: '],
      [['show', 'rrb_nobody'], 'NOT_FOUND'],
    ]
    for (const [args, text] of wrong) {
      const said = await zhunru(...args, '--lang', 'en')
      expect(said).toMatchObject({ code: 2, stdout: '' })
      expect(said.stderr).toContain(text)
    }
  })
})
