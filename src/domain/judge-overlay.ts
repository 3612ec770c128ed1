import { sceneKinds } from './application.ts'
import type { MaterialKind } from './application.ts'
import { staleness } from './capture-time.ts'
import { smallestDistance } from './coordinates.ts'
import type { Finding } from './decision.ts'
import { maskNumbersIn } from './masks.ts'
import { isOtherDocument } from './slots.ts'
import { namesRegion, overlayFacts, regionApart } from './scene-overlay.ts'
import { fieldOf, finding, isConfident } from './screening.ts'
import type { Judge, Screening } from './screening.ts'

/** A bare name this many times over a photo is a mark; a sticker is there once or twice. */
const repeated = 3

/** What was laid over the premises photos: where they come from, when and where they say they were taken, and on what screen. */
export const judgeOverlay: Judge = (screening) =>
  screening.materials
    .filter((kind) => sceneKinds.includes(kind) && !isOtherDocument(screening, kind))
    .flatMap((kind) => [...laidOver(screening, kind), ...ofScreen(screening, kind)])

/** Only what was read with confidence accuses: a misread digit makes another day. */
function laidOver(screening: Screening, kind: MaterialKind): Finding[] {
  const field = fieldOf(screening, kind, 'overlay')
  if (!isConfident(screening, field)) return []
  const { policy, form, today } = screening
  const { taken, address, position, sources } = overlayFacts(field.value)
  const where = {
    text: field.value && maskNumbersIn(field.value),
    ...(field.box && { box: field.box }),
    from: 'overlay',
  }
  const findings = sources
    .filter(({ kind: of, by, times }) => of === 'stock' || by === 'mark' || times >= repeated)
    .slice(0, 1)
    .map(({ name, times }) => finding('SCENE_WEB_SOURCE', kind, null, { source: name }, { ...where, times }))

  const stale = taken && staleness(taken, today, policy.scene)
  if (taken && stale) {
    const { maxAgeDays: max, futureToleranceDays: tolerance } = policy.scene
    findings.push(
      finding('SCENE_STALE', kind, null, { date: taken.slice(0, 10), taken, ...stale, max, tolerance }, where),
    )
  }
  const level = address && regionApart(declaredAddress(screening), address)
  if (level) findings.push(finding('SCENE_ADDRESS_MISMATCH', kind, null, { shown: address, level }, where))
  if (position && form.premises.location) {
    const { metres: distance } = smallestDistance(position, form.premises.location)
    const max = policy.scene.maxDistanceMetres
    if (distance > max) findings.push(finding('SCENE_LOCATION_MISMATCH', kind, null, { distance, max }, where))
  }
  return findings
}

/** The form may leave the region out; the licence, where it was read surely, says it for the same place. */
function declaredAddress(screening: Screening): string {
  const declared = screening.form.premises.address
  const printed = fieldOf(screening, 'business_licence', 'address')
  const says = namesRegion(declared) || isOtherDocument(screening, 'business_licence') ? null : printed
  return says && isConfident(screening, says) ? says.value! : declared
}

function ofScreen(screening: Screening, kind: MaterialKind): Finding[] {
  const field = fieldOf(screening, kind, 'screenText')
  if (!isConfident(screening, field)) return []
  // A comma would be taken for the next word of a list.
  const seen = maskNumbersIn(field.value ?? '')
    .replaceAll('\n', ' ')
    .replaceAll(',', ' ')
  return [
    finding('SCENE_SCREENSHOT', kind, null, { signs: 'screen-text', seen }, { ...(field.box && { box: field.box }) }),
  ]
}
