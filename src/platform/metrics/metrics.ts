import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { installationMetrics, type MetricDefinition, processMetrics } from './definitions.ts'
import { joinTexts } from './join-texts.ts'

type Labels = Record<string, string>
type ProcessMetric = keyof typeof processMetrics
type InstallationMetric = keyof typeof installationMetrics

/** One value, as it stands. */
export interface Reading {
  metric: InstallationMetric
  labels?: Labels
  value: number
}

/** Where figures of the whole installation come from. */
export interface Source {
  name: 'postgres' | 'queues'
  /** Besides our own gauges, texts in Prometheus' format that a library writes itself. */
  read: () => Promise<{ readings: readonly Reading[]; texts?: readonly string[] }>
}

/** What `metrics.read` and the internal listener answer. */
export interface MetricsPage {
  contentType: string
  text: string
}

export type Metrics = ReturnType<typeof createMetrics>

/** Milliseconds that figures of the whole installation are kept: several scrapers must not ask Postgres for each. */
const KEEP_MS = 5_000
/** Milliseconds within which a source must answer: a scrape waits 10 s by default, and the other figures are good. */
const SOURCE_MS = 4_000

/** Event loop, memory, garbage collection and file handles belong to the process, however many services it runs. */
let ofProcess: Registry | null = null
function processRegistry(): Registry {
  if (ofProcess) return ofProcess
  ofProcess = new Registry()
  collectDefaultMetrics({ register: ofProcess })
  return ofProcess
}

/**
 * The metrics of one process. Recording is a few additions in memory; everything else happens when somebody reads.
 * @param now milliseconds, of a monotonic clock
 */
export function createMetrics(now: () => number = () => performance.now()) {
  const registry = new Registry()
  const counters = new Map<string, Counter>()
  const gauges = new Map<string, Gauge>()
  const histograms = new Map<string, Histogram>()
  for (const [metric, definition] of Object.entries({ ...processMetrics, ...installationMetrics })) {
    register(metric, definition)
  }

  forget(keysOf(installationMetrics))

  const beforeReading: (() => void)[] = []
  const sources: {
    source: Source
    kept: Kept | null
    asking: Promise<void> | null
    reading: ReturnType<Source['read']> | null
  }[] = []

  function register(metric: string, { name, help, labels, buckets, kind }: MetricDefinition): void {
    const settings = { name, help, labelNames: [...labels], registers: [registry] }
    if (kind === 'counter') counters.set(metric, new Counter(settings))
    else if (kind === 'gauge') gauges.set(metric, new Gauge(settings))
    else histograms.set(metric, new Histogram({ ...settings, buckets: [...(buckets ?? [])] }))
  }

  async function ask(entry: (typeof sources)[number]): Promise<void> {
    if (entry.kept && now() - entry.kept.at < KEEP_MS) return
    // Two scrapers at once ask once.
    await (entry.asking ??= askNow(entry).finally(() => (entry.asking = null)))
  }

  async function askNow(entry: (typeof sources)[number]): Promise<void> {
    const { name, read } = entry.source
    let up = 1
    try {
      // One that takes too long is waited for again, not asked again: Postgres has enough to do then.
      entry.reading ??= read().finally(() => (entry.reading = null))
      const { readings, texts = [] } = await within(SOURCE_MS, entry.reading)
      if (entry.kept) forget(entry.kept.metrics)
      entry.kept = { at: now(), texts, metrics: new Set(readings.map(({ metric }) => metric)) }
      for (const { metric, labels, value } of readings) {
        gauges.get(metric)?.set(labels ?? {}, value)
        // Its sum is kept elsewhere.
        counters.get(metric)?.inc(labels ?? {}, value)
      }
    } catch {
      // What is not known is not shown: an old figure would look like a good one.
      if (entry.kept) forget(entry.kept.metrics)
      entry.kept = { at: now(), texts: [], metrics: new Set() }
      up = 0
    }
    gauges.get('up')?.set({ source: name }, up)
  }

  function forget(metrics: Iterable<InstallationMetric>): void {
    for (const metric of metrics) {
      const one = gauges.get(metric) ?? counters.get(metric)
      one?.reset()
      // One without labels stands at 0 after that.
      if (installationMetrics[metric].labels.length === 0) one?.remove()
    }
  }

  return {
    count: (metric: ProcessMetric, labels: Labels = {}, by = 1): void => counters.get(metric)?.inc(labels, by),
    set: (metric: ProcessMetric, value: number, labels: Labels = {}): void => gauges.get(metric)?.set(labels, value),
    add: (metric: ProcessMetric, by: number, labels: Labels = {}): void => gauges.get(metric)?.inc(labels, by),
    time: (metric: ProcessMetric, seconds: number, labels: Labels = {}): void =>
      histograms.get(metric)?.observe(labels, seconds),
    /** Seconds since now, when called. */
    stopwatch(): () => number {
      const started = now()
      return () => (now() - started) / 1000
    },
    /** Sets gauges of what the process knows itself, right before they are read. */
    beforeReading: (set: () => void): void => void beforeReading.push(set),
    addSource: (source: Source): void => void sources.push({ source, kept: null, asking: null, reading: null }),
    /** All of it, in Prometheus' text format. */
    async read(): Promise<MetricsPage> {
      await Promise.all(sources.map(ask))
      for (const set of beforeReading) set()
      const own = await Promise.all([registry.metrics(), processRegistry().metrics()])
      return {
        contentType: registry.contentType,
        text: joinTexts([...own, ...sources.flatMap(({ kept }) => kept?.texts ?? [])]),
      }
    },
  }
}

interface Kept {
  at: number
  texts: readonly string[]
  metrics: ReadonlySet<InstallationMetric>
}

const keysOf = (metrics: typeof installationMetrics): InstallationMetric[] =>
  Object.keys(metrics).filter((name): name is InstallationMetric => Object.hasOwn(metrics, name))

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms)
      }),
    ])
  } finally {
    clearTimeout(timer)
  }
}
