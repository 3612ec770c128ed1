import { readParts } from './address-parts.ts'
import { roadKey, writeAlike } from './address-writing.ts'
import { readRegion, readRegions } from './divisions.ts'

/**
 * What addresses are found by: equal for one place in its usual ways of writing, and, unlike a comparison, one text, so
 * that it can be hashed. The district, then streets, markets, villages and numbers by what they count; a zone or a
 * township only where nothing smaller is named, for half of the writers leave them out. Of two that say more and less of
 * one place the keys differ.
 */
export function addressKey(address: string): string {
  const written = writeAlike(address)
  const { places, unlisted, rest } = readRegion(written)
  const parts = readParts(rest)
  const named = [...parts.roads.map(roadKey), ...parts.stretches, ...parts.villages, ...parts.places]
  const where = named.length > 0 ? named : [...parts.townships, ...parts.zones]
  // Nothing that could be told apart: the text itself.
  if (where.length === 0 && parts.numbers.length === 0) return written
  return [
    [...places.map(({ code }) => code).sort(), ...unlisted].join('/'),
    where.join('/'),
    parts.numbers.map(({ kind, value }) => `${kind}${value}`).join('/'),
    ...(parts.nearby ? ['nearby'] : []),
  ].join('|')
}

/**
 * Whether an address says by itself in which city it is: there is a 人民路1号 in each of them, and a 鼓楼区 in four. Where it does
 * not, equal addresses are one place only to one person.
 */
export const namesCity = (address: string): boolean =>
  readRegions(writeAlike(address)).some((region) => {
    const [place, ...others] = region?.places ?? []
    return place !== undefined && others.length === 0 && !isProvince(place.code)
  })

const isProvince = (code: string): boolean => code.length === 2
