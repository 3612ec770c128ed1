import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/** Text of a file, or null where it cannot be read. */
type Read = (path: string) => string | null

/**
 * Cores that this process may really use, at least 1: those it may run on, and no more than a container's limit of CPU
 * time is worth, rounded down. Node 20 counts the first alone: in a container worth 2 cores of a machine with 64 it says 64.
 */
export function usableCores(available = availableParallelism(), read: Read = readText): number {
  const limits = [cgroup2(read), cgroup1(read)].filter((limit) => limit !== null)
  return Math.max(1, Math.floor(Math.min(available, ...limits)))
}

/** `cpu.max` holds "quota period" in microseconds, or "max period". A limit further up counts as well. */
function cgroup2(read: Read): number | null {
  const own = /^0::(\/.*)$/m.exec(read('/proc/self/cgroup') ?? '')?.[1] ?? '/'
  const names = own.split('/').filter((name) => name !== '')
  const limits = [...names.keys(), names.length].flatMap((depth) => {
    const folder = ['/sys/fs/cgroup', ...names.slice(0, depth)].join('/')
    const [quota, period] = (read(`${folder}/cpu.max`) ?? '').trim().split(' ').map(Number)
    return positive(quota, period)
  })
  return limits.length > 0 ? Math.min(...limits) : null
}

/** The older layout; a quota of -1 is none. */
function cgroup1(read: Read): number | null {
  const number = (name: string) => Number(read(`/sys/fs/cgroup/cpu/${name}`) ?? Number.NaN)
  return positive(number('cpu.cfs_quota_us'), number('cpu.cfs_period_us'))[0] ?? null
}

const positive = (quota = Number.NaN, period = Number.NaN): number[] =>
  quota > 0 && period > 0 ? [quota / period] : []

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
