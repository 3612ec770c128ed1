import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { PhotoChecks } from '../../../src/checks/photo-checks.ts'
import type { MaterialKind } from '../../../src/domain/application.ts'
import { documentKinds } from '../../../src/domain/evidence.ts'
import type { Photo } from '../reading/score.ts'
import { readingOf, three } from './measure-documents.ts'
import type { MeasuredStranger } from './measured.ts'

const fixtures = path.resolve(import.meta.dirname, '../../fixtures')
const kinds = ['business_licence', 'id_portrait', 'id_emblem', 'bank_card'] as const

const oddTable = z.array(
  z.looseObject({ file: z.string(), slot: z.string(), shows: z.enum(documentKinds), faults: z.array(z.unknown()) }),
)

/** Papers and places where another thing was asked for. */
export async function measureStrangers(checks: PhotoChecks, photos: readonly Photo[]): Promise<MeasuredStranger[]> {
  const found: MeasuredStranger[] = []
  const look = async (id: string, slot: MaterialKind, shows: MeasuredStranger['shows'], bytes: Uint8Array) => {
    const [ocr, clarity] = [await checks.ocr(slot, bytes), await checks.clarity(slot, bytes)]
    const fields: MeasuredStranger['fields'] = {}
    for (const [name, { value, confidence, checkDigit }] of Object.entries(ocr.fields)) {
      fields[name] = { value, confidence: three(confidence), ...(checkDigit && { checkDigit }) }
    }
    found.push({ id, slot, shows, ...readingOf(ocr, clarity), fields })
  }
  const folder = path.join(fixtures, 'odd')
  for (const odd of oddTable.parse(JSON.parse(readFileSync(path.join(folder, 'odd.json'), 'utf8')))) {
    const slot = odd.slot as MaterialKind
    if (odd.shows !== slot) await look(`odd/${odd.file}`, slot, odd.shows, readFileSync(path.join(folder, odd.file)))
  }
  for (const shown of kinds) {
    const some = photos.filter(({ kind }) => kind === shown).slice(0, 2)
    for (const slot of [...kinds, 'scene_signboard', 'scene_stall'] as const) {
      if (slot === shown) continue
      for (const photo of some) await look(`${photo.id} as ${slot}`, slot, shown, readFileSync(photo.file))
    }
  }
  // A place of business where a document was asked for.
  for (const slot of kinds) {
    const file = path.join(fixtures, 'samples/A-1001/scene_interior.jpg')
    await look(`A-1001/scene_interior as ${slot}`, slot, 'other_text', readFileSync(file))
  }
  return found
}
