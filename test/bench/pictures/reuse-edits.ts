/**
 * What people do to a photo before they hand it in again. Every edit has its own random strength or place, so that nothing
 * was tuned on exactly this one.
 */
import sharp, { type Sharp } from 'sharp'
import { random } from '../../fixtures/render/random.ts'

export type Random = () => number

export interface Edit {
  name: string
  /** Photo bytes in, photo bytes out. */
  apply: (bytes: Uint8Array, random: Random) => Promise<Buffer>
}

/** Seeded, for one photo and one edit. */
export function randomOf(seed: string): Random {
  const chance = random(seed)
  return () => chance.next()
}

const between = (random: Random, least: number, most: number) => least + random() * (most - least)
const upright = (bytes: Uint8Array) => sharp(bytes).rotate()

async function sizeOf(bytes: Uint8Array): Promise<{ width: number; height: number }> {
  const { autoOrient } = await sharp(bytes).metadata()
  return autoOrient
}

const saved = (image: Sharp, random: Random) => image.jpeg({ quality: Math.round(between(random, 70, 92)) }).toBuffer()

/** A window of `share` of both sides. `corner`: it touches two sides of the photo. */
async function cropped(bytes: Uint8Array, share: number, random: Random): Promise<Sharp> {
  const { width, height } = await sizeOf(bytes)
  const [w, h] = [Math.round(width * share), Math.round(height * share)]
  const left = Math.round(random() * (width - w))
  const top = Math.round(random() * (height - h))
  return upright(bytes).extract({ left, top, width: w, height: h })
}

/** A dark banner with light writing at the lower left, as watermark cameras add it: 27 % of the width, 20 % of the height. */
async function withBanner(image: Sharp): Promise<Sharp> {
  const { data, info } = await image.removeAlpha().png({ compressionLevel: 1 }).toBuffer({ resolveWithObject: true })
  const width = Math.round(info.width * 0.27)
  const height = Math.round(info.height * 0.2)
  const banner = Buffer.alloc(width * height * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const row = (y * 10) / height
      const column = (x * 24) / width
      const ink = row % 2.5 > 0.9 && row % 2.5 < 2.1 && column % 2 > 0.5 && column % 2 < 1.6 + Math.sin(column)
      banner.set(ink ? [250, 250, 250, 255] : [20, 40, 90, 150], (y * width + x) * 4)
    }
  }
  const left = Math.round(info.width * 0.03)
  const top = info.height - height - Math.round(info.height * 0.03)
  return sharp(data).composite([{ input: banner, raw: { width, height, channels: 4 }, left, top }])
}

async function combined(bytes: Uint8Array, random: Random): Promise<Buffer> {
  const marked = await withBanner(await cropped(bytes, 0.94, random))
  const image = sharp(await marked.png({ compressionLevel: 1 }).toBuffer())
  return image
    .linear(between(random, 1.1, 1.2), between(random, 5, 20))
    .resize({ width: 720, height: 720, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 55 })
    .toBuffer()
}

async function framed(bytes: Uint8Array, random: Random): Promise<Buffer> {
  const { width, height } = await sizeOf(bytes)
  const share = between(random, 0.03, 0.1)
  const [x, y] = [Math.round(width * share), Math.round(height * share)]
  const level = random() < 0.5 ? Math.round(random() * 20) : 255 - Math.round(random() * 20)
  const background = { r: level, g: level, b: level }
  return saved(upright(bytes).extend({ top: y, bottom: y, left: x, right: x, background }), random)
}

/** The photo on the screen of a phone: bars above and below, with the clock and signs of a status bar. */
async function screenshot(bytes: Uint8Array, random: Random): Promise<Buffer> {
  const width = 1080
  const height = Math.round(between(random, 1920, 2400))
  const dark = random() < 0.7
  const [ground, ink] = dark ? [8, 235] : [248, 30]
  const photo = await upright(bytes)
    .resize({ width, height: height - 240, fit: 'inside' })
    .png()
    .toBuffer()
  const { height: shown, width: across } = await sizeOf(photo)
  const sign = (left: number, w: number) => ({
    input: { create: { width: w, height: 34, channels: 3 as const, background: { r: ink, g: ink, b: ink } } },
    left,
    top: 30,
  })
  return sharp({ create: { width, height, channels: 3, background: { r: ground, g: ground, b: ground } } })
    .composite([
      { input: photo, left: (width - across) >> 1, top: (height - shown) >> 1 },
      ...[60, 92, 130].map((left) => sign(left, 22)),
      ...[900, 945, 990].map((left) => sign(left, 30)),
    ])
    .jpeg({ quality: Math.round(between(random, 75, 95)) })
    .toBuffer()
}

