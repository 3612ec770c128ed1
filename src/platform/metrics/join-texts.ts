/**
 * Joins texts in Prometheus' format into one that it accepts: all lines of a metric together, its `HELP` and `TYPE` once.
 * BullMQ writes both for each of its queues.
 */
export function joinTexts(texts: readonly string[]): string {
  const metrics = new Map<string, { head: Map<string, string>; samples: string[] }>()
  for (const text of texts) {
    // Of the samples too: those of a histogram end in _bucket, _sum and _count, and follow their head.
    let name = ''
    for (const line of text.split('\n')) {
      const head = /^# (HELP|TYPE) (\S+)/.exec(line)
      if (head?.[2] !== undefined) name = head[2]
      if (line === '' || (line.startsWith('#') && !head)) continue
      const metric = metrics.get(name) ?? { head: new Map<string, string>(), samples: [] }
      metrics.set(name, metric)
      if (head?.[1] === undefined) metric.samples.push(line)
      else if (!metric.head.has(head[1])) metric.head.set(head[1], line)
    }
  }
  const lines = [...metrics.values()].flatMap(({ head, samples }) => [...head.values(), ...samples])
  return `${lines.join('\n')}\n`
}
