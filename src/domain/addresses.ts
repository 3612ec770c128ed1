import { align, plainTokens, similarityOf } from './alignment.ts'
import { compareNumbers } from './address-numbers.ts'
import { type AddressParts, readParts } from './address-parts.ts'
import {
  compareNamed,
  compareStreets,
  type Likeness,
  placeLikeness,
  stemLikeness,
  zoneLikeness,
} from './address-names.ts'
import { writeAlike } from './address-writing.ts'
import { type Region, readRegion, readRegions, regionsPart } from './divisions.ts'
import type { Verdict } from './evidence.ts'

export interface AddressComparison {
  /**
   * NORMALISED: the same, written differently, or with the region left out; PARTIAL: nothing differs, but one says more or was
   * hardly readable; MISMATCH: a part that both say is another.
   */
  verdict: Verdict
  /** The parts that differ (`district`, `road`, `number` …), what one leaves out (`detail:room`), what made them equal. */
  steps: string[]
  /** 0-1, by letters; for people to sort by. */
  similarity: number
}

interface Reading {
  region: Region
  parts: AddressParts
}

const readings = (text: string): Reading[] =>
  readRegions(text).flatMap((region) => (region ? [{ region, parts: readParts(region.rest) }] : []))

const order: readonly Verdict[] = ['MATCH', 'NORMALISED', 'PARTIAL', 'UNKNOWN', 'MISMATCH']

/**
 * Compares part by part. What only one of them says is no difference; what both say differently is. Symmetric. Empty on either
 * side is UNKNOWN.
 */
export function compareAddresses(a: string | null, b: string | null): AddressComparison {
  if (!a?.trim() || !b?.trim()) return { verdict: 'UNKNOWN', steps: [], similarity: 0 }
  if (a === b && !a.includes('\uFFFD')) return { verdict: 'MATCH', steps: [], similarity: 1 }
  // In a fixed order, so that nothing depends on which is which.
  const [left, right] = inOrder(writeAlike(a), writeAlike(b))
  // In letters, or no address at all.
  if (!isChinese(left) || !isChinese(right)) return { verdict: 'UNKNOWN', steps: [], similarity: 0 }
  if (left === right && !left.includes('\uFFFD')) return { verdict: 'NORMALISED', steps: ['normalised'], similarity: 1 }
  const others = readings(right)
  // Where a name without ending may be a region or a street, the reading counts that makes sense of both.
  const compared = readings(left).flatMap((one) => others.map((other) => compareReadings(one, other)))
  const best = compared.reduce((x, y) => (order.indexOf(y.verdict) < order.indexOf(x.verdict) ? y : x))
  return { ...best, similarity: best.verdict === 'NORMALISED' ? 1 : letters(left, right) }
}

const isChinese = (text: string): boolean => /\p{Script=Han}.*\p{Script=Han}/u.test(text)
const inOrder = (a: string, b: string) => (a <= b ? ([a, b] as const) : ([b, a] as const))

/** Of what follows the region. */
function letters(a: string, b: string): number {
  const [x, y] = [readRegion(a).rest || a, readRegion(b).rest || b]
  return similarityOf(align(plainTokens(x), plainTokens(y)).distance, x.length, y.length)
}

interface Found {
  other: string[]
  unsure: string[]
  detail: string[]
}

function compareReadings(a: Reading, b: Reading): Omit<AddressComparison, 'similarity'> {
  const found: Found = { other: [], unsure: [], detail: [] }
  const written = compareRegions(a.region, b.region, found)
  const common = compareParts(a.parts, b.parts, found)
  const unique = (steps: readonly string[]) => [...new Set(steps)]
  if (found.other.length > 0) return { verdict: 'MISMATCH', steps: unique(found.other) }
  if (!common) return { verdict: 'PARTIAL', steps: ['no-common-part'] }
  if (found.unsure.length > 0 || found.detail.length > 0) {
    return { verdict: 'PARTIAL', steps: unique([...written, ...found.unsure, ...found.detail]) }
  }
  const same = a.region.rest === b.region.rest
  return { verdict: 'NORMALISED', steps: [...(same ? [] : ['normalised']), ...written] }
}

