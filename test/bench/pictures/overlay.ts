import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { readDocument } from '../../../src/documents/read-document.ts'
import { overlayFacts } from '../../../src/domain/scene-overlay.ts'
import { createPpocr } from '../../../src/ocr/ppocr/index.ts'
import { decodePhoto } from '../../../src/vision/decode.ts'
import type { Figure, Section } from './section.ts'

const samples = path.resolve(import.meta.dirname, '../../fixtures/samples')
/** As the service reads counters and rooms. */
const quickly = { mostLines: 32 }
const maxPictures = 12

interface Found {
  taken: string | null
  address: string | null
  sources: readonly { name: string }[]
  screen: boolean
}

interface Lettering {
  text: string
  /** Pixels of the photo. */
  size: number
  /** From the left and the top; negative from the right and the bottom. */
  x: number
  y: number
  opacity?: number
}

interface Case {
  group: 'stamps of watermark cameras' | 'marks of the web' | 'status bars'
  lettering: readonly Lettering[]
  right: (found: Found) => boolean
}

const at = (text: string, size: number, x: number, y: number, opacity = 1): Lettering => ({ text, size, x, y, opacity })
const block = (texts: readonly string[], size: number, x: number, bottom: number): Lettering[] =>
  texts.map((text, i) => at(text, size, x, -bottom - (texts.length - 1 - i) * Math.round(size * 1.45)))
const named = (name: string) => (found: Found) => found.sources[0]?.name === name

const cases: readonly Case[] = [
  {
    group: 'stamps of watermark cameras',
    lettering: [
      at('16:05', 52, 36, -150),
      ...block(['2026.10.08 星期四', '杭州市·西湖区文三路', '阴 17℃'], 27, 36, 30),
    ],
    right: ({ taken, address }) => taken?.startsWith('2026-10-08') === true && address === '杭州市·西湖区文三路',
  },
  {
    group: 'stamps of watermark cameras',
    lettering: block(['时间：2025-12-31 09:40', '地点：成都市锦江区', '今日水印相机'], 21, 28, 20),
    right: ({ taken, address }) => taken === '2025-12-31 09:40' && address === '成都市锦江区',
  },
  {
    group: 'stamps of watermark cameras',
    lettering: [at('2026/10/08 16:05', 25, -280, -30)],
    right: ({ taken }) => taken === '2026-10-08 16:05',
  },
  { group: 'marks of the web', lettering: [at('小红书号：9403371', 24, -300, -26)], right: named('小红书') },
  { group: 'marks of the web', lettering: [at('抖音号：lm5520', 24, 30, -26)], right: named('抖音') },
  {
    group: 'marks of the web',
    lettering: [150, 500, 850].flatMap((x) => [180, 480, 760].map((y) => at('视觉中国', 34, x, y, 0.45))),
    right: named('视觉中国'),
  },
  {
    group: 'marks of the web',
    lettering: [200, 700].flatMap((x) => [300, 660].map((y) => at('shutterstock', 40, x, y, 0.5))),
    right: named('Shutterstock'),
  },
  {
    group: 'status bars',
    lettering: [at('16:05', 26, 50, 10), at('5G', 24, -220, 10), at('78%', 24, -110, 10)],
    right: ({ screen }) => screen,
  },
]

const scenes = (): string[] =>
  readdirSync(samples).flatMap((folder) =>
    readdirSync(path.join(samples, folder))
      .filter((name) => name.startsWith('scene_'))
      .map((name) => path.join(samples, folder, name)),
  )

/** Text laid over rendered scenes is found, and none where there is none. */
export const overlay: Section = {
  name: 'overlay',
  about: ({ share }) => [
    `${cases.length} stamps, marks and status bars laid over ${picked(share).length} rendered scenes; right is what they say, ` +
      'all of it. Other words, sizes and places than the rules were made with; the scenes show the same kinds of shops.',
    'False alarms: rendered scenes and genuine photographs without any such text.',
  ],
  run: async ({ photos, share, say }) => {
    const engine = await createPpocr()
    const found = async (bytes: Buffer): Promise<Found> => {
      const { image } = await decodePhoto(bytes)
      const { fields } = readDocument('scene_interior', await engine.read(image, quickly))
      const facts = overlayFacts(fields['overlay']?.value ?? null)
      return { ...facts, screen: (fields['screenText']?.value ?? null) !== null }
    }
    try {
      const tallies = new Map(cases.map(({ group }) => [group, { right: 0, all: 0 }]))
      for (const file of picked(share)) {
        for (const { group, lettering, right } of cases) {
          const tally = tallies.get(group)!
          tally.all += 1
          if (right(await found(await laidOver(file, lettering)))) tally.right += 1
          else say(`not found: ${group}, ${lettering[0]!.text} in ${path.relative(samples, file)}`)
        }
      }
      const genuine =
        photos === null ? [] : readdirSync(path.join(photos, 'varied')).map((n) => path.join(photos, 'varied', n))
      const plain = [...scenes(), ...genuine].filter((_, i) => share === 1 || i % Math.ceil(1 / share) === 0)
      let alarms = 0
      let read = 0
      for (const file of plain) {
        const seen = await found(readFileSync(file)).catch(() => null)
        // Photos too small to be accepted are no photos here either.
        if (!seen) continue
        read += 1
        if (seen.taken ?? seen.address ?? (seen.sources.length > 0 || seen.screen)) alarms += 1
      }
      return [
        ...Array.from(tallies, ([what, { right, all }]): Figure => ({ what, value: (100 * right) / all, unit: '%' })),
        { what: `false alarms in ${read} photos without any`, value: alarms, unit: '' },
      ]
    } finally {
      await engine.close()
    }
  },
}

/** Every fourth scene, so that all kinds are among them. */
const picked = (share: number): string[] =>
  scenes()
    .filter((_, i) => i % 4 === 2)
    .slice(0, Math.max(1, Math.round(maxPictures * share)))

async function laidOver(file: string, lettering: readonly Lettering[]): Promise<Buffer> {
  const { width, height } = await sharp(file).metadata()
  const pieces = await Promise.all(
    lettering.map(async ({ text, size, x, y, opacity = 1 }) => {
      const alpha = `${Math.round(opacity * 100)}%`
      const input = await sharp({
        text: {
          text: `<span foreground="white" alpha="${alpha}">${text}</span>`,
          font: `Noto Sans CJK SC ${size}`,
          rgba: true,
          dpi: 72,
        },
      })
        .png()
        .toBuffer()
      return { input, left: x < 0 ? width + x : x, top: y < 0 ? height + y - size : y }
    }),
  )
  return sharp(file).composite(pieces).jpeg({ quality: 82 }).toBuffer()
}
