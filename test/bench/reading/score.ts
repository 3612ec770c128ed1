import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { fieldsByKind, type FieldValue, type ReadableKind } from '../../../src/domain/evidence.ts'
import type { EngineName, Answer } from './engines.ts'
import { calibration } from './goals.ts'

const expectation = z.object({
  kind: z.enum(['business_licence', 'id_portrait', 'id_emblem', 'bank_card']),
  variant: z.string(),
  level: z.enum(['scan', 'clean', 'moderate', 'hard']),
  truth: z.record(z.string(), z.record(z.string(), z.string().nullable())),
  beyondDictionary: z.array(z.string()),
})

/** One photo of the set with what stands on it. */
export interface Photo {
  id: string
  file: string
  kind: ReadableKind
  variant: string
  level: z.infer<typeof expectation>['level']
  truth: Readonly<Record<string, string | null>>
  beyondDictionary: readonly string[]
}

export function loadPhoto(folder: string, id: string): Photo {
  const { truth, kind, ...rest } = expectation.parse(
    JSON.parse(readFileSync(path.join(folder, id, 'expected.json'), 'utf8')),
  )
  const file = path.join(folder, id, `${kind}.jpg`)
  if (!existsSync(file)) throw new Error(`${file} is missing; delete its folder and render the set again`)
  return { id, file, kind, truth: truth[kind] ?? {}, ...rest }
}

/** One field of one photo, as one engine read it. */
export interface FieldResult {
  field: string
  truth: string | null
  value: string | null
  confidence: number
  checkDigit?: 'valid' | 'invalid'
  repaired?: true
  qr?: FieldValue['qr']
  right: boolean
  /** The truth has characters that the models do not know: not to be right, but not to be sure either. */
  beyondDictionary: boolean
}

export interface PhotoResult {
  engine: EngineName
  id: string
  kind: ReadableKind
  variant: string
  level: Photo['level']
  detected: string
  faults: readonly string[]
  cpu: number
  error?: string
  fields: FieldResult[]
}

/** Width of characters and kind of brackets are the printer's, not the document's; everything else must be equal. */
const plain = (value: string | null): string | null =>
  value === null ? null : value.normalize('NFKC').replaceAll(/\s/gu, '').toUpperCase()

export function score(photo: Photo, engine: EngineName, answer: Answer): PhotoResult {
  const { id, kind, variant, level } = photo
  const asked: readonly string[] = fieldsByKind[kind]
  const fields = Object.entries(photo.truth).flatMap(([field, truth]): FieldResult[] => {
    // Evidence has one place for the number of a licence, whichever kind it is.
    const place = field === 'registrationNumber' ? 'creditCode' : field
    if (!asked.includes(place)) return []
    const { value, confidence, checkDigit, repaired, qr } = answer.fields[place] ?? { value: null, confidence: 0 }
    return [
      {
        field,
        truth,
        value,
        confidence,
        ...(checkDigit && { checkDigit }),
        ...(repaired && { repaired }),
        ...(qr && { qr }),
        right: plain(value) === plain(truth),
        beyondDictionary: photo.beyondDictionary.includes(field),
      },
    ]
  })
  const { detected, faults, cpu, error } = answer
  return { engine, id, kind, variant, level, detected, faults, cpu, ...(error !== undefined && { error }), fields }
}

/** Given as certain: nobody would look at it again. A number that fails its own check is not given so. */
export const isSure = ({ confidence, checkDigit, value }: FieldResult): boolean =>
  confidence >= calibration.confidence && checkDigit !== 'invalid' && !value?.includes('\uFFFD')
