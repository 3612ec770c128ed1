import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { installationMetrics, type MetricDefinition, processMetrics } from '../../src/platform/metrics/definitions.ts'
import { createMetrics } from '../../src/platform/metrics/metrics.ts'

const path = (file: string) => fileURLToPath(new URL(`../../docs/${file}`, import.meta.url))
const read = (file: string) => readFileSync(path(file), 'utf8')

const dashboard = z
  .object({
    panels: z.array(
      z.object({
        id: z.number(),
        title: z.string(),
        description: z.string().optional(),
        targets: z.array(z.object({ expr: z.string() })).default([]),
      }),
    ),
  })
  .parse(JSON.parse(read('grafana-dashboard.json')))
const alerts = z
  .object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.object({
            alert: z.string(),
            expr: z.string(),
            for: z.string().default('0s'),
            labels: z.object({ severity: z.enum(['critical', 'warning']) }),
            annotations: z.object({ summary: z.string(), summary_zh: z.string() }),
          }),
        ),
      }),
    ),
  })
  .parse(parse(read('alerts.yaml')))
const rules = alerts.groups.flatMap((group) => group.rules)
const withoutTexts = rules.map(({ annotations: _, ...rule }) => rule)

const definitions: MetricDefinition[] = [...Object.values(processMetrics), ...Object.values(installationMetrics)]
/** What a scrape adds itself. */
const ofScrape = ['job', 'instance']

/** Each name that Prometheus knows, with its labels. What BullMQ writes is that of queue-getters.js, and tested with a service. */
async function known(): Promise<Map<string, readonly string[]>> {
  const names = new Map<string, readonly string[]>([
    ['up', []],
    ['bullmq_job_count', ['queue', 'state']],
    ['bullmq_job_completed_total', ['queue']],
    ['bullmq_job_failed_total', ['queue']],
  ])
  const { text } = await createMetrics().read()
  for (const [, name = ''] of text.matchAll(/^# TYPE (\S+)/gm)) names.set(name, [])
  for (const { name, kind, labels } of definitions) {
    if (kind !== 'histogram') names.set(name, labels)
    else for (const part of ['bucket', 'sum', 'count']) names.set(`${name}_${part}`, [...labels, 'le'])
  }
  return names
}

/** The metrics that a query names, and by which labels it selects or groups them. */
function namesOf(query: string): { names: string[]; labels: string[] } {
  const bare = query.replaceAll(/"[^"]*"/g, '""')
  const names = [...bare.matchAll(/\b(?:(?:zhunru|bullmq|nodejs|process)_\w+|up)\b/g)].map(([name]) => name)
  const selected = [...bare.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*""/g)].map(([, label = '']) => label)
  const grouped = [...bare.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) =>
    list.split(',').map((l) => l.trim()),
  )
  return { names, labels: [...selected, ...grouped] }
}

describe.each([
  ['the dashboard', dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))],
  ['the alerts', rules.map(({ expr }) => expr)],
])('%s', (_, queries) => {
  it('asks only for metrics that exist, by labels that they have', async () => {
    const all = await known()
    expect(queries.length).toBeGreaterThan(20)
    for (const query of queries) {
      const { names, labels } = namesOf(query)
      expect(names.length).toBeGreaterThan(0)
      expect([...all.keys()]).toEqual(expect.arrayContaining(names))
      const allowed = [...ofScrape, ...names.flatMap((name) => all.get(name) ?? [])]
      expect(allowed).toEqual(expect.arrayContaining(labels))
    }
  })
})

describe('the alerts', () => {
  it('are named once, and said in Chinese and English', () => {
    const names = rules.map(({ alert }) => alert)
    expect(new Set(names).size).toBe(names.length)
    for (const { annotations } of rules) {
      expect(annotations.summary_zh).toMatch(/\p{Script=Han}/u)
      expect(annotations.summary).not.toMatch(/\p{Script=Han}/u)
    }
  })

  it('have each a paragraph on what to do', () => {
    const page = read('metrics.md')
    for (const { alert } of rules) expect(page).toContain(`**${alert}**`)
  })
})

describe('the dashboard', () => {
  it('says of each figure what it is, and has a place for each', () => {
    const ids = dashboard.panels.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { targets, description } of dashboard.panels) {
      expect(targets.length === 0 || (description ?? '').length > 0).toBe(true)
    }
  })
})

