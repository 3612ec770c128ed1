import sharp, { type Sharp } from 'sharp'
import type { RgbImage } from '../../../src/vision/image.ts'
import type { Random } from '../../fixtures/render/random.ts'

/** A photo to be spoilt. */
export interface Subject {
  image: RgbImage
  /** Height of its text, pixels. */
  glyph: number
  /** Where the document lies, pixels. */
  place: { x: number; y: number; width: number; height: number }
}

/** One way of spoiling a photo; how far it goes is drawn by chance, from harmless to hopeless. */
export interface Family {
  name: string
  spoil: (subject: Subject, chance: Random) => Promise<RgbImage>
}

/** Those that the measure was fitted with. */
export const tuningFamilies: readonly Family[] = [
  { name: 'gaussian', spoil: ({ image, glyph }, c) => gauss(image, glyph * logRange(c, 0.05, 0.4)) },
  {
    name: 'motion',
    spoil: ({ image, glyph }, c) => smear(image, line(glyph * logRange(c, 0.2, 1.5), c.range(0, 180))),
  },
  { name: 'noise', spoil: ({ image }, c) => Promise.resolve(grain(image, logRange(c, 10, 150), c)) },
  {
    name: 'dark and noisy',
    spoil: ({ image }, c) => {
      const gain = logRange(c, 0.01, 0.3)
      return Promise.resolve(
        grain(
          levels(image, (v) => v * gain),
          c.range(1, 7),
          c,
        ),
      )
    },
  },
  { name: 'dark', spoil: ({ image }, c) => Promise.resolve(levels(image, scaled(logRange(c, 0.006, 0.2)))) },
  { name: 'glare', spoil: (subject, c) => Promise.resolve(lamps(subject, c, c.int(1, 4))) },
  { name: 'overexposed', spoil: ({ image }, c) => Promise.resolve(levels(image, scaled(logRange(c, 1.2, 7)))) },
  { name: 'small', spoil: ({ image, glyph }, c) => resized(image, logRange(c, 3, 12) / glyph) },
  { name: 'JPEG', spoil: ({ image }, c) => compressed(image, Math.round(logRange(c, 1, 30))) },
  {
    name: 'haze',
    spoil: ({ image }, c) => {
      const [contrast, level] = [logRange(c, 0.005, 0.4), c.range(120, 220)]
      return Promise.resolve(levels(image, (v) => (v - level) * contrast + level))
    },
  },
  {
    name: 'blurred and noisy',
    spoil: async ({ image, glyph }, c) =>
      grain(await gauss(image, glyph * logRange(c, 0.04, 0.25)), logRange(c, 6, 70), c),
  },
  {
    name: 'small and compressed',
    spoil: async ({ image, glyph }, c) =>
      compressed(await resized(image, logRange(c, 4, 16) / glyph), Math.round(logRange(c, 8, 50))),
  },
  { name: 'far away', spoil: ({ image, glyph }, c) => far(image, logRange(c, 3, 12) / glyph, c) },
]

/** Those it never saw. */
export const unseenFamilies: readonly Family[] = [
  { name: 'defocused lens', spoil: ({ image, glyph }, c) => smear(image, disc(glyph * logRange(c, 0.1, 0.8))) },
  { name: 'shaken hand', spoil: ({ image, glyph }, c) => smear(image, wander(glyph * logRange(c, 0.25, 1.6), c)) },
  { name: 'double image', spoil: ({ image, glyph }, c) => smear(image, twice(glyph * logRange(c, 0.15, 1.2), c)) },
  {
    name: 'night mode',
    // Little light, amplified, and the noise rubbed out together with the strokes.
    spoil: async ({ image }, c) => {
      const gain = logRange(c, 0.01, 0.15)
      const dim = grain(levels(image, scaled(gain)), c.range(1, 5), c)
      const rubbed = await fromSharp(toSharp(dim).median(c.pick([3, 5])))
      return levels(rubbed, scaled(c.range(0.4, 0.9) / gain))
    },
  },
  {
    name: 'enlarged',
    spoil: async ({ image, glyph }, c) => {
      const small = await resized(image, logRange(c, 3, 14) / glyph)
      return fromSharp(toSharp(small).resize(image.width, image.height, { fit: 'fill', kernel: 'cubic' }))
    },
  },
  { name: 'deep shadow', spoil: (subject, c) => Promise.resolve(shadow(subject, c)) },
  { name: 'window reflected', spoil: (subject, c) => Promise.resolve(pane(subject, c)) },
  {
    name: 'greasy lens',
    // Light scattered far: the picture shines through a wide blur of itself.
    spoil: async ({ image, glyph }, c) => {
      const veil = await gauss(image, glyph * c.range(0.5, 1.5))
      const left = logRange(c, 0.01, 0.4)
      return mixed(image, veil, left)
    },
  },
  {
    name: 'messenger, twice',
    spoil: async ({ image, glyph }, c) => {
      const first = await compressed(await resized(image, logRange(c, 4, 14) / glyph), c.int(12, 40))
      return compressed(await resized(first, 0.8), c.int(15, 40))
    },
  },
]

