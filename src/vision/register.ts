import type { SamePhoto } from '../domain/evidence-scene.ts'
import { agreement, type Agreement } from './agreement.ts'
import { align, describePlaces, inMirror } from './align.ts'
import { mirrored } from './fingerprint.ts'
import type { Plane } from './planes.ts'

/**
 * Share of what can be compared that must agree. Measured: at least 0.86 of edited photos, a banner over a twentieth included;
 * at most 0.79 of rendered places seen from 30 cm beside. From 10 cm beside and 8 m away 0.98: that cannot be told apart.
 */
const leastAgreeing = 0.82
/** Correlation of fine structure over the tiles that agree; 0.93 and more of edited photos (measured). */
const leastCorrelation = 0.9
/** Tiles with structure: fewer can agree by chance. */
const leastTiles = 12
/** Of the smaller photo: a corner that two photos share is not the same photo. */
const leastOverlap = 0.3

/**
 * Lays one photo over the other, plain and in a mirror, and compares them tile by tile. The same photo, edited, agrees to a
 * fraction of a pixel all over; two shots of one place differ in what is near and what is far, in people, in light.
 * Brightness planes of about 512 px.
 */
export function register(a: Plane, b: Plane): SamePhoto {
  const ours = describePlaces(a)
  const theirs = describePlaces(b)
  const longSide = Math.max(b.width, b.height)
  const plain = align(ours, theirs, longSide)
  const straight = plain && agreement(a, b, plain)
  if (straight && agrees(straight)) return answer(straight, true, false)
  const turned = align(ours, inMirror(theirs, b.width), longSide)
  const flipped = turned && agreement(a, mirrored(b), turned)
  if (flipped && agrees(flipped)) return answer(flipped, true, true)
  const better = (flipped?.agreeing ?? -1) > (straight?.agreeing ?? -1) ? flipped : straight
  return better
    ? answer(better, false, better === flipped)
    : { same: false, correlation: null, overlap: 0, mirrored: false }
}

const answer = ({ correlation, overlap }: Agreement, same: boolean, inAMirror: boolean): SamePhoto => ({
  same,
  correlation: two(correlation),
  overlap: two(overlap),
  mirrored: inAMirror,
})

const agrees = ({ agreeing, correlation, tiles, overlap }: Agreement): boolean =>
  agreeing >= leastAgreeing && correlation >= leastCorrelation && tiles >= leastTiles && overlap >= leastOverlap

const two = (value: number) => Math.round(value * 100) / 100