describe('docs/metrics.md', () => {
  const table = (metrics: Record<string, MetricDefinition>) =>
    [
      '| metric | kind | labels | what it is |',
      '| --- | --- | --- | --- |',
      ...Object.values(metrics).map(
        ({ name, kind, labels, help }) =>
          `| \`${name}\` | ${kind} | ${labels.map((label) => `\`${label}\``).join(', ') || '–'} | ${help} |`,
      ),
    ].join('\n')
  /** The page with what stands between the marks replaced. */
  const fill = (page: string, mark: string, metrics: Record<string, MetricDefinition>) => {
    const [before, rest = ''] = page.split(`<!-- ${mark} -->`)
    const [, after] = rest.split(`<!-- /${mark} -->`)
    if (after === undefined) throw new Error(`docs/metrics.md has no marks "${mark}"`)
    return `${before}<!-- ${mark} -->\n\n${table(metrics)}\n\n<!-- /${mark} -->${after}`
  }

  it('lists each metric as it is defined (vitest -u writes it anew)', async () => {
    const page = fill(read('metrics.md'), 'process', processMetrics)
    await expect(fill(page, 'installation', installationMetrics)).toMatchFileSnapshot(path('metrics.md'))
  })
})

const promtool = spawnSync('promtool', ['--version']).status === 0

describe.runIf(promtool)('promtool', () => {
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' })
    return status === 0 ? '' : stdout + stderr
  }

  it('finds the rules in order', () => {
    expect(run('check', 'rules', path('alerts.yaml'))).toBe('')
  })

  it('sees an alert where one is due, and none where all is well', () => {
    const series = (values: Record<string, string>) =>
      Object.entries(values).map(([metric, samples]) => ({ series: metric, values: samples }))
    // Samples a minute: `0x20` is 20 of the same, `0+30x20` grows by 30.
    const well = series({
      'up{job="zhunru",instance="a"}': '1x20',
      'zhunru_processes{role="relay"}': '2x20',
      'zhunru_outbox_oldest_seconds{instance="a"}': '1x20',
      'zhunru_queue_memory_bytes{of="used"}': '60x20',
      'zhunru_queue_memory_bytes{of="max"}': '100x20',
      'zhunru_jobs_total{queue="decision",end="done"}': '0+100x20',
      'zhunru_jobs_total{queue="decision",end="failed"}': '0+1x20',
      'zhunru_reconciler_repairs_total{kind="run",result="repaired",instance="a"}': '0+1x20',
      'zhunru_reconciler_repairs_total{kind="run",result="given_up",instance="a"}': '0x20',
    })
    const ill = series({
      'up{job="zhunru",instance="a"}': '0x20',
      'zhunru_processes{role="relay"}': '0x20',
      'zhunru_outbox_oldest_seconds{instance="a"}': '0+60x20',
      'zhunru_queue_memory_bytes{of="used"}': '85x20',
      'zhunru_queue_memory_bytes{of="max"}': '100x20',
      'zhunru_jobs_total{queue="decision",end="done"}': '0+10x20',
      'zhunru_jobs_total{queue="decision",end="failed"}': '0+10x20',
      // Two relays tell the same: it counts once.
      'zhunru_reconciler_repairs_total{kind="run",result="repaired",instance="a"}': '0+3x20',
      'zhunru_reconciler_repairs_total{kind="run",result="repaired",instance="b"}': '0+3x20',
      'zhunru_reconciler_repairs_total{kind="run",result="given_up",instance="a"}': '0x10 1x10',
    })
    const wanted: Record<string, Record<string, string>> = {
      ZhunruProcessDown: { severity: 'critical', job: 'zhunru', instance: 'a' },
      ZhunruRoleMissing: { severity: 'critical', role: 'relay' },
      ZhunruOutboxStuck: { severity: 'critical' },
      ZhunruQueueMemoryFull: { severity: 'critical' },
      ZhunruQueueMemoryShort: { severity: 'warning' },
      ZhunruJobsFail: { severity: 'warning', queue: 'decision' },
      ZhunruWorkLost: { severity: 'warning' },
      ZhunruWorkGivenUp: { severity: 'warning', kind: 'run' },
    }
    const cases = [
      { input_series: well, expected: () => [] },
      { input_series: ill, expected: (alert: string) => (wanted[alert] ? [{ exp_labels: wanted[alert] }] : []) },
    ]
    const tests = cases.map(({ input_series, expected }) => ({
      interval: '1m',
      input_series,
      alert_rule_test: rules.map(({ alert }) => ({ alertname: alert, eval_time: '19m', exp_alerts: expected(alert) })),
    }))
    const folder = mkdtempSync(join(tmpdir(), 'zhunru-alerts-'))
    try {
      // The texts have figures of the moment in them, and promtool compares them too.
      const bare = { groups: [{ name: 'bare', rules: withoutTexts }] }
      writeFileSync(join(folder, 'rules.yaml'), stringify(bare))
      writeFileSync(join(folder, 'test.yaml'), stringify({ rule_files: ['rules.yaml'], tests }))
      expect(run('test', 'rules', join(folder, 'test.yaml'))).toBe('')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