const logRange = (chance: Random, low: number, high: number): number => low * (high / low) ** chance.next()

const scaled = (gain: number) => (v: number) => v * gain

const clamp = (v: number): number => (v < 0 ? 0 : v > 255 ? 255 : Math.round(v))

const toSharp = ({ data, width, height }: RgbImage) => sharp(data, { raw: { width, height, channels: 3 } })

async function fromSharp(picture: Sharp): Promise<RgbImage> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

const gauss = (image: RgbImage, sigma: number) => fromSharp(toSharp(image).blur(Math.max(0.3, sigma)))

async function resized(image: RgbImage, scale: number): Promise<RgbImage> {
  // The short side of what is accepted at all is 200 pixels.
  const least = 201 / Math.min(image.width, image.height)
  return fromSharp(toSharp(image).resize(Math.round(image.width * Math.min(1, Math.max(scale, least)))))
}

/** The same photo from further away: small in the middle of a plain desk. */
async function far(image: RgbImage, scale: number, chance: Random): Promise<RgbImage> {
  const small = await resized(image, scale)
  const desk = [chance.int(60, 200), chance.int(60, 200), chance.int(60, 200)] as const
  const data = new Uint8Array(image.data.length)
  for (let i = 0; i < data.length; i += 3) data.set(desk, i)
  const [left, top] = [(image.width - small.width) >> 1, (image.height - small.height) >> 1]
  for (let y = 0; y < small.height; y++) {
    const row = small.data.subarray(3 * y * small.width, 3 * (y + 1) * small.width)
    data.set(row, 3 * ((y + top) * image.width + left))
  }
  return grain({ ...image, data }, 2, chance)
}

const compressed = async (image: RgbImage, quality: number) =>
  fromSharp(sharp(await toSharp(image).jpeg({ quality }).toBuffer()))

function levels(image: RgbImage, curve: (value: number) => number): RgbImage {
  const table = Uint8Array.from({ length: 256 }, (_, v) => clamp(curve(v)))
  return { ...image, data: image.data.map((v) => table[v]!) }
}

function grain({ data, width, height }: RgbImage, sigma: number, chance: Random): RgbImage {
  const out = new Uint8Array(data.length)
  for (let i = 0; i < data.length; i += 3) {
    const n = chance.normal() * sigma
    for (let c = 0; c < 3; c++) out[i + c] = clamp(data[i + c]! + n + chance.normal() * sigma * 0.4)
  }
  return { data: out, width, height }
}

const mixed = (a: RgbImage, b: RgbImage, share: number): RgbImage => ({
  ...a,
  data: a.data.map((v, i) => clamp(v * share + b.data[i]! * (1 - share))),
})

/** Where the light of one point goes, pixels and shares that add up to 1. */
type Spread = readonly (readonly [x: number, y: number, share: number])[]

const evenly = (points: readonly (readonly [number, number])[]): Spread =>
  points.map(([x, y]) => [x, y, 1 / points.length])

function line(length: number, degrees: number): Spread {
  const count = Math.max(2, Math.ceil(length))
  const [dx, dy] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  return evenly(
    Array.from({ length: count }, (_, i) => {
      const at = (i / (count - 1) - 0.5) * length
      return [dx * at, dy * at]
    }),
  )
}

function disc(radius: number): Spread {
  const reach = Math.ceil(radius)
  const points: [number, number][] = []
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) if (Math.hypot(x, y) <= Math.max(0.8, radius)) points.push([x, y])
  }
  return evenly(points)
}