/** What was done about the regions; differences go into `found`. */
function compareRegions(a: Region, b: Region, found: Found): string[] {
  const { level, former } = regionsPart(a, b)
  if (level) found.other.push(level)
  if (former === 'part') found.unsure.push('former-division')
  if (a.unlisted.join() !== b.unlisted.join()) found.unsure.push('unlisted-division')
  return [...(a.text === b.text ? [] : ['region']), ...(former === 'name' ? ['former-division'] : [])]
}

/** @returns false where both name a street, a market or a village, and none is the same. */
function compareParts(a: AddressParts, b: AddressParts, found: Found): boolean {
  const { road: roads, lane } = compareStreets(a.roads, b.roads)
  const places = compareNamed(a.places, b.places, placeLikeness)
  const villages = compareNamed(a.villages, b.villages, stemLikeness)
  const numbers = compareNumbers(a.numbers, b.numbers)

  if (roads) note('road', roads, found)
  else if (a.roads.length !== b.roads.length) found.detail.push('detail:road')
  if (lane) note('lane', lane, found)
  else if (roads && a.roads.length !== b.roads.length) found.detail.push('detail:lane')
  // The same door on the same street is the same place, whatever the building or the town around it is called.
  const sameDoor = roads !== null && isAlike(roads) && (!lane || isAlike(lane)) && numbers.sameHouse
  for (const [part, likeness, x, y] of [
    ['zone', compareNamed(a.zones, b.zones, zoneLikeness), a.zones, b.zones],
    ['township', compareNamed(a.townships, b.townships, stemLikeness), a.townships, b.townships],
    ['village', villages, a.villages, b.villages],
    ['place', places, a.places, b.places],
    ['stretch', compareNamed(a.stretches, b.stretches, stemLikeness), a.stretches, b.stretches],
  ] as const) {
    onlyOne(part, x, y, found)
    if (likeness === null) continue
    // Zones overlap: another zone says little beside the same street.
    if (isAlike(likeness) || !(sameDoor || (part === 'zone' && roads && isAlike(roads)))) note(part, likeness, found)
    else found.unsure.push(part)
  }

  found.other.push(...numbers.other)
  found.unsure.push(...numbers.unsure, ...(a.nearby === b.nearby ? [] : ['nearby']))
  found.detail.push(...numbers.detail.map((kind) => `detail:${kind}`))
  // 科技南12号 leaves out what kind of street it is.
  const halfNamed = roads === null && places === null && (isStreetOf(a, b) || isStreetOf(b, a))
  if (halfNamed) found.unsure.push('road')
  const names = ({ roads, places, villages }: AddressParts) => roads.length + places.length + villages.length > 0
  return !names(a) || !names(b) || halfNamed || lane !== null || roads !== null || places !== null || villages !== null
}

const isStreetOf = (a: AddressParts, b: AddressParts): boolean =>
  a.places.some((place) => b.roads.some((road) => road.length === place.length + 1 && road.startsWith(place)))

const isAlike = (likeness: Likeness): boolean => !['one-character-apart', 'other'].includes(likeness)

function note(part: string, likeness: Likeness, found: Found): void {
  if (likeness === 'detail') found.detail.push(`detail:${part}`)
  else if (likeness === 'look-alike' || likeness === 'wildcard') found.unsure.push(part, likeness)
  else if (likeness === 'unsure') found.unsure.push(part)
  else if (likeness === 'one-character-apart') found.other.push(part, likeness)
  else if (likeness === 'other') found.other.push(part)
}

const onlyOne = (part: string, a: readonly string[], b: readonly string[], found: Found): void => {
  if (a.length > 0 !== b.length > 0) found.detail.push(`detail:${part}`)
}

/**
 * An address that a courier finds: something with a name (a street, a market, a village) and in it a house, shop or stall
 * number, or the group of a village that has no house numbers.
 */
export function hasHouseNumber(address: string): boolean {
  const { roads, places, villages, townships, zones, numbers } = readParts(readRegion(writeAlike(address)).rest)
  const named = [roads, places, villages, townships, zones].some((names) => names.length > 0)
  return named && numbers.some(({ value }) => /\d/u.test(value))
}
