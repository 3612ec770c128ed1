import { sceneKinds } from './application.ts'
import type { MaterialKind } from './application.ts'
import { captureTime, staleness } from './capture-time.ts'
import { smallestDistance } from './coordinates.ts'
import { maskNumbersIn } from './masks.ts'
import { shownSteps } from './match-matrix.ts'
import { linesOf, seeRole } from './scene-role.ts'
import { isHere, overlayFacts } from './scene-overlay.ts'
import type { SceneSignal, SignalState } from './scene-signals.ts'
import { fieldOf, isLegible } from './screening.ts'
import type { Screening } from './screening.ts'
import { nameShown } from './signs.ts'

/** What there was to look at for a signal, before any judge's finding against it. */
export interface Looked {
  state: Exclude<SignalState, 'contradicts'>
  /** Of the photos, 0-1. */
  share: number
  evidence: Readonly<Record<string, unknown>>
}

const unknown: Looked = { state: 'unknown', share: 0, evidence: {} }
const neutral = (share: number, evidence: Looked['evidence'] = {}): Looked =>
  share > 0 ? { state: 'neutral', share, evidence } : unknown
const supports = (share: number, evidence: Looked['evidence']): Looked =>
  share > 0 ? { state: 'supports', share, evidence } : unknown

/** What speaks for the photos, signal by signal. That no sign of a forgery was found speaks for nothing: it is neutral. */
export function lookForSigns(screening: Screening): Record<SceneSignal, Looked> {
  const kinds = sceneKinds.filter((kind) => screening.materials.includes(kind))
  const photos = screening.scene!.photos.filter(({ kind }) => kinds.includes(kind))
  const shareOf = (count: number) => (kinds.length === 0 ? 0 : count / kinds.length)
  const looked = shareOf(photos.filter(({ provenance }) => provenance !== undefined).length)
  const read = shareOf(kinds.filter((kind) => screening.readings.get(kind)?.fields['overlay'] !== undefined).length)
  return {
    sign: sign(screening),
    name: nameInside(screening, kinds),
    role: role(screening, kinds),
    distinct: distinct(screening),
    reuse: reuse(screening),
    generated: neutral(looked),
    edited: neutral(looked),
    screenshot: neutral(Math.max(looked, read)),
    recapture: recapture(photos, shareOf),
    web: web(screening, kinds, read),
    ...capture(screening, kinds, photos, shareOf),
  }
}

type Photos = NonNullable<Screening['scene']>['photos']

/** The sign of a shop, or what stands on a stall, as the match saw it. */
function sign({ cells, policy }: Screening): Looked {
  const signs = (cells ?? []).filter(
    ({ b, confidence }) =>
      (b.source === 'scene_signboard' || b.source === 'scene_stall') && confidence >= policy.ocr.legible,
  )
  const of = ({ b, verdict, similarity, steps }: (typeof signs)[number]) => ({
    photo: b.source,
    verdict,
    similarity,
    steps: shownSteps({ steps }),
  })
  const shown = signs.filter(({ verdict }) => verdict === 'MATCH' || verdict === 'NORMALISED')
  if (shown.length > 0) return supports(1, of(shown[0]!))
  const partly = signs.find(({ verdict }) => verdict === 'PARTIAL' || verdict === 'MISMATCH')
  return partly ? neutral(1, of(partly)) : unknown
}

/** Shorter names come about where the end of one line on a shelf meets the beginning of the next. */
const leastOverLines = 3

/** The name again, on another photo than that of the sign. */
function nameInside({ readings, form }: Screening, kinds: readonly MaterialKind[]): Looked {
  const others = kinds.filter((kind) => kind !== 'scene_signboard' && kind !== 'scene_stall')
  const nameIn = (lines: readonly string[]): string => nameShown(lines, form)
  const found = others.filter((kind) => {
    const lines = linesOf(readings.get(kind))
    const name = nameIn(lines)
    // What one line shows by itself, all of them show.
    return Array.from(name).length >= leastOverLines || (name !== '' && lines.some((line) => nameIn([line]) !== ''))
  })
  return found.length > 0 ? supports(1, { photos: found }) : unknown
}

function role({ readings, scene, policy }: Screening, kinds: readonly MaterialKind[]): Looked {
  const seen = kinds.map((kind) => ({
    kind,
    ...seeRole(kind, readings.get(kind), scene!.photos.find((photo) => photo.kind === kind)?.content, policy),
  }))
  const shown = seen
    .filter(({ state }) => state === 'supports')
    .map(({ kind, words }) => ({ kind, words: words.map(maskNumbersIn) }))
  return supports(shown.length / Math.max(1, kinds.length), { photos: shown })
}