/** Bars filled with the photo itself, enlarged and blurred, as short-video programs do. */
async function blurredBars(bytes: Uint8Array, random: Random): Promise<Buffer> {
  const photo = await upright(bytes).resize({ width: 720, height: 1000, fit: 'inside' }).png().toBuffer()
  const { width, height } = await sizeOf(photo)
  const canvas = { width: width >= height ? width : 720, height: width >= height ? Math.round(width * 1.4) : 1280 }
  const ground = await sharp(photo)
    .resize({ ...canvas, fit: 'cover' })
    .blur(25)
    .png()
    .toBuffer()
  const at = { left: (canvas.width - width) >> 1, top: (canvas.height - height) >> 1 }
  return saved(sharp(ground).composite([{ input: photo, ...at }]), random)
}

async function turned(bytes: Uint8Array, random: Random, cut: boolean): Promise<Buffer> {
  const { width, height } = await sizeOf(bytes)
  const angle = random() < 0.5 ? 5 : -5
  const level = random() < 0.5 ? 0 : 255
  const image = await upright(bytes).toBuffer()
  const result = sharp(
    await sharp(image)
      .rotate(angle, { background: { r: level, g: level, b: level } })
      .toBuffer(),
  )
  if (!cut) return saved(result, random)
  const { width: w, height: h } = await sizeOf(await result.toBuffer())
  // The largest window of the same shape without corners of the ground.
  const sine = Math.sin((5 * Math.PI) / 180)
  const cosine = Math.cos((5 * Math.PI) / 180)
  const long = Math.max(width, height) / Math.min(width, height)
  const share = 1 / (cosine + sine * long)
  const [cw, ch] = [Math.floor(width * share), Math.floor(height * share)]
  return saved(result.extract({ left: (w - cw) >> 1, top: (h - ch) >> 1, width: cw, height: ch }), random)
}

export const edits: readonly Edit[] = [
  {
    name: 'JPEG',
    apply: (bytes, random) =>
      upright(bytes)
        .jpeg({ quality: Math.round(between(random, 15, 40)) })
        .toBuffer(),
  },
  {
    name: 'resized',
    apply: async (bytes, random) => {
      const { width, height } = await sizeOf(bytes)
      const share = Math.max(between(random, 0.3, 0.7), 210 / Math.min(width, height))
      return saved(upright(bytes).resize({ width: Math.round(width * share) }), random)
    },
  },
  {
    name: 'colours',
    apply: (bytes, random) =>
      saved(
        upright(bytes)
          .modulate({ saturation: between(random, 0.3, 1.8), hue: Math.round(between(random, -40, 40)) })
          .gamma(between(random, 1.2, 1.8)),
        random,
      ),
  },
  {
    name: 'brightness',
    apply: (bytes, random) =>
      saved(upright(bytes).linear(between(random, 0.7, 1.35), between(random, -25, 25)), random),
  },
  {
    name: 'blurred',
    apply: async (bytes, random) => {
      const { width, height } = await sizeOf(bytes)
      return saved(upright(bytes).blur(Math.max(width, height) * between(random, 0.002, 0.005)), random)
    },
  },
  { name: 'watermark banner', apply: async (bytes, random) => saved(await withBanner(upright(bytes)), random) },
  { name: 'combined', apply: combined },
  { name: 'mirrored', apply: (bytes, random) => saved(upright(bytes).flop(), random) },
  { name: 'framed', apply: framed },
  { name: 'screenshot', apply: screenshot },
  { name: 'blurred bars', apply: blurredBars },
  { name: 'crop 20 %', apply: async (bytes, random) => saved(await cropped(bytes, 0.8, random), random) },
  { name: 'crop 40 %', apply: async (bytes, random) => saved(await cropped(bytes, 0.6, random), random) },
  {
    name: 'crop 20 %, mirrored',
    apply: async (bytes, random) => saved((await cropped(bytes, 0.8, random)).flop(), random),
  },
  { name: 'turned 5°', apply: (bytes, random) => turned(bytes, random, false) },
  { name: 'turned 5° and cut', apply: (bytes, random) => turned(bytes, random, true) },
]
