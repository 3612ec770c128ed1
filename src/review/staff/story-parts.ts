import { due, type DueItem } from '../../domain/due.ts'
import {
  checks,
  type ClarityEvidence,
  type Evidence,
  type OcrEvidence,
  type SceneEvidence,
} from '../../domain/evidence.ts'
import { photosOf } from '../../domain/evidence-view.ts'
import { type MaterialKind, materialKinds } from '../../domain/application.ts'
import { dueBy } from '../../domain/idle.ts'
import { type MatchRow, matchesOf } from '../../domain/match-matrix.ts'
import { neededFields } from '../../domain/needed-fields.ts'
import { photoStory } from '../../domain/photo-story.ts'
import type { Policy } from '../../domain/policy.ts'
import { revisionChanges } from '../../domain/revision-changes.ts'
import { conflictsFirst, sideBySide } from '../../domain/side-by-side.ts'
import type { Status } from '../../domain/status.ts'
import { materialNames } from '../../domain/terms.ts'
import { toldReasons } from '../../domain/told-reasons.ts'
import { shanghaiDay } from '../../platform/clock.ts'
import type { Trx } from '../deps.ts'
import { loadCheckLines } from '../load-screening.ts'
import { type AsOf, isBefore } from './as-of.ts'
import type { StoryContent } from './story-content.ts'
import type { DecisionRow } from './story-decisions.ts'
import type { CheckRecord, PhotoRecord, RowRecord } from './story-record.ts'

type Line = Awaited<ReturnType<typeof readLedger>>[number]

/** The checks of one run with what they saw, in the order of the flow. */
export async function readLedger(trx: Trx, asOf: AsOf) {
  const lines = await loadCheckLines({ db: trx }, asOf)
  const place = ({ slot }: (typeof lines)[number]) =>
    slot === 'application' ? materialKinds.length : materialKinds.indexOf(slot)
  return lines.toSorted((a, b) => checks.indexOf(a.check) - checks.indexOf(b.check) || place(a) - place(b))
}

export const checkRecord = ({
  check,
  slot,
  status,
  started_at,
  finished_at,
  evidence_id,
  engine,
  error,
}: Line): CheckRecord => ({
  check,
  slot,
  status,
  // Never negative: the two times may come from machines whose clocks differ a little.
  seconds: started_at && finished_at ? Math.max(0, (finished_at.getTime() - started_at.getTime()) / 1000) : null,
  evidenceId: evidence_id,
  engine,
  error,
})

/** The form beside what was read, with what the last revision changed of it. */
export function formRows(contents: readonly StoryContent[], evidence: readonly Evidence[]): RowRecord[] {
  const [before, content] = [contents.at(-2), contents.at(-1)]
  if (!content) return []
  const changed = new Set(before ? revisionChanges(before, content).fields.map(({ field }) => field) : [])
  const photoOf = (source: string) => content.photos.find(({ kind }) => kind === source)?.id ?? null
  return sideBySide(content.form, evidence).map((row) => ({
    ...row,
    changed: changed.has(row.field),
    against: row.against.map((each) => ({ ...each, materialId: photoOf(each.source) })),
  }))
}

export function matrix(evidence: readonly Evidence[]): MatchRow[] | null {
  const rows = matchesOf(evidence)
  return rows && conflictsFirst(rows)
}

/** The photos of one revision, in the order in which people bring them. */
export async function photoRecords(
  trx: Trx,
  { form, photos }: StoryContent,
  evidence: readonly Evidence[],
  policy: Policy,
): Promise<PhotoRecord[]> {
  const removed = await readRemoved(trx, photos)
  const clarities = photosOf(photos, evidence)
  const readings = new Map(evidence.filter((e): e is OcrEvidence => e.check === 'ocr').map((e) => [e.kind, e]))
  const measured = new Map(evidence.filter((e): e is ClarityEvidence => e.check === 'clarity').map((e) => [e.kind, e]))
  const scene = evidence.find((e): e is SceneEvidence => e.check === 'scene')
  const seenOf = (kind: MaterialKind) => ({
    reading: readings.get(kind),
    clarity: measured.get(kind),
    scene: scene?.photos.find((photo) => photo.kind === kind),
  })
  return photos
    .toSorted((a, b) => materialKinds.indexOf(a.kind) - materialKinds.indexOf(b.kind))
    .map(({ id, kind, mime, width, height, bytes, created_at, sha256 }) => ({
      kind,
      name: materialNames[kind],
      materialId: id,
      mime,
      width,
      height,
      bytes,
      uploadedAt: created_at.toISOString(),
      removedAt: removed.get(sha256)?.toISOString() ?? null,
      clarity: clarities[kind]?.clarity ?? null,
      ...photoStory(kind, neededFields({ form, readings, policy }, kind), seenOf(kind)),
    }))
}

/** When the pixels of those that may not be kept were refused; they are shown to nobody from then on. */
async function readRemoved(trx: Trx, photos: StoryContent['photos']): Promise<Map<string, Date>> {
  if (photos.length === 0) return new Map()
  const rows = await trx
    .selectFrom('refused_photo')
    .select(['sha256', 'refused_at'])
    .where(
      'sha256',
      'in',
      photos.map(({ sha256 }) => sha256),
    )
    .execute()
  return new Map(rows.map(({ sha256, refused_at }) => [sha256, refused_at]))
}

export async function readTransitions(trx: Trx, asOf: AsOf) {
  const rows = await trx
    .selectFrom('transition')
    .select(['from_status', 'to_status', 'at', 'actor', 'reason', 'revision'])
    .where('application_id', '=', asOf.applicationId)
    .orderBy('id')
    .execute()
  // What people did with it says what they thought of it.
  return rows.filter(({ at, actor }) => isBefore(at, asOf) && !(asOf.before !== null && actor.startsWith('usr_')))
}

export async function readAppeals(trx: Trx, asOf: AsOf) {
  const rows = await trx
    .selectFrom('appeal')
    .select(['revision', 'text', 'created_at'])
    .where('application_id', '=', asOf.applicationId)
    .orderBy('revision')
    .execute()
  return rows
    .filter(({ created_at }) => isBefore(created_at, asOf))
    .map(({ created_at, ...appeal }) => ({ ...appeal, at: created_at.toISOString() }))
}

/** What the applicant is to bring now, and by when. */
export function dueOf(
  status: Status,
  latest: DecisionRow | undefined,
  { photos }: StoryContent,
  since: Date,
  policy: Policy,
): { due: DueItem[]; dueBy: string | null } {
  const reasons = latest ? toldReasons(latest.outcome, latest.reasons) : []
  return {
    due: due(
      status,
      reasons,
      photos.map(({ kind }) => kind),
    ),
    dueBy: status === 'returned' ? dueBy(shanghaiDay(since), policy) : null,
  }
}
