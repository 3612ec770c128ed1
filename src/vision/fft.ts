/**
 * The discrete Fourier transform of square pictures, by the algorithm of Cooley and Tukey (1965). Two rows of real numbers
 * travel as one row of complex ones, and only half of the columns is transformed: the other half mirrors it.
 */
export interface Fft {
  /** Samples in each direction. */
  readonly side: number
  /**
   * Power |F|² of `side` × `side` real samples (row by row), for the half of the frequencies that holds all there is to know: at
   * `across * side + down`, across from 0 to side/2, down from 0 to side - 1 (those from side/2 on are negative). The array
   * is written anew by the next call.
   */
  power: (samples: Float32Array) => Float32Array
}

/** `side` must be a power of two, from 4 on. */
export function createFft(side: number): Fft {
  if (side < 4 || (side & (side - 1)) !== 0) throw new Error(`side must be a power of two from 4 on, not ${side}`)
  const half = side / 2
  const transform = transformOf(side)
  const reversed = bitReversed(side)
  // One column after the other, so that the second run of transforms also walks through neighbouring memory; 16 numbers apart,
  // for columns a power of two apart would all fall on the same lines of the cache.
  const pitch = side + 16
  const re = new Float64Array((half + 1) * pitch)
  const im = new Float64Array((half + 1) * pitch)
  const lineRe = new Float64Array(side)
  const lineIm = new Float64Array(side)
  const power = new Float32Array((half + 1) * side)

  function transformRows(samples: Float32Array): void {
    for (let row = 0; row < side; row += 2) {
      for (let i = 0; i < side; i++) {
        const from = row * side + reversed[i]!
        lineRe[i] = samples[from]!
        lineIm[i] = samples[from + side]!
      }
      transform(lineRe, lineIm)
      // The spectrum of the first row is the even part of what came out, that of the second the odd part.
      const first = reversed[row]!
      const second = reversed[row + 1]!
      for (let k = 0; k <= half; k++) {
        const mirror = (side - k) % side
        const at = k * pitch
        re[at + first] = (lineRe[k]! + lineRe[mirror]!) / 2
        im[at + first] = (lineIm[k]! - lineIm[mirror]!) / 2
        re[at + second] = (lineIm[k]! + lineIm[mirror]!) / 2
        im[at + second] = (lineRe[mirror]! - lineRe[k]!) / 2
      }
    }
  }

  return {
    side,
    power: (samples) => {
      transformRows(samples)
      for (let k = 0; k <= half; k++) {
        const columnRe = re.subarray(k * pitch, k * pitch + side)
        const columnIm = im.subarray(k * pitch, k * pitch + side)
        transform(columnRe, columnIm)
        const at = k * side
        for (let v = 0; v < side; v++) {
          const x = columnRe[v]!
          const y = columnIm[v]!
          power[at + v] = x * x + y * y
        }
      }
      return power
    },
  }
}

/** In place; the samples must stand in bit-reversed order. Two levels of the halving at a time: half the walks through memory. */
function transformOf(side: number): (x: Float64Array, y: Float64Array) => void {
  const cosines = Float64Array.from({ length: side / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / side))
  const sines = Float64Array.from({ length: side / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / side))
  const oddLevels = Math.log2(side) % 2 === 1
  return (x, y) => {
    if (oddLevels) pairs(x, y)
    for (let size = oddLevels ? 8 : 4; size <= side; size *= 4) {
      const quarter = size / 4
      const step = side / size
      for (let k = 0; k < quarter; k++) {
        const c1 = cosines[k * step]!
        const s1 = sines[k * step]!
        const c2 = cosines[2 * k * step]!
        const s2 = sines[2 * k * step]!
        for (let a = k; a < side; a += size) {
          const b = a + quarter
          const c = b + quarter
          const d = c + quarter
          // First level, turned by twice the angle: a with b, c with d.
          const bx = x[b]! * c2 - y[b]! * s2
          const by = x[b]! * s2 + y[b]! * c2
          const dx = x[d]! * c2 - y[d]! * s2
          const dy = x[d]! * s2 + y[d]! * c2
          const sumX = x[c]! + dx
          const sumY = y[c]! + dy
          const restX = x[c]! - dx
          const restY = y[c]! - dy
          // Second level: the sums turned by the angle, the differences by a right angle more.
          const px = sumX * c1 - sumY * s1
          const py = sumX * s1 + sumY * c1
          const qx = restX * s1 + restY * c1
          const qy = restY * s1 - restX * c1
          const ax = x[a]! + bx
          const ay = y[a]! + by
          const ex = x[a]! - bx
          const ey = y[a]! - by
          x[a] = ax + px
          y[a] = ay + py
          x[b] = ex + qx
          y[b] = ey + qy
          x[c] = ax - px
          y[c] = ay - py
          x[d] = ex - qx
          y[d] = ey - qy
        }
      }
    }
  }
}

function pairs(x: Float64Array, y: Float64Array): void {
  for (let a = 0; a < x.length; a += 2) {
    const px = x[a + 1]!
    const py = y[a + 1]!
    x[a + 1] = x[a]! - px
    y[a + 1] = y[a]! - py
    x[a]! += px
    y[a]! += py
  }
}

function bitReversed(side: number): Uint16Array {
  const bits = Math.log2(side)
  return Uint16Array.from({ length: side }, (_, i) => {
    let mirrored = 0
    for (let bit = 0; bit < bits; bit++) mirrored |= ((i >> bit) & 1) << (bits - 1 - bit)
    return mirrored
  })
}
