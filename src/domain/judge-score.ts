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
    ...(score.score < doubtfulBelow && !oneReasonSaysIt(screening, findings, doubtfulBelow)
      ? [finding('SCENE_DOUBTFUL', null, null, { score: score.score, min: doubtfulBelow }, evidence)]
      : []),
    ...(score.coverage < unseenBelow && !findings.some(keepsFromSeeing)
      ? [finding('SCENE_UNSEEN', null, null, { coverage: score.coverage, min: unseenBelow })]
      : []),
  ]
}

/** A check that failed, or a photo that is missing, unclear or of something else, says by itself why little could be seen. */
const keepsFromSeeing = ({ code, material }: Finding): boolean =>
  code === 'CHECK_FAILED' ||
  (material !== null && sceneKinds.includes(material) && (code === 'MAT_MISSING' || code.startsWith('IMG_')))

/** Whether the photos would pass but for one reason, which leads where it leads and need not be said twice. */
const oneReasonSaysIt = (screening: Screening, findings: readonly Finding[], min: number): boolean =>
  [...new Set(findings.map(({ code }) => code))]
    .filter((code) => contradicting[code] !== undefined)
    .some((code) => {
      const without = scoreScene(
        screening,
        findings.filter((each) => each.code !== code),
      )
      return without !== null && without.score >= min
    })
