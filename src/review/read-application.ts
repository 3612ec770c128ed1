import { type MaterialKind, materialKinds, type MerchantType } from '../domain/application.ts'
import type { Outcome } from '../domain/decision.ts'
import { due, type DueItem } from '../domain/due.ts'
import { type Check, checks, type FieldValue } from '../domain/evidence.ts'
import { fieldsOf, type PhotosByKind, photosOf } from '../domain/evidence-view.ts'
import { dueBy } from '../domain/idle.ts'
import { type MatchRow, matchesOf } from '../domain/match-matrix.ts'
import { type SceneScore, toldScore } from '../domain/scene-signals.ts'
import type { Policy } from '../domain/policy.ts'
import type { Status } from '../domain/status.ts'
import { type ToldReason, toldReasons } from '../domain/told-reasons.ts'
import { type Clock, shanghaiDay } from '../platform/clock.ts'
import type { ApplicationRow } from '../store/schema.ts'
import type { CurrentPolicy, ReviewDeps, Trx } from './deps.ts'
import { readShipment, type ShipmentRecord } from './ship-terminal.ts'
import { type PromiseRecord, readPromise } from './read-promise.ts'
import { readTold, type ToldRecord } from './read-told.ts'
import { type LoadedMaterial, loadMaterials } from './load-screening.ts'

export interface ApplicationRecord {
  id: string
  reference: string
  merchantType: MerchantType
  status: Status
  revision: number
  outcome: Outcome | null
  risk: number | null
  policy: string | null
  reasons: ToldReason[]
  /** What the applicant is to bring now. */
  due: DueItem[]
  /** The last day for it in Shanghai; null where nothing is due. */
  dueBy: string | null
  fields: Partial<Record<MaterialKind, Record<string, FieldValue>>>
  photos: PhotosByKind
  /** What was compared, source by source; null until it was. */
  matches: MatchRow[] | null
  /** Null until decided, and where there were no premises photos to judge. */
  scene: SceneScore | null
  checks: { check: Check; slot: MaterialKind | 'application'; status: CheckStatus; seconds: number | null }[]
  history: { from: Status | null; to: Status; at: string; actor: string; reason: string | null; revision: number }[]
  promised: PromiseRecord | null
  shipment: ShipmentRecord | null
  /** All that was told of it, or is to be. */
  told: ToldRecord[]
  submittedAt: string
  decidedAt: string | null
  seconds: number | null
}

type CheckStatus = 'pending' | 'active' | 'done' | 'failed'

type By = { id: string } | { reference: string }

/**
 * All that its sender may know of an application, as it stands now. @returns null when there is none.
 * One snapshot: read one after the other, a status before the decision could meet the outcome after it.
 */
export async function readApplication(
  { db, clock, policy }: ReviewDeps & { policy: CurrentPolicy },
  by: By,
): Promise<ApplicationRecord | null> {
  const inForce = await policy()
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((trx) => readSnapshot({ db: trx, clock }, by, inForce))
}

