import { captureTime, hoursApart, staleness } from './capture-time.ts'
import { smallestDistance } from './coordinates.ts'
import type { Finding } from './decision.ts'
import type { PhotoMetadata, SceneEvidence } from './evidence.ts'
import { finding } from './screening.ts'
import type { Screening } from './screening.ts'

type Photo = SceneEvidence['photos'][number]

/** When and where each premises photo was taken, and whether all can come from one visit. What is missing is neutral. */
export function judgeCapture(photos: readonly Photo[], screening: Screening): Finding[] {
  return [
    ...photos.flatMap((photo) => [...stale(photo, screening), ...elsewhere(photo, screening)]),
    ...disagreement(photos, screening),
  ]
}

function stale({ kind, metadata }: Photo, { policy, today }: Screening): Finding[] {
  const time = captureTime(metadata.takenAt)
  const found = time && staleness(time, today, policy.scene)
  if (!time || !found) return []
  const { maxAgeDays: max, futureToleranceDays: tolerance } = policy.scene
  const values = { date: time.slice(0, 10), taken: time.replace('T', ' '), ...found, max, tolerance }
  return [finding('SCENE_STALE', kind, null, values)]
}

function elsewhere({ kind, metadata }: Photo, { form, policy }: Screening): Finding[] {
  const declared = form.premises.location
  if (!declared || !metadata.gps) return []
  const { metres: distance, datums } = smallestDistance(metadata.gps, declared)
  const max = policy.scene.maxDistanceMetres
  if (distance <= max) return []
  return [finding('SCENE_LOCATION_MISMATCH', kind, null, { distance, max }, { photo: metadata.gps, declared, datums })]
}

/** Three photos of one place are taken in one visit with one phone. Each point alone may have a reason, so we ask. */
function disagreement(photos: readonly Photo[], { policy }: Screening): Finding[] {
  const { setMaxHours, setMaxDistanceMetres } = policy.scene
  const cameras = differentCameras(photos.map(({ metadata }) => metadata))
  const hours = hoursApart(photos.flatMap(({ metadata }) => captureTime(metadata.takenAt) ?? []))
  const places = photos.flatMap(({ metadata: { gps } }) => gps ?? [])
  const between = places.flatMap((a, i) => places.slice(i + 1).map((b) => smallestDistance(a, b).metres))
  const metres = between.length === 0 ? null : Math.max(...between)
  const detail = [
    ...(cameras.length > 1 ? ['camera'] : []),
    ...(hours !== null && hours > setMaxHours ? ['time'] : []),
    ...(metres !== null && metres > setMaxDistanceMetres ? ['place'] : []),
  ]
  if (detail.length === 0) return []
  const seen = [
    ...(detail.includes('camera') ? [cameras.join(' / ')] : []),
    ...(detail.includes('time') ? [`${hours} h > ${setMaxHours} h`] : []),
    ...(detail.includes('place') ? [`${metres} m > ${setMaxDistanceMetres} m`] : []),
  ]
  const evidence = { cameras, hours, metres, setMaxHours, setMaxDistanceMetres }
  return [finding('SCENE_SET_INCONSISTENT', null, null, { detail: detail.join(), seen: seen.join('; ') }, evidence)]
}

/**
 * Each camera once. Programs that re-save a photo drop the maker, change its case or put it before the model: the same
 * model without a maker is the same camera.
 */
function differentCameras(metadata: readonly PhotoMetadata[]): string[] {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[\s_-]+/g, '')
  const seen = new Map<string, { maker: string; name: string }[]>()
  for (const { make = '', model } of metadata) {
    if (!model) continue
    const maker = plain(make)
    const type = maker !== '' && plain(model).startsWith(maker) ? plain(model).slice(maker.length) : plain(model)
    const known = seen.get(type) ?? []
    if (known.some((camera) => camera.maker === maker || camera.maker === '' || maker === '')) continue
    seen.set(type, [...known, { maker, name: `${make} ${model}`.trim() }])
  }
  return Array.from(seen.values(), (cameras) => cameras.map(({ name }) => name))
    .flat()
    .sort()
}
