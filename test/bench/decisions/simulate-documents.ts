import type { MaterialKind } from '../../../src/domain/application.ts'
import { fieldsByKind } from '../../../src/domain/evidence.ts'
import type { FieldValue, OcrEvidence } from '../../../src/domain/evidence.ts'
import type { Random } from '../../fixtures/render/random.ts'
import { checkOf, readAs } from './distort.ts'
import { rareCharacters } from './people.ts'
import { asRead, asSeen, clear, slotOf, surely, type Reader, type Seen } from './seen.ts'
import type { Slot, World } from './world.ts'

/** One photo of a document, in its own slot. */
export function seeDocument(world: World, kind: MaterialKind, reader: Reader, chance: Random): Seen {
  const slot = slotOf(world, kind)
  if (!reader) return perfectDocument(kind, slot)
  const donor = reader.document(kind, slot, chance.fork('donor'))
  const fields: Record<string, FieldValue> = {}
  for (const [name, truth] of Object.entries(slot.truth)) {
    const measured = donor.fields[name]
    // A field that the measured layout does not print: read as the rest of that photo is.
    const field = measured ?? { truth: truth ?? '', value: truth, confidence: donor.meanConfidence }
    fields[name] = readAs(
      truth,
      field,
      name,
      chance.fork(name),
      name === 'name' || name === 'operator' ? rareCharacters : undefined,
    )
  }
  return { ocr: asRead(kind, donor, withQr(fields, slot)), clarity: asSeen(kind, donor) }
}

function withQr(fields: Record<string, FieldValue>, { qr }: Slot): Record<string, FieldValue> {
  const code = fields['creditCode']
  if (!qr || !code) return fields
  return {
    ...fields,
    creditCode: qr.says === 'agrees' ? { ...code, qr: 'agrees' } : { ...code, qr: 'differs', qrValue: qr.value },
  }
}

function perfectDocument(kind: MaterialKind, slot: Slot): Seen {
  const unreadable = slot.spoilt !== undefined
  const fields: Record<string, FieldValue> = {}
  for (const [name, truth] of Object.entries(slot.truth)) {
    const value = unreadable ? null : truth
    const check = value === null ? undefined : checkOf(name, value)
    fields[name] = {
      value,
      confidence: value === null && truth !== null ? 0 : surely,
      ...(value === null && truth === null && { raw: '***' }),
      ...(check && { checkDigit: check }),
    }
  }
  const donor = {
    detected: { kind: kind as OcrEvidence['detected']['kind'], confidence: unreadable ? 0.3 : surely },
    meanConfidence: unreadable ? 0.5 : surely,
    lineCount: unreadable ? 2 : 12,
    glyphHeight: 30,
    faults: [],
  }
  const clarity = unreadable
    ? {
        ...clear,
        clarity: 8,
        factors: { ...clear.factors, sharpness: 0.1 },
        faults: [{ code: 'IMG_BLURRY' as const, cause: 'focus' as const, factor: 0.1, measured: {} }],
      }
    : clear
  return { ocr: asRead(kind, donor, withQr(fields, slot)), clarity: { check: 'clarity', kind, ...clarity } }
}

/** Something else in the slot. */
export function seeStranger(id: string, slot: MaterialKind, reader: Reader, chance: Random, readable: boolean): Seen {
  const donor = reader?.stranger(id, slot, chance)
  const detected = { kind: id as OcrEvidence['detected']['kind'], confidence: surely }
  const nothing = Object.fromEntries(
    (fieldsByKind[slot as keyof typeof fieldsByKind] ?? []).map((name) => [name, { value: null, confidence: 0 }]),
  )
  if (donor) {
    // Both sides in one photo are planted as too small to be read; where they can be read, such a photo is no fault.
    const fields = id === 'id_both_sides' ? nothing : { ...donor.fields }
    return { ocr: readable ? asRead(slot, donor, fields) : null, clarity: asSeen(slot, donor) }
  }
  const perfect = { detected, meanConfidence: surely, lineCount: 8, glyphHeight: 30, faults: [] }
  return { ocr: readable ? asRead(slot, perfect, nothing) : null, clarity: { check: 'clarity', kind: slot, ...clear } }
}
