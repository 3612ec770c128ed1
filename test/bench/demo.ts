/**
 * What the demo costs:  npm run bench:demo
 *
 * Runs the demo as a user does and prints seconds, CPU seconds per application, cold start and peak memory. Linux only:
 * memory is read from /proc, as the sum over all processes (shared pages counted once, by their share: PSS).
 */
import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../', import.meta.url))
/** Memory is looked at so often; milliseconds. A peak between two looks is missed. */
const LOOK_EVERY = 200

await run('npm', ['run', 'build', '--silent'], { cwd: root })
let peak = 0
const looking = setInterval(() => void lookAtMemory(), LOOK_EVERY)
// Bash counts the CPU time of all descendants that were waited for, the embedded Postgres among them.
const started = performance.now()
const timed = `TIMEFORMAT='cpu %U %S'; time node bin/zhunru.js demo --exit --lang en`
const { stdout, stderr } = await run('bash', ['-c', timed], { cwd: root, maxBuffer: 1 << 24 })
const wall = (performance.now() - started) / 1000
clearInterval(looking)

const cpu = number(/cpu ([\d.]+) /, stderr) + number(/cpu [\d.]+ ([\d.]+)/, stderr)
const applications = number(/(\d+) applications decided/, stdout)
const rows: [string, string][] = [
  ['applications', String(applications)],
  ['cold start to serving', `${number(/Started in ([\d.]+) s/, stdout)} s`],
  ['first outcome after', `${number(/the first after ([\d.]+) s/, stdout)} s`],
  ['all outcomes after', `${number(/all after ([\d.]+) s/, stdout)} s`],
  ['whole command', `${wall.toFixed(1)} s`],
  ['seconds per application', (wall / applications).toFixed(2)],
  ['CPU seconds per application', (cpu / applications).toFixed(2)],
  ['peak memory, all processes', `${Math.round(peak / 1024)} MB`],
]
process.stdout.write(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}\n`)
for (const [name, value] of rows) process.stdout.write(`${name.padEnd(30)} ${value}\n`)

/** Sums the memory of this process's descendants, in kB. */
async function lookAtMemory(): Promise<void> {
  const parents = new Map<number, number>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    // The command stands in brackets and may hold blanks; the parent is the second field behind it.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    parents.set(Number(name), parent)
  }
  const isOurs = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === process.pid || isOurs(parents.get(pid)))
  let sum = 0
  for (const pid of parents.keys()) {
    if (pid === process.pid || !isOurs(pid)) continue
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
    sum += number(/^Pss:\s+(\d+) kB/m, rollup) || 0
  }
  peak = Math.max(peak, sum)
}

function number(pattern: RegExp, text: string): number {
  return Number(pattern.exec(text)?.[1] ?? Number.NaN)
}
