import { z } from 'zod'
import { outcomes } from '../domain/decision.ts'
import { blockKinds } from '../domain/evidence-across.ts'
import { sources, verdicts } from '../domain/evidence-match.ts'
import { statuses } from '../domain/status.ts'
import { applicationView } from './application-view.ts'
import { dueItem } from './due-view.ts'
import { materialKind } from './findings.ts'
import { localisedText } from './localised-text.ts'
import { matrixView } from './matrix-view.ts'
import { promised } from './promise-view.ts'
import { sceneView } from './scene-view.ts'
import { shipmentView } from './shipment.ts'
import { actorView, applicationFields, instant, namedField, otherApplication, quad, shownValue } from './staff-parts.ts'
import { staffReason, storyCallback, storyCase, storyDecision } from './story-decisions.ts'
import { storyExample } from './story-example.ts'
import { storyNeighbours, storyPhoto } from './story-photos.ts'
import { toldView } from './told-view.ts'

/** What another source says of a field of the form. */
const against = shownValue
  .extend({
    source: z.enum(sources),
    ...namedField,
    materialId: z.string().nullable().meta({ description: 'Of the photo that it was read from.' }),
    confidence: z.number().min(0).max(1).nullable(),
    box: quad.optional(),
    verdict: z.enum(verdicts).nullable().meta({ description: 'Against the form; null where it was not compared.' }),
    steps: z
      .array(z.object({ step: z.string(), text: localisedText }))
      .readonly()
      .meta({ description: 'What made the two equal, or why they are not.' }),
  })
  .meta({ id: 'StoryAgainst' })

/** One field of the form beside all that is said of it elsewhere. */
export const storyRow = shownValue
  .extend({
    ...namedField,
    changed: z.boolean().meta({ description: 'With this revision.' }),
    verdict: z
      .enum(verdicts)
      .nullable()
      .meta({ description: 'The one that weighs most; null where none was compared.' }),
    against: z.array(against).readonly(),
  })
  .meta({ id: 'StoryRow' })
export type StoryRow = z.infer<typeof storyRow>

const storyRevision = z
  .object({
    revision: z.number().int(),
    submittedAt: instant,
    outcome: z.enum(outcomes).nullable().meta({ description: 'What was last decided on it; null until then.' }),
    fields: z
      .array(z.object({ ...namedField, before: shownValue, after: shownValue }))
      .readonly()
      .meta({ description: 'What changed since the one before; empty of the first.' }),
    photos: z
      .array(
        z.object({
          kind: materialKind,
          name: localisedText,
          change: z.enum(['added', 'replaced', 'removed']),
          before: z.string().nullable().meta({ description: 'Id of the photo.' }),
          after: z.string().nullable(),
        }),
      )
      .readonly(),
  })
  .meta({ id: 'StoryRevision' })
export type StoryRevision = z.infer<typeof storyRevision>

const checkDone = applicationView.shape.checks.unwrap().element.extend({
  evidenceId: z.string().nullable(),
  engine: z.string().nullable().meta({ description: 'What looked, with its version.' }),
  error: z.string().nullable().meta({ description: 'Why it could not be done.' }),
})

const related = z
  .object({
    application: otherApplication,
    by: z
      .array(z.enum([...blockKinds, 'photo']))
      .readonly()
      .meta({ description: 'What the two have in common.' }),
  })
  .meta({ id: 'RelatedApplication' })

/** All there is to know of one application, personal values masked. */
export const storyView = z
  .object({
    ...applicationFields,
    run: z.number().int().min(1),
    enteredBy: actorView,
    enteredByMe: z.boolean().meta({ description: 'Who entered it does not decide it.' }),
    createdAt: instant,
    submittedAt: instant.meta({ description: 'Of the current revision.' }),
    decidedAt: instant.nullable(),
    outcome: z.enum(outcomes).nullable(),
    risk: z.number().nullable(),
    policy: z.string().nullable(),
    blind: z.boolean().meta({
      description:
        'The reader looks at it a second time: what people decided, and what followed, is left out; it stands as it did when ' +
        'the case was opened.',
    }),
    reasons: z.array(staffReason).readonly(),
    form: z.array(storyRow).readonly().meta({ description: 'Each field of the form beside what was read; in order.' }),
    photos: z.array(storyPhoto).readonly(),
    matches: matrixView.nullable().meta({ description: 'Conflicts first.' }),
    scene: sceneView.nullable().meta({ description: 'With the evidence of suspicions, which stays inside.' }),
    neighbours: storyNeighbours,
    related: z
      .array(related)
      .readonly()
      .meta({ description: 'Other applications with something in common; newest first.' }),
    checks: z.array(checkDone).readonly(),
    due: z.array(dueItem).readonly().meta({ description: 'As the applicant sees it.' }),
    dueBy: z.iso.date().nullable(),
    history: z
      .array(
        z.object({
          from: z.enum(statuses).nullable(),
          to: z.enum(statuses),
          at: instant,
          by: actorView,
          reason: z.string().nullable(),
          revision: z.number().int(),
        }),
      )
      .readonly(),
    revisions: z.array(storyRevision).readonly().meta({ description: 'Newest first.' }),
    decisions: z.array(storyDecision).readonly().meta({ description: 'Newest first.' }),
    appeals: z.array(z.object({ revision: z.number().int(), text: z.string(), at: instant })).readonly(),
    cases: z.array(storyCase).readonly().meta({ description: 'Newest first.' }),
    callbacks: z.array(storyCallback).readonly().meta({ description: 'Newest first.' }),
    promised,
    told: z.array(toldView).readonly(),
    shipment: shipmentView.nullable(),
  })
  .meta({ id: 'Story', examples: [storyExample] })
export type StoryView = z.infer<typeof storyView>

const target = z.union([
  z.strictObject({
    source: z.enum(['bank', 'registry', 'callback']),
    field: z.string().regex(/^[A-Za-z]+(?:\.[A-Za-z]+){0,2}$/),
  }),
  z.strictObject({
    path: z
      .string()
      .regex(/^[A-Za-z]+(?:\.[A-Za-z]+){0,2}$/)
      .meta({ description: 'A field of the form.', examples: ['legalPerson.idNumber'] }),
  }),
  z.strictObject({
    material: materialKind,
    field: z
      .string()
      .regex(/^[A-Za-z]{1,40}$/)
      .meta({ description: 'A field read from this photo.', examples: ['idNumber'] }),
  }),
])

/** Body of `POST /v1/applications/:id/reveal`. */
export const revealBody = z
  .strictObject({
    what: target,
    revision: z.number().int().min(1).optional().meta({ description: 'The current one when absent.' }),
    why: z.string().trim().min(1).max(200).optional().meta({ description: 'Written down with it.' }),
  })
  .meta({ id: 'Reveal', examples: [{ what: { path: 'legalPerson.idNumber' } }] })
export type RevealBody = z.infer<typeof revealBody>

export const revealed = z
  .object({
    value: z.string().nullable(),
    raw: z.string().nullable().meta({ description: 'As it stood there, of what was read and tidied.' }),
  })
  .meta({ id: 'Revealed', examples: [{ value: '11010519491231002X', raw: null }] })
export type Revealed = z.infer<typeof revealed>
