import type { Metrics } from './metrics.ts'

interface Attempt {
  queue: string
  attempt: number
  /** When the job was published; milliseconds since 1970. */
  since: number
}

/** What `JobWatch` of workers/watch-jobs.ts is for the metrics. @param clock milliseconds since 1970 */
export const watchJobs =
  (metrics: Metrics, clock: () => number = Date.now) =>
  ({ queue, attempt, since }: Attempt): ((end: string) => void) => {
    // BullMQ counts from the clock of the machine that published.
    if (attempt === 1) metrics.time('jobWait', Math.max(0, clock() - since) / 1000, { queue })
    metrics.add('jobsRunning', 1, { queue })
    const elapsed = metrics.stopwatch()
    return (end) => {
      metrics.add('jobsRunning', -1, { queue })
      metrics.count('jobs', { queue, end })
      metrics.time('jobTime', elapsed(), { queue })
    }
  }
