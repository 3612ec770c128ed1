// One engine in one process: its memory, its CPU time and its cold start are nobody else's.
// argv: JSON { engine, product?, peer?, models }; messages: { id, kind, file } → { id, cpu, evidence | reading }.
import { readFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const options = JSON.parse(process.argv[2])
const load = (file) => import(pathToFileURL(file).href)

// Our own engines take the way of production: bytes in, evidence out.
async function ours() {
  const { createEngine } = await load(`${options.product}/src/ocr/create-engine.js`)
  const { readPhoto } = await load(`${options.product}/src/checks/read-photo.js`)
  const engine = await createEngine(options.engine)
  return async (kind, file) => ({ evidence: await readPhoto(engine, kind, await readFile(file)) })
}

// A peer gives lines of text; the parent makes fields of them.
async function peer() {
  const { prepare } = await load(options.peer)
  const reader = await prepare(options.models)
  return async (_kind, file) => ({ reading: await reader.read(file) })
}

/** Megabytes; the kernel's own high-water mark where it keeps one (maxRSS may begin with the parent's). */
function memory() {
  try {
    const status = readFileSync('/proc/self/status', 'utf8')
    const value = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024
    return { peak: value('VmHWM'), now: value('VmRSS') }
  } catch {
    return { peak: process.resourceUsage().maxRSS / 1024, now: process.memoryUsage.rss() / 1048576 }
  }
}

const read = await (options.peer ? peer() : ours())

async function answer({ id, kind, file }) {
  const before = process.cpuUsage()
  const reply = await read(kind, file).catch((error) => ({ error: String(error) }))
  const { user, system } = process.cpuUsage(before)
  process.send({ id, cpu: (user + system) / 1e6, memory: memory(), ...reply })
}

process.on('message', (question) => void answer(question))
process.on('disconnect', () => process.exit(0))
