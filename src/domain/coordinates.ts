import { metresBetween } from './places.ts'
import type { Place } from './places.ts'

/*
 * China's maps use GCJ-02, which moves WGS-84 positions by 300 to 600 m in most cities, nowhere by more than 720 m. The
 * authority publishes no transform; this is the one that all open software shares (first in `eviltransform`,
 * github.com/googollee/eviltransform, whose test vectors the tests repeat): two sums of sines around 105° E, 35° N, metres
 * turned into degrees on Krasovsky's ellipsoid.
 */

/** Krasovsky 1940: semi-major axis, metres, and the square of the eccentricity. */
const semiMajor = 6_378_245
const eccentricity2 = 0.006_693_421_622_965_943
/** Outside this rectangle, degrees, nothing is moved. It takes in neighbours too: where no map of China is used, it is not asked. */
const china = { south: 0.8293, north: 55.8271, west: 72.004, east: 137.8347 }

const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** A position of WGS-84 (GPS) as China's maps have it; unchanged outside of China. */
export function wgs84ToGcj02(place: Place): Place {
  const { latitude, longitude } = place
  const inside =
    latitude >= china.south && latitude <= china.north && longitude >= china.west && longitude <= china.east
  if (!inside) return place
  const x = longitude - 105
  const y = latitude - 35
  const shared = (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * (2 / 3)
  const north =
    -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + shared + waves(y, northward)
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + shared + waves(x, eastward)
  const sine = Math.sin(radians(latitude))
  const w2 = 1 - eccentricity2 * sine * sine
  const meridian = (semiMajor * (1 - eccentricity2)) / (w2 * Math.sqrt(w2))
  const parallel = (semiMajor / Math.sqrt(w2)) * Math.cos(radians(latitude))
  return {
    latitude: latitude + (north / (meridian * Math.PI)) * 180,
    longitude: longitude + (east / (parallel * Math.PI)) * 180,
  }
}

/** Amplitude and half wavelength (degrees · π) of the sines of one direction. */
const northward = [
  [20, 1],
  [40, 3],
  [160, 12],
  [320, 30],
] as const
const eastward = [
  [20, 1],
  [40, 3],
  [150, 12],
  [300, 30],
] as const

const waves = (degrees: number, sines: readonly (readonly [amplitude: number, length: number])[]): number =>
  (2 / 3) * sines.reduce((sum, [amplitude, length]) => sum + amplitude * Math.sin((degrees / length) * Math.PI), 0)

export type Datums = 'same' | 'first-wgs84' | 'second-wgs84'

/**
 * Metres between two positions of which nobody says whether they are WGS-84 or GCJ-02: the smallest over what they may be
 * (both of one kind, or one of each), and which that was. Phones write WGS-84 or, in China, what their map gave them; forms
 * are filled in from maps.
 */
export function smallestDistance(first: Place, second: Place): { metres: number; datums: Datums } {
  const ways: { metres: number; datums: Datums }[] = [
    { metres: metresBetween(first, second), datums: 'same' },
    { metres: metresBetween(wgs84ToGcj02(first), second), datums: 'first-wgs84' },
    { metres: metresBetween(first, wgs84ToGcj02(second)), datums: 'second-wgs84' },
  ]
  return ways.reduce((best, way) => (way.metres < best.metres ? way : best))
}
