import { readdir, readFile } from 'node:fs/promises'

/** Linux counts in hundredths of a second, whatever its own clock. */
const TICKS = 100

interface Stat {
  pid: number
  parent: number
  command: string
  /** Seconds of CPU so far, those of its children that have ended included. */
  seconds: number
}

/** Seconds of CPU that each of these processes has used so far, with all that they started. Linux alone. */
export async function cpuSeconds(roots: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  const all = await readAll()
  const under = (pid: number): number =>
    all.reduce((sum, each) => (each.parent === pid ? sum + each.seconds + under(each.pid) : sum), 0)
  return new Map(
    [...roots].map(([name, pid]) => [name, (all.find((each) => each.pid === pid)?.seconds ?? 0) + under(pid)]),
  )
}

/** The process that started this one. */
export const parentOf = async (pid: number): Promise<number> => (await readStat(pid))?.parent ?? 0

/** The child of ours that runs a program, by its name: null when there is none. */
export async function childNamed(name: string): Promise<number | null> {
  return (await readAll()).find(({ parent, command }) => parent === process.pid && command === name)?.pid ?? null
}

async function readAll(): Promise<Stat[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0)
  return (await Promise.all(pids.map(readStat))).filter((stat) => stat !== null)
}

/** Null when the process has ended meanwhile. See proc_pid_stat(5); the name in brackets may hold anything. */
async function readStat(pid: number): Promise<Stat | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (text === null) return null
  const [open, close] = [text.indexOf('('), text.lastIndexOf(')')]
  const fields = text.slice(close + 2).split(' ')
  // From the third field on: state, ppid … utime is the 14th of all, then stime, cutime, cstime.
  const [own, system, ended, endedSystem] = fields.slice(11, 15).map(Number)
  const ticks = (own ?? 0) + (system ?? 0) + (ended ?? 0) + (endedSystem ?? 0)
  return { pid, parent: Number(fields[1]), command: text.slice(open + 1, close), seconds: ticks / TICKS }
}
