import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
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
            labels: z.object({ severity: z.enum(['critical', 'warning']) }),
            annotations: z.object({ summary: z.string(), summary_zh: z.string() }),
          }),
        ),
      }),
    ),
  })
  .parse(parse(read('alerts.yaml')))
const rules = alerts.groups.flatMap((group) => group.rules)

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
  /** Formatting pads the cells. */
  const plain = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---')

  it('lists each metric as it is defined', () => {
    const page = plain(read('metrics.md'))
    expect(page).toContain(table(processMetrics))
    expect(page).toContain(table(installationMetrics))
  })
})

const promtool = spawnSync('promtool', ['--version']).status === 0

describe.runIf(promtool)('promtool', () => {
  it('finds the rules in order', () => {
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', path('alerts.yaml')], {
      encoding: 'utf8',
    })
    expect(status === 0 ? '' : stdout + stderr).toBe('')
  })
})
