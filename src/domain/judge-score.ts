import { sceneKinds } from './application.ts'
import type { Finding } from './decision.ts'
import { contradicting } from './scene-signals.ts'
import { scoreScene } from './scene-score.ts'
import { finding } from './screening.ts'
import type { Screening } from './screening.ts'
import type { SceneScore } from './scene-signals.ts'

/** What follows from score and coverage, beside what the judges found by themselves. */
export function judgeScore(screening: Screening, score: SceneScore | null, findings: readonly Finding[]): Finding[] {
  if (!score) return []
  const { doubtfulBelow, unseenBelow } = screening.policy.scene
  const speaking = score.signals.filter(({ contribution }) => contribution !== 0)
  const evidence = Object.fromEntries(speaking.map(({ signal, contribution }) => [signal, contribution]))
  return [
    ...(score.score < doubtfulBelow && !explained(screening, findings, doubtfulBelow)
      ? [finding('SCENE_DOUBTFUL', null, null, { score: score.score, min: doubtfulBelow }, evidence)]
      : []),
    ...(score.coverage < unseenBelow && !findings.some((each) => keepsFromSeeing(screening, each))
      ? [finding('SCENE_UNSEEN', null, null, { coverage: score.coverage, min: unseenBelow })]
      : []),
  ]
}

/** A check that failed, or a photo that is missing, unclear or asked for again: then little can be seen as yet. */
const keepsFromSeeing = (screening: Screening, found: Finding): boolean =>
  found.code === 'CHECK_FAILED' ||
  (found.material !== null &&
    sceneKinds.includes(found.material) &&
    (found.code.startsWith('IMG_') || isReturned(screening, found)))

/** The applicant sends another photo, which is judged afresh. */
const isReturned = ({ policy }: Screening, { code }: Finding): boolean => policy.severity[code] === 'return'

/**
 * Whether the photos would pass but for one reason, which leads where it leads and need not be said twice; or but for those
 * for which they are asked for again: nobody has to look at what is to be replaced.
 */
function explained(screening: Screening, findings: readonly Finding[], min: number): boolean {
  const against = findings.filter(({ code }) => contradicting[code] !== undefined)
  if (against.length > 0 && against.every((each) => isReturned(screening, each))) return true
  return [...new Set(against.map(({ code }) => code))].some((code) => {
    const without = scoreScene(
      screening,
      findings.filter((each) => each.code !== code),
    )
    return without !== null && without.score >= min
  })
}
