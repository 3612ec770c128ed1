import type { Evidence } from '../domain/evidence.ts'
import type { Reuse, SceneEvidence } from '../domain/evidence-scene.ts'
import type { RevisionRef, Trx } from './deps.ts'

/** Applications that share a photo with this one and are asked what they found. */
const MOST_ASKED = 20

/**
 * The evidence of the premises photos, with what other applications have found in these since it was made. Of two with one
 * photo that are looked at at once only one is sure to find the other, and the other must not be approved for having been
 * the quicker. Each find is turned round: what they found in ours, we have found in theirs.
 */
export async function withMutualReuse(trx: Trx, ref: RevisionRef, evidence: readonly Evidence[]): Promise<Evidence[]> {
  const asked = evidence.some(({ check }) => check === 'scene') ? await findAsked(trx, ref) : []
  return evidence.map((each) => (each.check === 'scene' ? added(each, ref, asked) : each))
}

type Asked = Awaited<ReturnType<typeof findAsked>>[number]

/** Links go both ways, and hardly any application has one. */
const findAsked = (trx: Trx, { applicationId }: RevisionRef) =>
  trx
    .selectFrom('application_link as link')
    .innerJoin('application as other', 'other.id', 'link.other_id')
    .innerJoin('application_revision as theirs', (join) =>
      join.onRef('theirs.application_id', '=', 'other.id').onRef('theirs.revision', '=', 'other.revision'),
    )
    .innerJoin('check_run', (join) =>
      join
        .onRef('check_run.application_id', '=', 'other.id')
        .onRef('check_run.revision', '=', 'other.revision')
        .onRef('check_run.run', '=', 'other.run')
        .on('check_run.check', '=', 'scene'),
    )
    .innerJoin('evidence', 'evidence.id', 'check_run.evidence_id')
    .select(['other.id', 'other.reference', 'other.revision', 'theirs.created_at', 'evidence.result'])
    .where('link.application_id', '=', applicationId)
    .orderBy('other.created_at')
    .orderBy('other.id')
    .limit(MOST_ASKED)
    .execute()

function added(scene: SceneEvidence, ref: RevisionRef, asked: readonly Asked[]): SceneEvidence {
  const { reuse } = scene
  if (!reuse) return scene
  const known = new Set(reuse.found.map(({ kind, other }) => `${kind} ${other.applicationId}`))
  const more = asked
    .flatMap((other) => turnedRound(other, ref))
    .filter(({ kind, other }) => !known.has(`${kind} ${other.applicationId}`))
  if (more.length === 0) return scene
  const cluster = [...new Set([...reuse.cluster, ...more.map(({ other }) => other.applicationId)])]
  return { ...scene, reuse: { ...reuse, found: [...reuse.found, ...more], cluster } }
}

function turnedRound({ id, reference, revision, created_at, result }: Asked, ref: RevisionRef): Reuse[] {
  const found = result.check === 'scene' ? (result.reuse?.found ?? []) : []
  return found
    .filter(({ other }) => other.applicationId === ref.applicationId && other.revision === ref.revision)
    .map((find) => ({
      ...find,
      kind: find.other.kind,
      other: { applicationId: id, reference, revision, kind: find.kind, submittedAt: created_at.toISOString() },
      // What became of ours in their eyes says nothing of theirs.
      rejected: false,
    }))
}
