import { z } from 'zod'
import { documentKinds } from '../domain/evidence.ts'
import { box } from './box.ts'
import { materialKind } from './findings.ts'
import { localisedText } from './localised-text.ts'
import { instant, namedField, otherApplication, quad, shownValue } from './staff-parts.ts'

/** One value read from a photo, for our own people. */
const readValue = shownValue
  .extend({
    ...namedField,
    confidence: z.number().min(0).max(1),
    needed: z.boolean().meta({ description: 'Without it the document proves nothing.' }),
    box: quad.optional().meta({ description: 'Where it stands; absent where it was not found, or not by its place.' }),
    checkDigit: z.enum(['valid', 'invalid']).optional(),
    repaired: z.literal(true).optional(),
    qr: z.enum(['alone', 'agrees', 'differs']).optional(),
  })
  .meta({ id: 'StoryField' })

const clarityFault = z
  .object({
    code: z.string(),
    text: localisedText,
    factor: z.number().min(0).max(1).meta({ description: 'What is left of the readability by this alone.' }),
    region: box.optional(),
  })
  .meta({ id: 'StoryClarityFault' })

/** One photo of the current revision. */
export const storyPhoto = z
  .object({
    kind: materialKind,
    name: localisedText,
    materialId: z.string().meta({ description: 'GET /v1/materials/{id}/photo, and …/clarity.png' }),
    mime: z.string(),
    width: z.number().int().meta({ description: 'Pixels of the upright photo.' }),
    height: z.number().int(),
    bytes: z.number().int(),
    uploadedAt: instant,
    removedAt: instant.nullable().meta({ description: 'When its pixels were removed because they may not be kept.' }),
    clarity: z.number().min(0).max(100).nullable(),
    faults: z.array(clarityFault).readonly().meta({ description: 'What lowers the clarity, the worst first.' }),
    detected: z
      .object({ kind: z.enum(documentKinds), name: localisedText, confidence: z.number().min(0).max(1) })
      .nullable()
      .meta({ description: 'What the photo seems to show; null until it was read.' }),
    outline: quad.nullable().meta({ description: 'Corners of the document; null where there is none to be told.' }),
    fields: z.array(readValue).readonly(),
    camera: z.string().nullable().meta({ description: 'As its file says; anyone can write it.' }),
    takenAt: z.string().nullable().meta({ description: 'Local wall-clock time, as the camera wrote it.' }),
    takenPlace: z.object({ latitude: z.number(), longitude: z.number() }).nullable(),
  })
  .meta({ id: 'StoryPhoto' })
export type StoryPhoto = z.infer<typeof storyPhoto>

const photoRef = z.object({
  kind: materialKind,
  materialId: z.string().nullable().meta({ description: 'Null where the photo is there no longer.' }),
})

const alike = {
  sameFile: z.boolean(),
  similarity: z.number().min(0).max(1).meta({ description: 'Laid over each other; 1 for the same file.' }),
  mirrored: z.boolean(),
}

/** Where the premises photos were seen before. */
export const storyNeighbours = z
  .object({
    searched: z.number().int().meta({ description: 'Photos that were searched for; 0 where that was not done.' }),
    gone: z.number().int().meta({ description: 'Near ones whose pixels are no longer kept: not laid over ours.' }),
    found: z
      .array(
        z.object({
          ours: photoRef,
          theirs: photoRef,
          application: otherApplication,
          revision: z.number().int().meta({ description: 'Of that application, in which it was seen.' }),
          sameApplicant: z.boolean(),
          samePlace: z
            .boolean()
            .nullable()
            .meta({ description: 'As far as the addresses tell; null of another person.' }),
          rejected: z.boolean().meta({ description: 'That application was sent back for this very photo.' }),
          part: z.string().meta({ description: '`whole`, or the part of the photo that was found.' }),
          ...alike,
        }),
      )
      .readonly()
      .meta({ description: 'The gravest first.' }),
    counts: z
      .array(z.object({ kind: materialKind, ofOthers: z.number().int(), elsewhere: z.number().int() }))
      .readonly()
      .meta({ description: 'Of photos found more often than `found` names.' }),
    among: z
      .array(z.object({ a: photoRef, b: photoRef, ...alike }))
      .readonly()
      .meta({ description: 'Photos of this application that show the same.' }),
  })
  .meta({ id: 'StoryNeighbours' })
