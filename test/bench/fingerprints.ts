/**
 * How fast and how completely photos are found among millions, in a Postgres of its own that this fills with random
 * fingerprints:
 *
 *   npm run bench:fingerprints -- [--photos 1000000] [--searches 300] [--json FILE]
 *
 * Ten million take 15 GB below the temporary folder, and half an hour.
 */
import { writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { cropsPerPhoto, fillDatabase, settings } from './fingerprints/database.ts'
import {
  compareWithBruteForce,
  distances,
  insert,
  plant,
  processorTime,
  search,
  searchPhotos,
  sizeOf,
} from './fingerprints/measure.ts'
import { randomNumbers } from './fingerprints/random.ts'
import { asTable } from './pictures/report.ts'
import type { Figure } from './pictures/section.ts'

const { values: options } = parseArgs({
  options: {
    photos: { type: 'string', default: '1000000' },
    searches: { type: 'string', default: '300' },
    json: { type: 'string' },
  },
})
const whole = (name: 'photos' | 'searches', least: number): number => {
  const value = Number(options[name])
  if (Number.isInteger(value) && value >= least) return value
  throw new Error(`--${name} must be a whole number of at least ${least}, not ${options[name]}`)
}
const photos = whole('photos', 1000)
const searches = whole('searches', 20)

const say = (line: string) => console.error(line)
const random = randomNumbers(20_261_123)
const at = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
const spread = (what: string, times: readonly number[], processor: number | null, goal?: number): Figure[] => [
  { what: `${what}, p50`, value: at(times, 0.5), unit: 'ms' },
  { what: `${what}, p95`, value: at(times, 0.95), unit: 'ms', ...(goal !== undefined && { goal: ['<=', goal] }) },
  { what: `${what}, longest`, value: at(times, 1), unit: 'ms' },
  ...(processor === null ? [] : [{ what: `${what}, processor time of the server`, value: processor, unit: 'ms' }]),
]
const load = () => loadavg().map((n) => n.toFixed(1))

const memory = `${Math.round(totalmem() / 2 ** 30)} GB`
console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${memory}, Node ${process.version}`)
const started = performance.now()
const { store, dispose } = await fillDatabase(photos, say)
try {
  const { rows } = await store.pool.query<{ server_version: string }>('show server_version')
  console.log(
    `Postgres ${rows[0]?.server_version}, ${Object.entries(settings)
      .map((pair) => pair.join(' = '))
      .join(', ')}`,
  )
  console.log(
    `${photos} photos with ${cropsPerPhoto} crops each, filled in ${Math.round((performance.now() - started) / 1000)} s`,
  )
  const sizes = { whole: await sizeOf(store, 'fingerprint'), crops: await sizeOf(store, 'fingerprint_crop') }

  const planted = {
    whole: await plant(store, 'fingerprint', searches, random),
    crops: await plant(store, 'fingerprint_crop', searches, random),
  }
  // What a server that has run for a while has in memory: searches alike, which are not measured.
  say('warming up')
  await searchPhotos(store, Math.ceil(searches / 3), random)
  console.log(`load of the machine over 1, 5 and 15 minutes: ${load().join(', ')}`)
  /** With the processor's share of it. */
  const timed = async <T>(count: number, work: () => Promise<T>): Promise<[T, number | null]> => {
    const before = await processorTime(store)
    const result = await work()
    const after = await processorTime(store)
    return [result, before === null || after === null ? null : (after - before) / count]
  }
  const perPhotoCount = Math.ceil(searches / 3)
  say('searching')
  const [wholes, wholesTime] = await timed(searches, () => search(store, 'fingerprint', planted.whole))
  const [crops, cropsTime] = await timed(searches, () => search(store, 'fingerprint_crop', planted.crops))
  const [perPhoto, perPhotoTime] = await timed(perPhotoCount, () => searchPhotos(store, perPhotoCount, random))
  say('inserting')
  const looksBefore = await sizeOf(store, 'premises_look')
  const [inserts, insertTime] = await timed(searches, () => insert(store, searches, random))
  const looks = (await sizeOf(store, 'premises_look')) - looksBefore
  say('comparing with a search without indexes')
  const truth = await compareWithBruteForce(store, planted.whole.slice(0, 20))
  console.log(`load after: ${load().join(', ')}`)

  const figures: Figure[] = [
    ...spread('search by a whole photo', wholes.times, wholesTime, 50),
    ...spread('search by a crop', crops.times, cropsTime, 50),
    ...spread('all searches of one photo', perPhoto, perPhotoTime),
    ...spread('search by a whole photo without indexes', truth.milliseconds, null),
    ...spread('insert of one photo', inserts, insertTime, 5),
    {
      what: `missed within 31 bits, of ${truth.of} found without indexes`,
      value: truth.missed,
      unit: '',
      goal: ['<=', 0],
    },
    { what: 'space of one photo, whole', value: Math.round(sizes.whole / photos), unit: 'bytes' },
    { what: 'space of one photo, crops', value: Math.round(sizes.crops / photos), unit: 'bytes' },
    { what: 'space of one photo, what was seen', value: Math.round(looks / searches), unit: 'bytes' },
  ]
  console.log(asTable(figures))
  console.log('Found, by distance: any bit changed as likely; bits changed as edits change them.')
  const share = (part: typeof wholes, flips: 'even' | 'as by edits', distance: number) =>
    part.found[flips].get(distance) ?? 0
  const recall: Figure[] = distances.map((distance) => ({
    what: `${distance} bits`,
    value: Math.round(100 * share(wholes, 'even', distance)),
    unit: '%',
    ...(distance <= 31 && { goal: ['>=', 100] }),
    peers: {
      'whole, as by edits': Math.round(100 * share(wholes, 'as by edits', distance)),
      'crops, any': Math.round(100 * share(crops, 'even', distance)),
      'crops, as by edits': Math.round(100 * share(crops, 'as by edits', distance)),
    },
  }))
  console.log(asTable(recall))
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ photos, figures, recall }, null, 2)}\n`)
} finally {
  await dispose()
}
