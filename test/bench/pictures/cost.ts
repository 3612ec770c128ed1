/** What judging one 12-megapixel photo costs, besides reading it: processor time of one thread, in one process. */
import sharp from 'sharp'
import { lookAtPremises } from '../../../src/checks/look-at-premises.ts'
import { measurePhoto } from '../../../src/checks/measure-clarity.ts'
import { inspectPhoto } from '../../../src/vision/decode.ts'
import { largePhoto, type LargePhoto } from './large-photo.ts'
import type { Context, Figure, Section } from './section.ts'

/** Looks at each photo that count, after two that warm up. */
const LOOKS = 12
const kinds = ['id_portrait', 'business_licence', 'scene_signboard', 'scene_interior'] as const

/** Median of the processor time, milliseconds. */
async function timeOf(looks: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = -2; i < looks; i++) {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    if (i >= 0) times.push((user + system) / 1000)
  }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!
}

const nameOf = {
  id_portrait: 'an ID card',
  business_licence: 'a licence',
  scene_signboard: 'a sign',
  scene_interior: 'a room',
}

async function figuresOf({ kind, jpeg }: LargePhoto, looks: number): Promise<Figure[]> {
  const name = nameOf[kind as keyof typeof nameOf]
  const clarity = await timeOf(looks, () => measurePhoto(kind, jpeg))
  const figures: Figure[] = [
    {
      what: `clarity of ${name}`,
      value: clarity,
      unit: 'ms',
      goal: ['<=', 120],
      peers: { 'sharp.stats()': await timeOf(Math.min(4, looks), () => sharp(jpeg).stats()) },
    },
  ]
  if (!kind.startsWith('scene_')) return figures
  const look = await timeOf(looks, () => lookAtPremises(jpeg))
  const inspection = await timeOf(looks, () => inspectPhoto(jpeg))
  return [
    ...figures,
    { what: `fingerprints, file, screen, content of ${name}`, value: look, unit: 'ms' },
    { what: `everything without reading, ${name}`, value: clarity + look + inspection, unit: 'ms', goal: ['<=', 400] },
  ]
}

let sizes: number[] = []

export const cost: Section = {
  name: 'cost',
  about: () => [
    `rendered photos of 4000 x 3000 with noise, ${sizes.map((bytes) => (bytes / 1e6).toFixed(1)).join(', ')} MB`,
    'processor time of one process, all its threads; the median of the looks',
  ],
  run: async ({ share }: Context) => {
    const photos = await Promise.all(kinds.map((kind) => largePhoto(kind)))
    sizes = photos.map(({ jpeg }) => jpeg.length)
    const figures: Figure[] = []
    for (const photo of photos) figures.push(...(await figuresOf(photo, Math.max(3, Math.round(LOOKS * share)))))
    return figures
  },
}
