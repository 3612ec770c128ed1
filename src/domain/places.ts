export interface Place {
  latitude: number
  longitude: number
}

/** Mean radius of the earth, metres (IUGG). */
const earthRadius = 6_371_008.8

/** Metres along the great circle (haversine formula), rounded; a sphere is exact to 0.5 %, enough for these limits. */
export function metresBetween(a: Place, b: Place): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const sine = (degrees: number) => Math.sin(radians(degrees) / 2) ** 2
  const h =
    sine(b.latitude - a.latitude) +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * sine(b.longitude - a.longitude)
  return Math.round(2 * earthRadius * Math.asin(Math.sqrt(Math.min(1, h))))
}
