/**
 * Whether a process that looks at photos grows: the sample photos, again and again, through one process of the pool that
 * is never replaced.
 *
 *   npm run bench:growth [-- --photos 500] [-- --engine ppocr|tesseract]
 *
 * Prints what the process holds resident after every tenth of the photos, its peak (Linux), and the growth over the second
 * half, when all that is loaded once has been loaded. Documents and signs are read, other photos measured for clarity.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startPhotoPool } from '../../src/checks/photo-pool.ts'
import { materialKinds } from '../../src/domain/application.ts'
import { fieldsByKind } from '../../src/domain/evidence.ts'
import { engineNames } from '../../src/ocr/engine.ts'

const { values } = parseArgs({
  options: { photos: { type: 'string', default: '500' }, engine: { type: 'string', default: 'ppocr' } },
})
const total = Number(values.photos)
const engine = engineNames.find((name) => name === values.engine)
if (!engine || !Number.isInteger(total) || total < 10)
  throw new Error('usage: --photos 10 or more, --engine ppocr|tesseract')

const samples = new URL('../fixtures/samples', import.meta.url).pathname
const photos = readdirSync(samples).flatMap((folder) =>
  materialKinds.flatMap((kind) => {
    const file = join(samples, folder, `${kind}.jpg`)
    return readdirSync(join(samples, folder)).includes(`${kind}.jpg`) ? [{ kind, bytes: readFileSync(file) }] : []
  }),
)

const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20)
/** Peak resident memory of a process, MB; null where /proc is not there. */
function peakOf(pid: number): number | null {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kilobytes === undefined ? null : megabytes(Number(kilobytes) * 1024)
  } catch {
    return null
  }
}

let memory = 0
let pid = 0
const checks = await startPhotoPool({
  engine,
  processes: 1,
  memoryLimit: Infinity,
  watch: (event) => {
    if (event.is === 'ended' && event.error?.code !== 'PHOTO_POOL_CLOSED')
      throw new Error('the process ended under way')
    if (event.is === 'answered') memory = event.memory
    pid = event.pid ?? pid
  },
})

console.log(`${cpus()[0]?.model} x ${cpus().length}, Node ${process.version}, ${checks.versions.ocr}`)
console.log(`${photos.length} sample photos in turn, one process\n`)
console.log('photos  resident MB  peak MB  seconds a photo')
const after: { photos: number; resident: number }[] = []
let last = performance.now()
const step = Math.max(1, Math.floor(total / 10))
for (let n = 1; n <= total; n++) {
  const { kind, bytes } = photos[(n - 1) % photos.length]!
  await (kind in fieldsByKind ? checks.ocr(kind, bytes) : checks.clarity(kind, bytes))
  if (n % step !== 0) continue
  const seconds = (performance.now() - last) / 1000 / step
  last = performance.now()
  after.push({ photos: n, resident: megabytes(memory) })
  const row = [String(n).padStart(6), String(megabytes(memory)).padStart(11), String(peakOf(pid) ?? '-').padStart(7)]
  console.log(`${row.join('  ')}  ${seconds.toFixed(2).padStart(15)}`)
}
await checks.close()

/** Least squares. */
function slope(points: readonly { photos: number; resident: number }[]): number {
  const mean = (of: (p: { photos: number; resident: number }) => number) =>
    points.reduce((sum, p) => sum + of(p), 0) / points.length
  const [x, y] = [mean((p) => p.photos), mean((p) => p.resident)]
  const across = points.reduce((sum, p) => sum + (p.photos - x) ** 2, 0)
  return points.reduce((sum, p) => sum + (p.photos - x) * (p.resident - y), 0) / across
}
const growth = slope(after.slice(Math.floor(after.length / 2)))
console.log(`\ngrowth over the second half: ${(growth * 100).toFixed(1)} MB in 100 photos`)