async function readSnapshot(
  deps: { db: Trx; clock: Clock },
  by: By,
  policy: Policy,
): Promise<ApplicationRecord | null> {
  const application = await deps.db
    .selectFrom('application')
    .selectAll()
    .where((eb) => ('id' in by ? eb('id', '=', by.id) : eb('reference', '=', by.reference)))
    .executeTakeFirst()
  if (!application) return null

  const revision = await readRevision(deps, application)
  const materials = await loadMaterials(deps, { applicationId: application.id, revision: application.revision })
  const lines = (await readLedger(deps, application)).sort(inOrderOfFlow)
  const decision = await readDecision(deps, application)
  const history = await readHistory(deps, application.id)
  const reasons = decision ? toldReasons(decision.outcome, decision.reasons) : []
  const wanted = due(
    application.status,
    reasons,
    materials.map(({ kind }) => kind),
  )
  const evidence = lines.flatMap(({ result }) => (result ? [result] : []))
  return {
    id: application.id,
    reference: application.reference,
    merchantType: application.merchant_type,
    status: application.status,
    revision: application.revision,
    outcome: decision?.outcome ?? null,
    risk: decision?.risk ?? null,
    policy: decision?.policy_version ?? null,
    reasons,
    due: wanted,
    dueBy: application.status === 'returned' ? dueBy(shanghaiDay(application.updated_at), policy) : null,
    fields: fieldsOf(evidence),
    photos: photosOf(await withRemoval(deps, materials), evidence),
    matches: matchesOf(evidence),
    scene: decision?.scene ? toldScore(decision.scene) : null,
    checks: lines.map(({ check, slot, status, started_at, finished_at }) => ({
      check,
      slot,
      status,
      seconds: started_at && finished_at ? secondsBetween(started_at, finished_at) : null,
    })),
    history,
    shipment: await readShipment(deps.db, application.id),
    promised: await readPromise(deps.db, application.id, deps.clock.now()),
    told: await readTold(deps, application.id),
    submittedAt: revision.created_at.toISOString(),
    decidedAt: decision?.created_at.toISOString() ?? null,
    seconds: decision ? secondsBetween(revision.created_at, decision.created_at) : null,
  }
}

const readRevision = ({ db }: Pick<ReviewDeps, 'db'>, { id, revision }: ApplicationRow) =>
  db
    .selectFrom('application_revision')
    .select('created_at')
    .where('application_id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirstOrThrow()

const readLedger = ({ db }: Pick<ReviewDeps, 'db'>, { id, revision, run }: ApplicationRow) =>
  db
    .selectFrom('check_run')
    .leftJoin('evidence', 'evidence.id', 'check_run.evidence_id')
    .select(['check_run.check', 'slot', 'status', 'started_at', 'finished_at', 'evidence.result'])
    .where('application_id', '=', id)
    .where('revision', '=', revision)
    .where('run', '=', run)
    .execute()

type Line = Pick<ApplicationRecord['checks'][number], 'check' | 'slot'>
const place = (slot: Line['slot']): number =>
  slot === 'application' ? materialKinds.length : materialKinds.indexOf(slot)
const inOrderOfFlow = (a: Line, b: Line): number =>
  checks.indexOf(a.check) - checks.indexOf(b.check) || place(a.slot) - place(b.slot)

/** With when its pixels were removed, for those that may not be kept. */
async function withRemoval({ db }: Pick<ReviewDeps, 'db'>, materials: readonly LoadedMaterial[]) {
  const hashes = materials.map(({ sha256 }) => sha256)
  if (hashes.length === 0) return []
  const removed = await db
    .selectFrom('refused_photo')
    .select(['sha256', 'removed_at'])
    .where('sha256', 'in', hashes)
    .where('removed_at', 'is not', null)
    .execute()
  return materials.map((material) => {
    const at = removed.find(({ sha256 }) => sha256 === material.sha256)?.removed_at
    return at ? { ...material, removedAt: at.toISOString() } : material
  })
}

const readDecision = ({ db }: Pick<ReviewDeps, 'db'>, { id, revision, run }: ApplicationRow) =>
  db
    .selectFrom('decision')
    .selectAll()
    .where('application_id', '=', id)
    .where('revision', '=', revision)
    .where('run', '=', run)
    .executeTakeFirst()

async function readHistory({ db }: Pick<ReviewDeps, 'db'>, id: string): Promise<ApplicationRecord['history']> {
  const rows = await db.selectFrom('transition').selectAll().where('application_id', '=', id).orderBy('id').execute()
  return rows.map(({ from_status, to_status, at, actor, reason, revision }) => ({
    from: from_status,
    to: to_status,
    at: at.toISOString(),
    actor,
    reason,
    revision,
  }))
}

/** Never negative: the two times may come from machines whose clocks differ a little. */
const secondsBetween = (from: Date, to: Date): number => Math.max(0, (to.getTime() - from.getTime()) / 1000)
