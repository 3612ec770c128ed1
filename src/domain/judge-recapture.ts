import { materialKinds } from './application.ts'
import { finding } from './screening.ts'
import type { Judge } from './screening.ts'

/**
 * Photos that were probably taken of a screen. A cue for a person and never more: of the photos of screens that it was measured
 * on most show nothing, and fine cloth, seen closely, shows what a screen does. So the wave must be stronger than in all but the
 * few genuine photos that the policy allows; where the corner of a frame shows too, two independent signs meet and a weaker one
 * is enough. A frame alone is a door, a window or a picture on the wall.
 */
export const judgeRecapture: Judge = ({ scene, materials, policy }) =>
  (scene?.photos ?? [])
    .filter(({ kind }) => materials.includes(kind))
    .sort((a, b) => materialKinds.indexOf(a.kind) - materialKinds.indexOf(b.kind))
    .flatMap(({ kind, recapture }) => {
      if (!recapture) return []
      const { moire, moireQuantile, bezel } = recapture
      const threshold = bezel ? policy.scene.moireQuantileWithBezel : policy.scene.moireQuantile
      if (moireQuantile <= threshold) return []
      // Rounded down: 99.96 % must not read as all of them.
      const weaker = Math.floor(moireQuantile * 1000) / 10
      return [finding('SCENE_RECAPTURE', kind, null, { weaker }, { moire, moireQuantile, bezel, threshold })]
    })
