import { describe, expect, it, vi } from 'vitest'
import { installationMetrics, processMetrics } from '../../../src/platform/metrics/definitions.ts'
import { joinTexts } from '../../../src/platform/metrics/join-texts.ts'
import { createMetrics, type Source } from '../../../src/platform/metrics/metrics.ts'
import { watchJobs } from '../../../src/platform/metrics/watch-jobs.ts'

const all = Object.values({ ...processMetrics, ...installationMetrics })

/** The lines of one metric, without what describes it. */
const linesOf = (text: string, name: string) => text.split('\n').filter((line) => new RegExp(`^${name}[ {]`).test(line))

describe('definitions', () => {
  it('have names as Prometheus wants them, each once', () => {
    const names = all.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const { name, kind, help } of all) {
      expect(name).toMatch(/^zhunru_[a-z_]+$/)
      expect(name.endsWith('_total')).toBe(kind === 'counter')
      expect(help).toMatch(/\.$/)
    }
  })

  it('have labels that hold words of ours alone', () => {
    // A label by which a person, an application or a caller could be told is no label: widen this list with that in mind.
    const known = ['version', 'node', 'role', 'method', 'route', 'status', 'queue', 'end', 'outcome', 'by', 'channel']
    const more = ['result', 'pool', 'why', 'state', 'round', 'source', 'kind', 'of']
    expect([...known, ...more]).toEqual(expect.arrayContaining(all.flatMap(({ labels }) => [...labels])))
  })
})

describe('a process', () => {
  it('counts attempts, and times their first wait only', async () => {
    let now = 1_000
    const metrics = createMetrics(() => now)
    const watch = watchJobs(metrics, () => 10_000)
    const first = watch({ queue: 'decision', attempt: 1, since: 7_000 })
    const second = watch({ queue: 'decision', attempt: 2, since: 7_000 })
    now = 1_250
    first('again')
    const { text } = await metrics.read()
    expect(linesOf(text, 'zhunru_jobs_total')).toEqual(['zhunru_jobs_total{queue="decision",end="again"} 1'])
    expect(linesOf(text, 'zhunru_jobs_running')).toEqual(['zhunru_jobs_running{queue="decision"} 1'])
    expect(linesOf(text, 'zhunru_job_wait_seconds_sum')).toEqual(['zhunru_job_wait_seconds_sum{queue="decision"} 3'])
    expect(linesOf(text, 'zhunru_job_wait_seconds_count')).toEqual([
      'zhunru_job_wait_seconds_count{queue="decision"} 1',
    ])
    expect(linesOf(text, 'zhunru_job_seconds_sum')).toEqual(['zhunru_job_seconds_sum{queue="decision"} 0.25'])
    second('done')
    expect(linesOf((await metrics.read()).text, 'zhunru_jobs_running')).toEqual([
      'zhunru_jobs_running{queue="decision"} 0',
    ])
  })
})

describe('the whole installation', () => {
  const world = () => {
    let now = 0
    let asked = 0
    let answer: () => Promise<Awaited<ReturnType<Source['read']>>> = () => Promise.reject(new Error('away'))
    const metrics = createMetrics(() => now)
    const read = () => (asked++, answer())
    metrics.addSource({ name: 'postgres', read })
    return {
      read: async () => (await metrics.read()).text,
      later: (ms: number) => (now += ms),
      asked: () => asked,
      answers: (next: typeof answer) => (answer = next),
    }
  }
  const standing = (outbox: number, repairs: number): Awaited<ReturnType<Source['read']>> => ({
    readings: [
      { metric: 'outbox', value: outbox },
      { metric: 'applications', labels: { status: 'screening' }, value: 3 },
      { metric: 'reconcilerRepairs', labels: { kind: 'run', result: 'repaired' }, value: repairs },
    ],
  })

  it('is not known before it was asked for, and says so while it does not answer', async () => {
    const { read, later, answers } = world()
    const before = await read()
    expect(linesOf(before, 'zhunru_source_up')).toEqual(['zhunru_source_up{source="postgres"} 0'])
    expect(linesOf(before, 'zhunru_outbox_messages')).toEqual([])

    later(5_000)
    answers(async () => standing(7, 2))
    const known = await read()
    expect(linesOf(known, 'zhunru_source_up')).toEqual(['zhunru_source_up{source="postgres"} 1'])
    expect(linesOf(known, 'zhunru_outbox_messages')).toEqual(['zhunru_outbox_messages 7'])
    expect(linesOf(known, 'zhunru_applications')).toEqual(['zhunru_applications{status="screening"} 3'])

    later(5_000)
    answers(() => Promise.reject(new Error('away')))
    const away = await read()
    expect(linesOf(away, 'zhunru_source_up')).toEqual(['zhunru_source_up{source="postgres"} 0'])
    for (const { name } of Object.values(installationMetrics)) {
      expect(name === 'zhunru_source_up' ? [] : linesOf(away, name)).toEqual([])
    }
  })

  it('is asked once for scrapers that come together, and its sums are told as they stand', async () => {
    const { read, later, answers, asked } = world()
    answers(async () => standing(7, 2))
    await Promise.all([read(), read(), read()])
    expect(asked()).toBe(1)
    later(5_000)
    answers(async () => standing(8, 5))
    const [text] = await Promise.all([read(), read()])
    expect(asked()).toBe(2)
    expect(linesOf(text, 'zhunru_outbox_messages')).toEqual(['zhunru_outbox_messages 8'])
    expect(linesOf(text, 'zhunru_reconciler_repairs_total')).toEqual([
      'zhunru_reconciler_repairs_total{kind="run",result="repaired"} 5',
    ])
  })

  it('is waited for when it is slow, and not asked again on top', async () => {
    const { read, later, answers, asked } = world()
    let answer = (_: Awaited<ReturnType<Source['read']>>) => {}
    answers(() => new Promise((resolve) => (answer = resolve)))
    vi.useFakeTimers()
    try {
      for (const scrape of [1, 2]) {
        later(5_000 * scrape)
        const reading = read()
        await vi.advanceTimersByTimeAsync(4_000)
        expect(linesOf(await reading, 'zhunru_source_up')).toEqual(['zhunru_source_up{source="postgres"} 0'])
      }
      expect(asked()).toBe(1)
      later(5_000)
      const reading = read()
      answer(standing(9, 0))
      expect(linesOf(await reading, 'zhunru_outbox_messages')).toEqual(['zhunru_outbox_messages 9'])
    } finally {
      vi.useRealTimers()
    }
  })

  it('forgets what is told no more', async () => {
    const { read, later, answers } = world()
    answers(async () => standing(7, 2))
    await read()
    later(5_000)
    answers(async () => ({ readings: [{ metric: 'outbox', value: 1 }] }))
    expect(linesOf(await read(), 'zhunru_applications')).toEqual([])
  })
})

it('texts of several queues become one that Prometheus takes', () => {
  const of = (queue: string) =>
    `# HELP jobs Number of jobs\n# TYPE jobs gauge\njobs{queue="${queue}", state="active"} 1\n# HELP done Ended\n# TYPE done counter\ndone{queue="${queue}"} 2`
  expect(joinTexts([of('a'), of('b')])).toBe(
    [
      '# HELP jobs Number of jobs',
      '# TYPE jobs gauge',
      'jobs{queue="a", state="active"} 1',
      'jobs{queue="b", state="active"} 1',
      '# HELP done Ended',
      '# TYPE done counter',
      'done{queue="a"} 2',
      'done{queue="b"} 2',
      '',
    ].join('\n'),
  )
})
