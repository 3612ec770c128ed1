import type { ApplicationForm, MaterialKind } from '../../domain/application.ts'
import { reasonKey, type Screen } from '../../domain/case-choice.ts'
import { weighs } from '../../domain/case-decision.ts'
import type { Reason } from '../../domain/decision.ts'
import type { Ground } from '../../domain/named-reason.ts'
import type { Policy } from '../../domain/policy.ts'
import type { Measured } from '../../domain/reason-needs.ts'
import type { SceneScore } from '../../domain/scene-signals.ts'
import { shanghaiDay } from '../../platform/clock.ts'
import { ZhunruError } from '../../platform/errors.ts'
import type { ScreeningRef, Trx } from '../deps.ts'
import { type LoadedMaterial, loadForm, loadMaterials } from '../load-screening.ts'

/** What a person decides on, and what of it was on screen. */
export interface LoadedGround extends Ground {
  ref: ScreeningRef
  form: ApplicationForm
  photos: readonly LoadedMaterial[]
  scene: SceneScore | null
  screen: Screen
}

/**
 * What stands against one run of an application: what the checks found last, and what people refused this revision for, which
 * no later run of the checks takes away.
 * @param version of the case
 */
export async function loadGround(
  trx: Trx,
  ref: ScreeningRef,
  { policy, version, now }: { policy: Policy; version: number; now: Date },
): Promise<LoadedGround> {
  const decisions = await decisionsUpTo(trx, ref)
  const checked = decisions.find(({ decided_by }) => decided_by === null)
  const shown = decisions[0]
  if (!checked || !shown) throw new Error('a case of an application that was never decided')
  const refused = decisions.filter(({ decided_by, outcome }) => decided_by !== null && outcome === 'rejected')
  const standing = new Map<string, Reason>()
  for (const reason of [checked, ...refused].flatMap(({ reasons }) => reasons)) {
    const key = reasonKey(reason)
    const known = standing.get(key)
    // What was refused for by a person weighs as it did then.
    if (!known || !weighs(known) || reason.severity === 'decline') standing.set(key, reason)
  }
  const photos = await loadMaterials({ db: trx }, ref)
  const lines = await evidenceOf(trx, ref)
  const brightness = new Map<MaterialKind, number>()
  for (const { result } of lines) {
    if (result.check === 'clarity') brightness.set(result.kind, result.measured.brightness)
  }
  return {
    ref,
    form: await loadForm({ db: trx }, ref),
    photos,
    scene: checked.scene,
    standing: [...standing.values()],
    risk: checked.risk,
    materials: new Map(photos.map((photo) => [photo.kind, measuredOf(photo, brightness.get(photo.kind))])),
    policy,
    today: shanghaiDay(now),
    screen: {
      revision: ref.revision,
      run: ref.run,
      version,
      decision: shown.id,
      reasons: [...standing.keys()].sort(),
      materials: photos.map(({ id }) => id).sort(),
      evidence: lines.map(({ id }) => id).sort(),
    },
  }
}

const measuredOf = ({ width, height }: LoadedMaterial, brightness: number | undefined): Measured => ({
  width,
  height,
  ...(brightness !== undefined && { brightness }),
})

/** The newest first. */
const decisionsUpTo = (trx: Trx, { applicationId, revision, run }: ScreeningRef) =>
  trx
    .selectFrom('decision')
    .select(['id', 'run', 'outcome', 'risk', 'reasons', 'scene', 'decided_by'])
    .where('application_id', '=', applicationId)
    .where('revision', '=', revision)
    .where('run', '<=', run)
    .orderBy('run', 'desc')
    .execute()

const evidenceOf = (trx: Trx, { applicationId, revision, run }: ScreeningRef) =>
  trx
    .selectFrom('check_run')
    .innerJoin('evidence', 'evidence.id', 'check_run.evidence_id')
    .select(['evidence.id', 'evidence.result'])
    .where('check_run.application_id', '=', applicationId)
    .where('check_run.revision', '=', revision)
    .where('check_run.run', '=', run)
    .execute()

const parts = {
  revision: { zh: '申请人提交了新版本', en: 'the applicant sent another revision' },
  run: { zh: '重新做出了决定', en: 'it was decided again' },
  version: { zh: '审核单有新的操作', en: 'something was done with the case' },
  decision: { zh: '重新做出了决定', en: 'it was decided again' },
  reasons: { zh: '现有原因有变化', en: 'other reasons stand' },
  materials: { zh: '照片有变化', en: 'the photos are others' },
  evidence: { zh: '检查结果有变化', en: 'the checks have seen something else' },
} as const satisfies Record<keyof Screen, { zh: string; en: string }>
const isPart = (name: string): name is keyof Screen => Object.hasOwn(parts, name)

/**
 * Nobody decides on what they did not see: not on photos, evidence or reasons that have changed since.
 * @throws ZhunruError CASE_CHANGED, with an entry for each part that is another
 */
export function mustBeOnScreen(seen: Screen, now: Screen): void {
  const flat = (part: Screen[keyof Screen]) => (typeof part === 'object' ? part.toSorted().join() : String(part))
  const changed = Object.keys(parts)
    .filter(isPart)
    .filter((part) => flat(seen[part]) !== flat(now[part]))
  if (changed.length === 0) return
  const texts = changed.map((part) => parts[part])
  const what = {
    zh: [...new Set(texts.map(({ zh }) => zh))].join('；'),
    en: [...new Set(texts.map(({ en }) => en))].join('; '),
  }
  throw new ZhunruError(
    'CASE_CHANGED',
    { changed: what },
    changed.map((part) => ({ field: `screen.${part}`, code: 'CHANGED', message: parts[part] })),
  )
}
