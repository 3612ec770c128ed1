/**
 * How soon an applicant hears that a photo must be taken again: `POST /v1/materials` over HTTP to the whole service, embedded
 * as in the demo, with 12-megapixel JPEGs; once with nothing else to do, and once while every reading process reads.
 *
 *   npm run bench:pictures -- --only precheck               all cores of the machine
 *   taskset -c 0 npm run bench:pictures -- --only precheck  the service, its database, its readers and the caller on one
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { type PhotoPoolOptions, startPhotoPool } from '../../../src/checks/photo-pool.ts'
import { createClient } from '../../../src/cli/client.ts'
import { readFolder } from '../../../src/cli/read-folder.ts'
import { materialReceipt } from '../../../src/contracts/receipts.ts'
import { systemClock } from '../../../src/platform/clock.ts'
import { loadConfig } from '../../../src/platform/config.ts'
import { silentLogger } from '../../../src/platform/logger.ts'
import { startService } from '../../../src/service/start-service.ts'
import { sampleFolder } from '../../support/service.ts'
import { largePhoto, largeSize, type LargePhoto } from './large-photo.ts'
import type { Context, Figure, Section } from './section.ts'

/** Uploads of a full run in each of the two states. */
const UPLOADS = 80
const kinds = ['id_portrait', 'business_licence', 'bank_card', 'scene_signboard', 'scene_interior'] as const

/** The same picture as another file: a file that was seen before is answered without a look. */
function another({ kind, jpeg }: LargePhoto, number: number): LargePhoto {
  const comment = Buffer.from(`\u00ff\u00fe\u0000\u0012${String(number).padStart(16, '0')}`, 'latin1')
  return { kind, jpeg: Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]) }
}

