import { readFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { z } from 'zod'
import type { PhotoChecks } from '../../../src/checks/photo-checks.ts'
import type { ClarityEvidence, OcrEvidence } from '../../../src/domain/evidence.ts'
import { decodePhoto } from '../../../src/vision/decode.ts'
import { random } from '../../fixtures/render/random.ts'
import { unseenFamilies } from '../pictures/clarity-spoil.ts'
import type { Photo } from '../reading/score.ts'
import { covered, cutOff } from './mishaps.ts'
import type { MeasuredDocument } from './measured.ts'

/** Three places; more would be noise. */
export const three = (value: number): number => Math.round(value * 1000) / 1000

/** One photo of a document, read and looked at. */
export async function measureDocument(checks: PhotoChecks, photo: Photo, bytes: Uint8Array, spoilt?: string) {
  const kind = photo.kind as MeasuredDocument['kind']
  const [ocr, clarity] = [await checks.ocr(kind, bytes), await checks.clarity(kind, bytes)]
  const fields: MeasuredDocument['fields'] = {}
  for (const [name, truth] of Object.entries(photo.truth)) {
    const place = name === 'registrationNumber' ? 'creditCode' : name
    const { value = null, confidence = 0, raw, checkDigit, repaired } = ocr.fields[place] ?? {}
    fields[name] = {
      truth,
      value,
      confidence: three(confidence),
      ...(raw !== undefined && raw !== value && { raw }),
      ...(checkDigit && { checkDigit }),
      ...(repaired && { repaired }),
    }
  }
  return {
    id: photo.id,
    kind,
    variant: photo.variant,
    level: photo.level,
    ...(spoilt !== undefined && { spoilt }),
    right: rightShare(kind, fields),
    ...readingOf(ocr, clarity),
    fields,
  } satisfies MeasuredDocument
}

const needed: Record<MeasuredDocument['kind'], readonly string[]> = {
  business_licence: ['creditCode', 'registrationNumber', 'name', 'operator'],
  id_portrait: ['name', 'idNumber'],
  id_emblem: ['validUntil'],
  bank_card: ['cardNumber'],
}
const plain = (value: string): string => value.normalize('NFKC').replaceAll(/\s/gu, '').toUpperCase()

function rightShare(kind: MeasuredDocument['kind'], fields: MeasuredDocument['fields']): number {
  const asked = needed[kind].flatMap((name) => fields[name] ?? []).filter(({ truth }) => truth !== null)
  const right = asked.filter(({ truth, value }) => value !== null && plain(value) === plain(truth!))
  return three(right.length / Math.max(1, asked.length))
}

export const readingOf = (ocr: OcrEvidence, clarity: ClarityEvidence) => ({
  detected: { kind: ocr.detected.kind, confidence: three(ocr.detected.confidence) },
  meanConfidence: three(ocr.meanConfidence),
  lineCount: ocr.lineCount,
  glyphHeight: Math.round(ocr.glyphHeight),
  faults: (ocr.faults ?? []).map(({ code, field, measured }) => ({ code, field, measured: all(measured) })),
  clarity: {
    width: clarity.width,
    height: clarity.height,
    clarity: Math.round(clarity.clarity * 10) / 10,
    factors: all(clarity.factors),
    measured: all(clarity.measured),
    faults: (clarity.faults ?? []).map(({ region: _, factor, measured, ...fault }) => ({
      ...fault,
      factor: three(factor),
      measured: all(measured),
    })),
  },
})

const all = <T extends object>(figures: T): T =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, three(Number(value))])) as T

const outlined = z.object({
  outline: z.array(z.tuple([z.number(), z.number()])).length(4),
  boxes: z.record(z.string(), z.array(z.tuple([z.number(), z.number()]))),
})

export const families = [...unseenFamilies, cutOff, covered]

/** In one of the ways that the measure of clarity never saw, or cut off, or with something over a field. */
export async function spoil(photo: Photo, i: number, seed: string): Promise<{ name: string; bytes: Uint8Array }> {
  const family = families[i % families.length]!
  const { outline, boxes } = outlined.parse(
    JSON.parse(readFileSync(path.join(path.dirname(photo.file), 'expected.json'), 'utf8')),
  )
  const { image } = await decodePhoto(readFileSync(photo.file))
  const [xs, ys] = [outline.map(([x]) => x), outline.map(([, y]) => y)]
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  const place = { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
  const glyph = Math.max(place.width, place.height) / (photo.kind === 'business_licence' ? 60 : 30)
  const subject = {
    image,
    glyph,
    place,
    boxes: [...needed[photo.kind as MeasuredDocument['kind']], 'validity'].flatMap((name) =>
      boxes[name] ? [boxes[name]] : [],
    ),
  }
  const spoilt = await family.spoil(subject, random(`${seed}/${photo.id}/${family.name}`))
  const { data, width, height } = spoilt
  const bytes = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer()
  return { name: family.name, bytes }
}
