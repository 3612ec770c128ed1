import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { PhotoMetadata, Provenance } from '../../../src/domain/evidence-scene.ts'
import { judgeProvenance } from '../../../src/domain/judge-provenance.ts'
import { walkPicture } from '../../../src/vision/container.ts'
import { decodePhoto } from '../../../src/vision/decode.ts'
import { readMetadata } from '../../../src/vision/metadata.ts'
import { readProvenance } from '../../../src/vision/provenance.ts'
import type { Figure } from './section.ts'

export interface Looked {
  width: number
  height: number
  metadata: PhotoMetadata
  provenance: Provenance
}

/** A file as the checks look at it; null where intake would refuse it. */
export async function look(bytes: Buffer): Promise<Looked | null> {
  const decoded = await decodePhoto(bytes, { longSide: 512 }).catch(() => null)
  const mime = walkPicture(bytes)?.mime
  if (!decoded || !mime) return null
  const { image, width, height } = decoded
  const metadata = readMetadata(bytes)
  return { width, height, metadata, provenance: readProvenance(bytes, { mime, width, height, metadata, image }) }
}

const runs = 100

/** Processor time of one call, milliseconds: what else the machine does at the time is no part of it. */
export function cpuOf(work: () => unknown): number {
  for (let i = 0; i < runs / 5; i++) work()
  const before = process.cpuUsage()
  for (let i = 0; i < runs; i++) work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / runs
}

const judged = ({ width, height, metadata, provenance }: Looked): string[] =>
  judgeProvenance({ kind: 'scene_signboard', width, height, metadata, provenance }).map(({ code }) => code)

export const isScreenshot = (looked: Looked): boolean => judged(looked).includes('SCENE_SCREENSHOT')

/** `dataset_real_20260702_220619.jpg`: the phone names its files by the second in which it saves them. */
const named = /_(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)/
/** Seconds between the shot and the file, at most, in these. */
const maxDelay = 2

/** False alarms on photographs of phones and of many other cameras; every one that is not named here must be none. */
export async function genuineFigures(folder: string): Promise<Figure[]> {
  const files = ['camera', 'screen', 'varied'].flatMap((set) =>
    readdirSync(path.join(folder, set)).map((name) => ({
      set,
      name,
      bytes: readFileSync(path.join(folder, set, name)),
    })),
  )
  const looked: { set: string; name: string; bytes: Buffer; seen: Looked }[] = []
  for (const file of files) {
    const seen = await look(file.bytes)
    if (seen) looked.push({ ...file, seen })
  }
  const count = (test: (file: (typeof looked)[number]) => boolean): number => looked.filter(test).length
  const of = (what: string, value: number, goal?: Figure['goal']): Figure => ({
    what: `genuine photographs: ${what}`,
    value,
    unit: '',
    ...(goal && { goal }),
  })
  const says = (bytes: Buffer, text: string) => bytes.includes(text)
  const originals = looked.filter(({ set, name }) => set !== 'varied' && named.test(name))
  const right = originals.filter(({ name, seen: { metadata } }) => {
    const [, ...parts] = named.exec(name)!
    const [year, month, day, hour, minute, second] = parts
    const saved = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
    const delay = Math.abs(saved - Date.parse(`${metadata.takenAt}Z`)) / 1000
    return metadata.make === 'samsung' && metadata.model === 'SM-M127G' && delay <= maxDelay
  })
  const image = { data: new Uint8Array(3), width: 1, height: 1 }
  const costs = originals
    .slice(0, 10)
    .map(({ bytes, seen: { width, height } }) =>
      cpuOf(() => readProvenance(bytes, { mime: 'image/jpeg', width, height, metadata: readMetadata(bytes), image })),
    )
  return [
    of('looked at', looked.length),
    of(
      'called generated',
      count(({ seen }) => judged(seen).includes('SCENE_AI_GENERATED')),
      ['<=', 0],
    ),
    of(
      'called screenshots',
      count(({ seen }) => isScreenshot(seen)),
      ['<=', 0],
    ),
    of(
      'called edited, though the file names no editor',
      count(({ bytes, seen }) => judged(seen).includes('SCENE_EDITED') && !says(bytes, 'Photoshop')),
      ['<=', 0],
    ),
    of(
      'called edited, and the file does say Photoshop',
      count(({ bytes, seen }) => judged(seen).includes('SCENE_EDITED') && says(bytes, 'Photoshop')),
    ),
    of(
      'with a single sign of a screenshot, which counts for nothing',
      count(({ seen }) => seen.provenance.screenshot !== undefined),
    ),
    {
      what: `camera, model and time right in ${originals.length} originals of a phone`,
      value: (100 * right.length) / Math.max(1, originals.length),
      unit: '%',
      goal: ['>=', 100],
    },
    { what: 'cost, originals of a phone, the dearest of ten', value: Math.max(...costs), unit: 'ms', goal: ['<=', 5] },
  ]
}
