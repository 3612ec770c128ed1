import type { Clock } from '../src/platform/clock.ts'
import type { JobAttempt, JobWatch } from './watch-jobs.ts'

/** A job that this process has in hand. Ids only. */
export interface JobInHand extends Pick<JobAttempt, 'queue' | 'jobId' | 'attempt'> {
  /** ISO instant at which this attempt began. */
  since: string
}

/** Remembers what a process is doing. */
export function createJobsInHand(clock: Clock): { watch: JobWatch; list(): JobInHand[] } {
  const inHand = new Set<JobInHand>()
  return {
    watch: ({ queue, jobId, attempt }) => {
      const job = { queue, jobId, attempt, since: clock.now().toISOString() }
      inHand.add(job)
      return () => void inHand.delete(job)
    },
    /** Oldest first. */
    list: () => [...inHand],
  }
}
