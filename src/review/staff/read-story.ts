import type { SceneEvidence } from '../../domain/evidence.ts'
import type { Actor } from '../../domain/permissions.ts'
import type { Policy } from '../../domain/policy.ts'
import type { Clock } from '../../platform/clock.ts'
import { writeAudit } from '../../store/audit.ts'
import type { CurrentPolicy, ReviewDeps, Trx } from '../deps.ts'
import { withMutualReuse } from '../find-mutual-reuse.ts'
import { blindApplications, namedTo } from '../decide-case/blind.ts'
import { readPromise } from '../read-promise.ts'
import { readTold } from '../read-told.ts'
import { readShipment } from '../ship-terminal.ts'
import { readActors } from './actors.ts'
import { asOfFor, isBefore } from './as-of.ts'
import { callbacksOf, readCallbackRows } from './story-callbacks.ts'
import { casesOf, noCases, readCaseRows } from './story-cases.ts'
import { readContents, revisionsOf } from './story-content.ts'
import { decisionOf, peopleOf, readDecisionRows } from './story-decisions.ts'
import { readNeighbours, readRelated } from './story-neighbours.ts'
import {
  checkRecord,
  dueOf,
  formRows,
  matrix,
  photoRecords,
  readAppeals,
  readLedger,
  readTransitions,
} from './story-parts.ts'
import type { StoryRecord } from './story-record.ts'

export interface StoryDeps extends ReviewDeps {
  policy: CurrentPolicy
}

/** The whole story of one application; that somebody read it is written down. @returns null when there is none. */
export async function readStory(deps: StoryDeps, id: string, actor: Actor): Promise<StoryRecord | null> {
  const story = await inSnapshot(deps, (trx, policy) => storyOf(trx, { clock: deps.clock, policy }, id, actor))
  if (story) {
    await writeAudit(deps.db, {
      at: deps.clock.now(),
      actor: actor.id,
      action: 'story.read',
      applicationId: id,
      details: { revision: story.revision },
    })
  }
  return story
}

/** One snapshot: read one after the other, a status before a decision could meet the decision. */
export async function inSnapshot<T>(
  { db, policy }: StoryDeps,
  read: (trx: Trx, policy: Policy) => Promise<T>,
): Promise<T> {
  const inForce = await policy()
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((trx) => read(trx, inForce))
}

export async function storyOf(
  trx: Trx,
  deps: { clock: Clock; policy: Policy },
  id: string,
  actor: Actor,
): Promise<StoryRecord | null> {
  const application = await trx.selectFrom('application').selectAll().where('id', '=', id).executeTakeFirst()
  if (!application) return null
  const current = { applicationId: id, revision: application.revision, run: application.run }
  const asOf = await asOfFor(trx, current, actor.id)
  const blind = asOf.before !== null

  const contents = await readContents(trx, id, asOf.revision)
  const content = contents.at(-1)
  if (!content) throw new Error('an application without a revision')
  const lines = await readLedger(trx, asOf)
  const evidence = await withMutualReuse(
    trx,
    asOf,
    lines.flatMap(({ result }) => (result ? [result] : [])),
  )
  const rows = await readDecisionRows(trx, asOf)
  const latest = rows.find(({ revision, run }) => revision === asOf.revision && run === asOf.run)
  const transitions = await readTransitions(trx, asOf)
  const cases = blind ? noCases : await readCaseRows(trx, id)
  const callbacks = await readCallbackRows(trx, asOf)
  const actorOf = await readActors(trx, [
    application.entered_by,
    ...transitions.map((each) => each.actor),
    ...cases.steps.map((step) => step.actor),
    ...callbacks.attempts.map((attempt) => attempt.actor),
    ...rows.flatMap(peopleOf),
  ])
  const named = namedTo(await blindApplications(trx, actor.id))
  const neighbours = await readNeighbours(
    trx,
    evidence.find((e): e is SceneEvidence => e.check === 'scene'),
    content.photos,
  )
  const related = await readRelated(trx, asOf, content.form)
  const status = blind ? (transitions.at(-1)?.to_status ?? 'submitted') : application.status
  return {
    id,
    reference: application.reference,
    merchantType: application.merchant_type,
    status,
    revision: asOf.revision,
    run: asOf.run,
    enteredBy: actorOf(application.entered_by),
    enteredByMe: application.entered_by === actor.id,
    createdAt: application.created_at.toISOString(),
    submittedAt: content.submittedAt.toISOString(),
    decidedAt: latest?.created_at.toISOString() ?? null,
    outcome: latest?.outcome ?? null,
    risk: latest?.risk ?? null,
    policy: latest?.policy_version ?? null,
    blind,
    reasons: latest ? decisionOf(latest, contents, actorOf).reasons : [],
    form: formRows(contents, evidence),
    photos: await photoRecords(trx, content, evidence, deps.policy),
    matches: matrix(evidence),
    scene: latest?.scene ?? null,
    neighbours: {
      ...neighbours,
      found: neighbours.found.map((each) => ({ ...each, application: named(each.application) })),
    },
    related: related.map((each) => ({ ...each, application: named(each.application) })),
    checks: lines.map(checkRecord),
    ...dueOf(status, latest, content, application.updated_at, deps.policy),
    history: transitions.map(({ from_status, to_status, at, actor: by, reason, revision }) => ({
      from: from_status,
      to: to_status,
      at: at.toISOString(),
      by: actorOf(by),
      reason,
      revision,
    })),
    revisions: revisionsOf(contents, (revision) => rows.find((row) => row.revision === revision)?.outcome ?? null),
    decisions: rows.map((row) => decisionOf(row, contents, actorOf)),
    appeals: await readAppeals(trx, asOf),
    cases: casesOf(cases, actorOf),
    callbacks: callbacksOf(callbacks, actorOf),
    promised: blind ? null : await readPromise(trx, id, deps.clock.now()),
    told: (await readTold({ db: trx }, id)).filter(({ at }) => isBefore(new Date(at), asOf)),
    shipment: blind ? null : await readShipment(trx, id),
  }
}