/** Photos of which pairs could be compared: a fingerprint of little structure says nothing. */
function distinct({ scene, policy }: Screening): Looked {
  const good = scene!.photos.filter(({ pdqQuality }) => pdqQuality >= policy.scene.minFingerprintQuality)
  const kinds = new Set(good.map(({ kind }) => kind))
  const pairs = scene!.pairs.filter(({ a, b }) => kinds.has(a) && kinds.has(b))
  if (pairs.length === 0) return unknown
  return supports(1, { pairs: pairs.length, smallestDistance: Math.min(...pairs.map(({ distance }) => distance)) })
}

/** What was found, of whomever, and what could not be laid over ours, is for the judges: only nothing at all supports. */
function reuse({ scene }: Screening): Looked {
  const { searched, found, gone } = scene!.reuse ?? { searched: 0, found: [], gone: 0 }
  if (searched === 0) return unknown
  return (found.length > 0 || gone > 0 ? neutral : supports)(1, { searched, found: found.length, gone })
}

function recapture(photos: Photos, shareOf: (count: number) => number): Looked {
  const looked = photos.flatMap(({ kind, recapture: seen }) => (seen ? [{ kind, ...seen }] : []))
  return neutral(shareOf(looked.length), { photos: looked })
}

/** Names of platforms that a sticker shows as well are told, and weigh nothing. */
function web(screening: Screening, kinds: readonly MaterialKind[], share: number): Looked {
  const names = kinds.flatMap((kind) =>
    overlayFacts(fieldOf(screening, kind, 'overlay').value).sources.map(({ name, by }) => ({ kind, name, by })),
  )
  return neutral(share, names.length > 0 ? { names } : {})
}

/**
 * When and where the photos say they were taken: in their metadata, or in what a watermark camera printed. A stamp that was
 * read too unsurely to accuse is weighed all the same: a day or a place that is not as it should be supports nothing.
 */
function capture(
  screening: Screening,
  kinds: readonly MaterialKind[],
  photos: Photos,
  shareOf: (count: number) => number,
): Pick<Record<SceneSignal, Looked>, 'time' | 'place' | 'visit'> {
  const { form, policy, today } = screening
  const facts = kinds.map((kind) => {
    const metadata = photos.find((photo) => photo.kind === kind)?.metadata ?? {}
    const overlay = fieldOf(screening, kind, 'overlay')
    const printed = overlayFacts(isLegible(screening, overlay) ? overlay.value : null)
    const position = metadata.gps ?? printed.position
    const declared = form.premises.location
    return {
      kind,
      byCamera: captureTime(metadata.takenAt)?.replace('T', ' ') ?? null,
      printed: printed.taken,
      gps: metadata.gps ?? null,
      distance: position && declared ? smallestDistance(position, declared).metres : null,
      address: printed.address,
      camera: metadata.model ? `${metadata.make ?? ''} ${metadata.model}`.trim() : null,
    }
  })
  const timed = facts.flatMap(({ kind, byCamera, printed }) => {
    const takenAt = byCamera ?? printed
    return takenAt === null ? [] : [{ kind, takenAt, good: staleness(takenAt, today, policy.scene) === null }]
  })
  const placed = facts.flatMap(({ kind, distance, address }) => {
    const near = distance === null || distance <= policy.scene.maxDistanceMetres
    const inPlace = address === null || isHere(form.premises.address, address, distance !== null)
    return distance === null && address === null
      ? []
      : [
          {
            kind,
            ...(distance !== null && { distance }),
            ...(address !== null && { address }),
            good: near && inPlace,
          },
        ]
  })
  return {
    time: asItShouldBe(timed, shareOf),
    place: asItShouldBe(placed, shareOf),
    visit: oneVisit(facts, shareOf),
  }
}

/** Supports when it is so in every photo that says anything of it. */
function asItShouldBe(said: readonly { good: boolean }[], shareOf: (count: number) => number): Looked {
  const photos = said.map(({ good: _, ...photo }) => photo)
  return (said.every(({ good }) => good) ? supports : neutral)(shareOf(said.length), { photos })
}

/**
 * At least two photos that say of the same thing when, where or by what they were taken. Only what the judge of the set
 * compares: stamps are not held against each other.
 */
function oneVisit(
  facts: readonly { kind: MaterialKind; byCamera: string | null; gps: unknown; camera: string | null }[],
  shareOf: (count: number) => number,
): Looked {
  const timed = facts.flatMap(({ kind, byCamera }) => (byCamera === null ? [] : [{ kind, takenAt: byCamera }]))
  const placed = facts.flatMap(({ kind, gps }) => (gps === null ? [] : [{ kind, gps }]))
  const cameras = facts.flatMap(({ kind, camera }) => (camera === null ? [] : [{ kind, camera }]))
  const [most] = [timed, placed, cameras].sort((a, b) => b.length - a.length)
  return most!.length > 1 ? supports(shareOf(most!.length), { photos: most }) : unknown
}
