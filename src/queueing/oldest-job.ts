import type { Queue } from 'bullmq'

type Asked = Pick<Queue, 'getJobs' | 'getCountsPerPriority'>

/**
 * When the job was published that has waited longest; null when none waits. Jobs wait in the order of their priorities and
 * within one in that of their coming, so it is the first of one of the priorities, or of those that were handed back.
 */
export async function oldestWaiting(queue: Asked, priorities: readonly number[]): Promise<Date | null> {
  const counts = await queue.getCountsPerPriority([...priorities])
  const firsts: number[] = []
  let before = 0
  for (const priority of [...priorities].sort((a, b) => a - b)) {
    const count = counts[String(priority)] ?? 0
    if (count > 0) firsts.push(before)
    before += count
  }
  const [handedBack, ...waiting] = await Promise.all([
    queue.getJobs(['waiting'], 0, 0, true),
    ...firsts.map((at) => queue.getJobs(['prioritized'], at, at, true)),
  ])
  const times = [handedBack, ...waiting].flatMap((jobs) => jobs ?? []).map((job) => job?.timestamp ?? Infinity)
  const oldest = Math.min(...times)
  return Number.isFinite(oldest) ? new Date(oldest) : null
}