/** A path that bends as it goes, its two ends about `length` apart. */
function wander(length: number, chance: Random): Spread {
  const steps = Math.max(4, Math.ceil(length * 1.5))
  let direction = chance.range(0, 2 * Math.PI)
  const bend = chance.range(-2.5, 2.5) / steps
  const points: [number, number][] = [[0, 0]]
  for (let i = 1; i < steps; i++) {
    direction += bend + chance.normal() * 0.15
    const [x, y] = points[i - 1]!
    points.push([x + (Math.cos(direction) * length) / steps, y + (Math.sin(direction) * length) / steps])
  }
  return evenly(points)
}

function twice(length: number, chance: Random): Spread {
  const direction = chance.range(0, 2 * Math.PI)
  const share = chance.range(0.35, 0.65)
  return [
    [0, 0, share],
    [Math.cos(direction) * length, Math.sin(direction) * length, 1 - share],
  ]
}

function smear({ data, width, height }: RgbImage, spread: Spread): Promise<RgbImage> {
  // Shares of one whole pixel are added up first: a long path has many points in each.
  const whole = new Map<string, [number, number, number]>()
  for (const [x, y, share] of spread) {
    const at = [Math.round(x), Math.round(y)] as const
    const entry = whole.get(at.join()) ?? [...at, 0]
    entry[2] += share
    whole.set(at.join(), entry)
  }
  const sum = new Float32Array(data.length)
  for (const [dx, dy, share] of whole.values()) {
    for (let y = 0; y < height; y++) {
      const from = Math.min(height - 1, Math.max(0, y + dy)) * width
      for (let x = 0; x < width; x++) {
        const at = 3 * (from + Math.min(width - 1, Math.max(0, x + dx)))
        const to = 3 * (y * width + x)
        sum[to] = sum[to]! + share * data[at]!
        sum[to + 1] = sum[to + 1]! + share * data[at + 1]!
        sum[to + 2] = sum[to + 2]! + share * data[at + 2]!
      }
    }
  }
  return Promise.resolve({ data: Uint8Array.from(sum, clamp), width, height })
}

/** Adds light, or takes it away: `light` is asked for each pixel and gives [gain, added levels]. */
function relit(image: RgbImage, light: (x: number, y: number) => readonly [number, number]): RgbImage {
  const { data, width, height } = image
  const out = new Uint8Array(data.length)
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [gain, added] = light(x, y)
      for (let c = 0; c < 3; c++, i++) out[i] = clamp(data[i]! * gain + added)
    }
  }
  return { data: out, width, height }
}

/** Reflections of lamps: blown out in the middle, fading at the rim. */
function lamps({ image, place }: Subject, chance: Random, count: number): RgbImage {
  const size = Math.sqrt(logRange(chance, 0.1, 1.5) / count / Math.PI)
  const spots = Array.from({ length: count }, () => ({
    x: place.x + place.width * chance.next(),
    y: place.y + place.height * chance.next(),
    rx: place.width * size * chance.range(0.7, 1.5),
    ry: place.height * size * chance.range(0.7, 1.5),
  }))
  return relit(image, (x, y) => {
    let added = 0
    for (const { x: cx, y: cy, rx, ry } of spots) {
      const far = ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2
      added += 420 * Math.exp(-(far ** 2))
    }
    return [1, added]
  })
}

function shadow({ image, place }: Subject, chance: Random): RgbImage {
  const left = logRange(chance, 0.004, 0.2)
  const lying = chance.chance(0.5)
  const edge = lying
    ? place.y + place.height * chance.range(0.05, 0.9)
    : place.x + place.width * chance.range(0.05, 0.9)
  const soft = chance.range(10, 60)
  const dim = relit(image, (x, y) => {
    const depth = 1 / (1 + Math.exp(-((lying ? y : x) - edge) / soft))
    return [1 - depth * (1 - left), 0]
  })
  return grain(dim, chance.range(1, 4), chance)
}

/** A bright window mirrored in the plastic: straight panes with bars between. */
function pane({ image, place }: Subject, chance: Random): RgbImage {
  const share = Math.sqrt(chance.range(0.1, 1.2))
  const [w, h] = [place.width * share, place.height * share]
  const [left, top] = [place.x + (place.width - w) * chance.next(), place.y + (place.height - h) * chance.next()]
  const slant = chance.range(-0.3, 0.3)
  const added = chance.range(80, 330)
  return relit(image, (x, y) => {
    const u = (x - slant * (y - top) - left) / w
    const v = (y - top) / h
    const inside = u > 0 && u < 1 && v > 0 && v < 1 && Math.abs(u - 0.5) > 0.03
    return [1, inside ? added : 0]
  })
}
