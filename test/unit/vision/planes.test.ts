import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bandAlong, blur } from '../../../src/vision/blur.ts'
import { lumaScales, shrink, tileQuantiles, type Plane } from '../../../src/vision/planes.ts'

// Each fast loop against the plain formula it stands for.

const planes = fc
  .tuple(fc.integer({ min: 1, max: 23 }), fc.integer({ min: 1, max: 23 }), fc.integer())
  .map(([width, height, seed]): Plane => {
    let state = seed
    const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
    return { data: Float32Array.from({ length: width * height }, () => 255 * next()), width, height }
  })

const within = (value: number, last: number) => Math.max(0, Math.min(last, value))

function plainBlur({ data, width, height }: Plane, axis: 'x' | 'y', sigma: number): Plane {
  const radius = Math.ceil(2.5 * sigma)
  const blurred = data.map((_, i) => {
    let sum = 0
    let total = 0
    for (let j = -radius; j <= radius; j++) {
      const x = within((i % width) + (axis === 'x' ? j : 0), width - 1)
      const y = within(Math.trunc(i / width) + (axis === 'y' ? j : 0), height - 1)
      const weight = Math.exp(-(j ** 2) / (2 * sigma ** 2))
      sum += weight * data[y * width + x]!
      total += weight
    }
    return sum / total
  })
  return { data: blurred, width, height }
}

/** The mean over the area that each new pixel covers. */
function plainShrink({ data, width, height }: Plane, toWidth: number, toHeight: number): number[] {
  const overlap = (pixel: number, i: number, area: number) =>
    Math.max(0, Math.min(pixel + 1, (i + 1) * area) - Math.max(pixel, i * area)) / area
  return Array.from({ length: toWidth * toHeight }, (_, i) =>
    data.reduce((sum, value, at) => {
      const share = overlap(at % width, i % toWidth, width / toWidth)
      return sum + value * share * overlap(Math.trunc(at / width), Math.trunc(i / toWidth), height / toHeight)
    }, 0),
  )
}

const furthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce(
    (most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))),
    Math.abs(a.length - b.length),
  )

const sigmas = fc.double({ min: 0.3, max: 6, noNaN: true })

test('blurring and its bands are the Gaussian, at any size of the plane and any radius', () => {
  fc.assert(
    fc.property(planes, sigmas, (plane, sigma) => {
      expect(furthest(blur(plane, sigma).data, plainBlur(plainBlur(plane, 'x', sigma), 'y', sigma).data)).toBeLessThan(
        1e-3,
      )
      for (const axis of ['x', 'y'] as const) {
        const { data } = plainBlur(plane, axis, sigma)
        const band = plane.data.map((value, i) => Math.abs(value - data[i]!))
        expect(furthest(bandAlong(plane, axis, sigma).data, band)).toBeLessThan(1e-3)
      }
    }),
  )
})

test('shrinking by less than half takes the mean of the area covered', () => {
  fc.assert(
    fc.property(planes, fc.double({ min: 0.5, minExcluded: true, max: 1, noNaN: true }), (plane, scale) => {
      const small = shrink(plane, scale)
      expect(furthest(small.data, plainShrink(plane, small.width, small.height))).toBeLessThan(1e-3)
    }),
  )
})

test('brightness is the same whether halved from the picture or from its luma', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 8 * 7 * 3, maxLength: 8 * 7 * 3 }),
      fc.constantFrom(0.2, 0.4, 0.5),
      (data, scale) => {
        const lumaAt = lumaScales({ data, width: 8, height: 7 })
        const direct = lumaAt(scale)
        const full = lumaAt(1)
        expect(full.data[0]).toBeCloseTo(0.299 * data[0]! + 0.587 * data[1]! + 0.114 * data[2]!, 3)
        expect(furthest(direct.data, shrink(full, scale).data)).toBeLessThan(1e-3)
      },
    ),
  )
})

test('the quantile of a tile lies within one bin of the sorted values', () => {
  fc.assert(
    fc.property(planes, fc.double({ min: 0, max: 0.99, noNaN: true }), (plane, share) => {
      const [found = Number.NaN] = tileQuantiles(plane, { x: 0, y: 0, width: plane.width, height: plane.height }, [
        share,
      ])
      const exact = plane.data.toSorted()[Math.floor(share * plane.data.length)]!
      expect(Math.abs(Math.sqrt(found) - Math.sqrt(exact))).toBeLessThan(1 / 64)
    }),
  )
})
