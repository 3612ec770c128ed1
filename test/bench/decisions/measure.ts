import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import path from 'node:path'
import { startPhotoPool } from '../../../src/checks/photo-pool.ts'
import type { PhotoChecks } from '../../../src/checks/photo-checks.ts'
import { levels, plan, renderSet } from '../reading/render-set.ts'
import { loadPhoto } from '../reading/score.ts'
import { families, measureDocument, spoil } from './measure-documents.ts'
import { measureOverlays } from './measure-overlays.ts'
import { measurePlaces } from './measure-places.ts'
import { measureStrangers } from './measure-strangers.ts'
import { loadMeasured, type Measured } from './measured.ts'

export interface MeasureOptions {
  /** Folder of the rendered documents; what is there is not rendered again. */
  folder: string
  file: string
  say: (line: string) => void
}

const kinds = ['business_licence', 'id_portrait', 'id_emblem', 'bank_card'] as const
/** Seeds that `bench:reading` reports on; no reader was tuned on them. */
const seeds = { documents: 'bench-2026-11', spoilt: 'decisions-spoilt-2026-11', places: 'decisions-places-2026-11' }
/** Photos of each layout at each level, times the layout's weight: 464 in all. */
const perCell = 4
/** Every third of the first 348 is spoilt and read again. */
const spoilt = { perCell: 3, every: 3 }
/** Milliseconds for one photo: on a busy machine the reader, which gives way to all others, may wait for minutes. */
const patience = 600_000

/**
 * Reads documents, spoilt ones, strange ones and places of business with the product's own readers and writes the table. What the
 * same version of the readers has read before is kept: delete the file to read all of it again.
 */
export async function measure({ folder, file, say }: MeasureOptions): Promise<void> {
  const set = { folder, tune: false, seeds: seeds.documents, perCell, levels, kinds }
  const ids = await renderSet(set, say)
  const checks = await startPhotoPool({ engine: 'ppocr', processes: 1, timeLimit: patience })
  const known = existsSync(file) ? loadMeasured(file) : null
  const kept = known && JSON.stringify(known.about.versions) === JSON.stringify(checks.versions) ? known : null
  const found = {
    documents: [...(kept?.documents ?? [])],
    strangers: [...(kept?.strangers ?? [])],
    places: [...(kept?.places ?? [])],
    overlays: [...(kept?.overlays ?? [])],
  }
  const isKnown = ({ id }: { id: string }, way?: string) =>
    found.documents.some((each) => each.id === id && each.spoilt === way)
  const write = () => writeFileSync(file, lines({ about: about(checks, folder), ...found }))
  try {
    const photos = ids.map((id) => loadPhoto(folder, id))
    if (found.strangers.length === 0) found.strangers.push(...(await measureStrangers(checks, photos)))
    if (found.overlays.length === 0) found.overlays.push(...(await measureOverlays(checks)))
    write()
    const wanting = photos.filter((photo) => !isKnown(photo))
    for (const [i, photo] of wanting.entries()) {
      found.documents.push(await measureDocument(checks, photo, readFileSync(photo.file)))
      if ((i + 1) % 25 === 0) {
        write()
        say(`${i + 1} of ${wanting.length} documents`)
      }
    }
    if (found.places.length === 0) await measurePlaces(checks, found.places, seeds.places, say)
    write()
    const some = plan({ ...set, perCell: spoilt.perCell }).filter((_, i) => i % spoilt.every === 0)
    for (const [i, { id }] of some.entries()) {
      const photo = loadPhoto(folder, id)
      if (isKnown(photo, families[i % families.length]!.name)) continue
      const { name, bytes } = await spoil(photo, i, seeds.spoilt)
      found.documents.push(await measureDocument(checks, photo, bytes, name))
      if ((i + 1) % 25 === 0) {
        write()
        say(`${i + 1} of ${some.length} spoilt documents`)
      }
    }
    write()
  } finally {
    await checks.close()
  }
}

const about = (checks: PhotoChecks, folder: string): Measured['about'] => ({
  date: new Date().toISOString().slice(0, 10),
  command: 'npm run bench:decisions -- --measure',
  engine: checks.versions.ocr,
  versions: checks.versions,
  machine: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`,
  seeds: { ...seeds, folder: path.basename(folder) },
})

/** One photo a line, so that a new measurement shows line by line what changed. */
function lines({ about, documents, strangers, places, overlays }: Measured): string {
  const list = (items: readonly unknown[]) => `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`
  return `{\n"about": ${JSON.stringify(about, null, 1)},\n"documents": ${list(documents)},\n"strangers": ${list(strangers)},\n"places": ${list(places)},\n"overlays": ${list(overlays)}\n}\n`
}
