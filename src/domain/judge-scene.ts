import { materialKinds } from './application.ts'
import { daysBetween, isDay } from './dates.ts'
import type { Finding } from './decision.ts'
import type { SceneEvidence } from './evidence.ts'
import { metresBetween } from './places.ts'
import { finding } from './screening.ts'
import type { Judge, Screening } from './screening.ts'

type Photo = SceneEvidence['photos'][number]

/** Programs that change pictures. Cameras' own software (`HDR+ 1.0`, `iOS 17.2`, `MediaTek Camera`) is not among them. */
const editors =
  /photoshop|lightroom|gimp|snapseed|meitu|美图|picsart|canva|醒图|pixlr|affinity|facetune|faceapp|acdsee|paint\.net|pixelmator|coreldraw|photoscape|figma|sketchbook|polarr|vsco/iu
const generators = /stable diffusion|midjourney|dall[-·]?e|firefly|comfyui|novelai|imagen|即梦|文心一格|通义万相/iu

/** The premises photos together. What a photo does not say (no time, no place) counts for nothing. */
export const judgeScene: Judge = (screening) => {
  const { scene, materials } = screening
  if (!scene) return []
  // In the order of the kinds, so that what is paired with what does not depend on the order of the photos.
  const photos = scene.photos
    .filter(({ kind }) => materials.includes(kind))
    .sort((a, b) => materialKinds.indexOf(a.kind) - materialKinds.indexOf(b.kind))
  return [
    ...duplicates(scene, photos, screening),
    ...photos.flatMap((photo) => [...software(photo), ...taken(photo, screening), ...place(photo, screening)]),
    ...disagreement(photos, screening),
  ]
}

function duplicates(scene: SceneEvidence, photos: readonly Photo[], { policy }: Screening): Finding[] {
  const { duplicateDistance, minFingerprintQuality } = policy.scene
  const byKind = new Map(photos.map((photo) => [photo.kind, photo] as const))
  return scene.pairs.flatMap(({ a, b, sameFile, distance, mirrored }) => {
    const [first, second] = [a, b].sort((x, y) => materialKinds.indexOf(x) - materialKinds.indexOf(y))
    const [one, two] = [byKind.get(first!), byKind.get(second!)]
    if (!one || !two) return []
    const tellsSomething = Math.min(one.pdqQuality, two.pdqQuality) >= minFingerprintQuality
    if (!sameFile && !(tellsSomething && distance <= duplicateDistance)) return []
    const values = { other: one.kind, distance: sameFile ? 0 : distance }
    return [finding('SCENE_DUPLICATE', two.kind, null, values, { sameFile, mirrored, threshold: duplicateDistance })]
  })
}

function software({ kind, metadata }: Photo): Finding[] {
  const { software } = metadata
  if (software === undefined) return []
  if (generators.test(software)) return [finding('SCENE_AI_GENERATED', kind, null, {}, { software })]
  return editors.test(software) ? [finding('SCENE_EDITED', kind, null, { software })] : []
}

function taken({ kind, metadata }: Photo, { policy, today }: Screening): Finding[] {
  const date = metadata.takenAt?.slice(0, 10)
  // Cameras whose clock was never set write 0000-00-00 or their year of make; the first is no day at all.
  if (date === undefined || !isDay(date)) return []
  const days = daysBetween(date, today)
  const { maxAgeDays: max, futureToleranceDays } = policy.scene
  return days > max || days < -futureToleranceDays ? [finding('SCENE_STALE', kind, null, { date, days, max })] : []
}

function place({ kind, metadata }: Photo, { form, policy }: Screening): Finding[] {
  const declared = form.premises.location
  if (!declared || !metadata.gps) return []
  const distance = metresBetween(declared, metadata.gps)
  const max = policy.scene.maxDistanceMetres
  return distance > max ? [finding('SCENE_LOCATION_MISMATCH', kind, null, { distance, max })] : []
}

/** Three photos of one place are taken in one visit with one phone. Each point alone may have a reason, so we ask. */
function disagreement(photos: readonly Photo[], { policy }: Screening): Finding[] {
  const { setMaxHours, setMaxDistanceMetres } = policy.scene
  const cameras = new Set(
    photos.flatMap(({ metadata: { make, model } }) => (model ? [`${make ?? ''} ${model}`.trim()] : [])),
  )
  const times = photos.flatMap(({ metadata: { takenAt } }) => {
    const time = takenAt ? Date.parse(`${takenAt.slice(0, 19)}Z`) : Number.NaN
    return Number.isNaN(time) ? [] : [time]
  })
  const places = photos.flatMap(({ metadata: { gps } }) => gps ?? [])
  const hours = times.length < 2 ? 0 : Math.round((Math.max(...times) - Math.min(...times)) / 3_600_000)
  const metres = Math.max(0, ...places.flatMap((a, i) => places.slice(i + 1).map((b) => metresBetween(a, b))))
  const detail = [
    ...(cameras.size > 1 ? ['camera'] : []),
    ...(hours > setMaxHours ? ['time'] : []),
    ...(metres > setMaxDistanceMetres ? ['place'] : []),
  ]
  if (detail.length === 0) return []
  const seen = { cameras: [...cameras].sort(), hours, metres, setMaxHours, setMaxDistanceMetres }
  return [finding('SCENE_SET_INCONSISTENT', null, null, { detail: detail.join(',') }, seen)]
}
