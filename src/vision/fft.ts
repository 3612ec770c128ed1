/**
 * The discrete Fourier transform of square pictures, by the radix-2 algorithm of Cooley and Tukey (1965). Two rows of real numbers
 * travel as one row of complex ones, and only half of the columns is transformed: the other half mirrors it.
 */
export interface Fft {
  /** Samples in each direction; a power of two. */
  readonly side: number
  /**
   * Power |F|² of `side` × `side` real samples, row by row, for the half of the frequencies that holds all there is to know:
   * `side` rows (frequency down; those from side/2 on are negative) of side/2 + 1 columns (frequency across). The array is
   * written anew by the next call.
   */
  power: (samples: Float32Array) => Float32Array
}

export function createFft(side: number): Fft {
  if (side < 2 || (side & (side - 1)) !== 0) throw new Error(`side must be a power of two, not ${side}`)
  const half = side / 2
  const bits = Math.log2(side)
  const cosines = Float64Array.from({ length: half }, (_, k) => Math.cos((2 * Math.PI * k) / side))
  const sines = Float64Array.from({ length: half }, (_, k) => -Math.sin((2 * Math.PI * k) / side))
  const reversed = Uint16Array.from({ length: side }, (_, i) => {
    let mirrored = 0
    for (let bit = 0; bit < bits; bit++) mirrored |= ((i >> bit) & 1) << (bits - 1 - bit)
    return mirrored
  })
  // One column after the other, so that the second run of transforms also walks through neighbouring memory.
  const re = new Float64Array((half + 1) * side)
  const im = new Float64Array((half + 1) * side)
  const lineRe = new Float64Array(side)
  const lineIm = new Float64Array(side)
  const power = new Float32Array((half + 1) * side)

  /** In place; the samples already stand in bit-reversed order. Indices are in range by construction. */
  function transform(x: Float64Array, y: Float64Array): void {
    for (let size = 2; size <= side; size *= 2) {
      const reach = size / 2
      const step = side / size
      for (let start = 0; start < side; start += size) {
        for (let k = 0, turn = 0; k < reach; k++, turn += step) {
          const a = start + k
          const b = a + reach
          const c = cosines[turn]!
          const s = sines[turn]!
          const p = x[b]! * c - y[b]! * s
          const q = x[b]! * s + y[b]! * c
          x[b] = x[a]! - p
          y[b] = y[a]! - q
          x[a]! += p
          y[a]! += q
        }
      }
    }
  }

  function transformRows(samples: Float32Array): void {
    for (let row = 0; row < side; row += 2) {
      for (let i = 0; i < side; i++) {
        const from = row * side + reversed[i]!
        lineRe[i] = samples[from]!
        lineIm[i] = samples[from + side]!
      }
      transform(lineRe, lineIm)
      // F of the first row is the even part of what came out, F of the second the odd part.
      const first = reversed[row]!
      const second = reversed[row + 1]!
      for (let k = 0; k <= half; k++) {
        const mirror = (side - k) % side
        const at = k * side
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
        const columnRe = re.subarray(k * side, (k + 1) * side)
        const columnIm = im.subarray(k * side, (k + 1) * side)
        transform(columnRe, columnIm)
        for (let v = 0; v < side; v++) power[v * (half + 1) + k] = columnRe[v]! ** 2 + columnIm[v]! ** 2
      }
      return power
    },
  }
}