/** Milliseconds from the first byte sent to the whole answer; to make the form is the caller's business, and not timed. */
async function upload(url: string, { kind, jpeg }: LargePhoto): Promise<number> {
  const part = (head: string) => Buffer.from(`--part\r\ncontent-disposition: form-data; ${head}\r\n\r\n`)
  const body = Buffer.concat([
    part('name="kind"'),
    Buffer.from(`${kind}\r\n`),
    part(`name="file"; filename="${kind}.jpg"`),
    jpeg,
    Buffer.from('\r\n--part--\r\n'),
  ])
  const headers = { 'content-type': 'multipart/form-data; boundary=part', 'content-length': body.length }
  const started = performance.now()
  const answer = await new Promise<unknown>((resolve, reject) => {
    // Not fetch, whose copies of a large body cost this process more than the upload does.
    const sent = request(new URL('/v1/materials', url), { method: 'POST', headers }, (response) => {
      json(response).then(resolve, reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
  const took = performance.now() - started
  if (materialReceipt.parse(answer).precheck.clarity === null) throw new Error('the photo was not measured')
  return took
}

/** Counts the processes that are reading; both the lists of calls begun and of calls answered come from the pool itself. */
function watchReaders() {
  const reading = new Set<number>()
  let looks = 0
  const start = (options: PhotoPoolOptions) =>
    startPhotoPool({
      ...options,
      watch: (event) => {
        options.watch?.(event)
        if (event.pid === undefined) return
        if (event.is === 'begun') reading.add(event.pid)
        if (event.is === 'answered' || event.is === 'ended') reading.delete(event.pid)
        if (event.is === 'answered') looks += 1
      },
    })
  return { start, reading: () => reading.size, looks: () => looks }
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN

interface Usage {
  /** CPU time so far, milliseconds. */
  cpu: number
  /** Most that it ever held resident, MB. */
  peak: number
}

/** A tick of the clock that /proc counts CPU time in, milliseconds: 100 a second on every Linux that Node runs on. */
const TICK = 10

/** What the process of prechecks has used; null where the system does not tell (it does on Linux). */
async function usageOfPrechecks(): Promise<Usage | null> {
  for (const pid of await readdir('/proc').catch(() => [])) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (!command.includes('precheck-process')) continue
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    if (!status.includes(`PPid:\t${process.pid}\n`)) continue
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const peak = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1024
    return { cpu: TICK * (Number(fields[11]) + Number(fields[12])), peak }
  }
  return null
}

const told: string[] = []

async function run({ share, say }: Context): Promise<Figure[]> {
  const load = (loadavg()[0] ?? 0).toFixed(1)
  const photos: LargePhoto[] = []
  for (const kind of kinds) photos.push(await largePhoto(kind))
  const dataDir = await mkdtemp(join(tmpdir(), 'zhunru-precheck-'))
  const readers = watchReaders()
  const config = { ...loadConfig({}), dataDir, port: 0 }
  const service = await startService({ config, log: silentLogger, clock: systemClock, startChecks: readers.start })
  const { url } = service
  if (!url) throw new Error('the service has no API')
  try {
    const count = Math.max(5, Math.round(UPLOADS * share))
    let number = 0
    const next = () => {
      const photo = photos[number % photos.length]
      if (!photo) throw new Error('no photo was made')
      return another(photo, number++)
    }
    // The first calls compile.
    for (let i = 0; i < 5; i++) await upload(url, next())
    say('precheck: uploads one after the other, nothing else to do')
    const idle: number[] = []
    const before = await usageOfPrechecks()
    while (idle.length < count) idle.push(await upload(url, next()))
    const after = await usageOfPrechecks()

    say('precheck: the sample applications are submitted; uploads go on while they are read')
    const client = createClient({ url })
    const submitting = (async () => {
      for (const folder of await samples()) await client.submit(folder)
    })()
    submitting.catch(() => {})
    while (readers.reading() < config.photoProcesses) await pause()
    await submitting
    const busy: number[] = []
    let others = 0
    const looksBefore = readers.looks()
    while (busy.length < count) {
      const reading = readers.reading()
      const took = await upload(url, next())
      if (reading === config.photoProcesses && readers.reading() === config.photoProcesses) busy.push(took)
      else others += 1
      if (readers.reading() === 0) break
    }
    const looks = readers.looks() - looksBefore
    told.splice(
      0,
      told.length,
      `${photos.length} rendered photos of ${largeSize.width} x ${largeSize.height} with noise, ${photos.map(({ jpeg }) => (jpeg.length / 1e6).toFixed(1)).join(', ')} MB; each upload another file`,
      `${availableParallelism()} core(s) for service, embedded Postgres, caller, ${config.photoProcesses} reading process(es) and 1 of prechecks; load of the machine before the run ${load}`,
      `busy: ${busy.length} uploads that found and left every reading process at work (${looks} looks ended meanwhile); ${others} others left out`,
    )
    const ms = (what: string, value: number, goal?: number): Figure => ({
      what,
      value: Math.round(value),
      unit: 'ms',
      ...(goal !== undefined && { goal: ['<=', goal] as const }),
    })
    return [
      ms('upload and verdict, nothing else to do, p50', quantile(idle, 0.5)),
      ms('upload and verdict, nothing else to do, p95', quantile(idle, 0.95)),
      ms('upload and verdict while all readers read, p50', quantile(busy, 0.5)),
      ms('upload and verdict while all readers read, p95', quantile(busy, 0.95), 250),
      ...(before && after
        ? [
            ms('CPU of its process for one photo, nothing else to do', (after.cpu - before.cpu) / idle.length),
            { what: 'peak memory of its process', value: Math.round(after.peak), unit: 'MB' },
          ]
        : []),
    ]
  } finally {
    await service.shutdown.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function samples() {
  const folders = await readdir(sampleFolder(''), { withFileTypes: true })
  const names = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return Promise.all(names.sort().map((name) => readFolder(sampleFolder(name))))
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 20))

export const precheck: Section = { name: 'precheck', about: () => told, run }
