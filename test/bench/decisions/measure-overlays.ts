import { readFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import type { PhotoChecks } from '../../../src/checks/photo-checks.ts'
import { three } from './measure-documents.ts'
import type { MeasuredOverlay } from './measured.ts'

const samples = path.resolve(import.meta.dirname, '../../fixtures/samples')
/** One photo of each kind, of different merchants. */
const photos = [
  ['A-1001', 'scene_signboard'],
  ['A-1003', 'scene_cashier'],
  ['A-1005', 'scene_interior'],
  ['A-1002', 'scene_stall'],
  ['A-1008', 'scene_tools'],
  ['A-1014', 'scene_surroundings'],
  ['A-1009', 'scene_interior'],
  ['A-1013', 'scene_cashier'],
] as const

interface Lettering {
  what: MeasuredOverlay['what']
  lines: readonly string[]
  /** Pixels of a photo 1280 wide; negative from the right and the bottom. */
  size: number
  x: number
  y: number
  opacity: number
  /** How often over the picture. */
  times?: number
}

/** As watermark cameras, sellers of pictures and phones lay it over. */
const laid: readonly Lettering[] = [
  { what: 'stamp', lines: ['10:24', '2026.10.08', '杭州市·西湖区文三路'], size: 30, x: 36, y: -40, opacity: 1 },
  { what: 'mark', lines: ['视觉中国'], size: 36, x: 160, y: 180, opacity: 0.5, times: 3 },
  { what: 'screen', lines: ['16:05', '5G', '78%'], size: 26, x: 50, y: 10, opacity: 1 },
]

/** What the reader makes of lettering that lies over a photo. */
export async function measureOverlays(checks: PhotoChecks): Promise<MeasuredOverlay[]> {
  const found: MeasuredOverlay[] = []
  for (const [merchant, kind] of photos) {
    for (const lettering of laid) {
      const bytes = await layOver(path.join(samples, merchant, `${kind}.jpg`), lettering)
      const { fields } = await checks.ocr(kind, bytes)
      const { value = null, confidence = 0 } = fields[lettering.what === 'screen' ? 'screenText' : 'overlay'] ?? {}
      found.push({
        id: `${merchant}/${kind}`,
        what: lettering.what,
        laid: lettering.lines.join('\n'),
        value,
        confidence: three(confidence),
      })
    }
  }
  return found
}

async function layOver(file: string, { what, lines, size, x, y, opacity, times = 1 }: Lettering): Promise<Buffer> {
  const photo = sharp(readFileSync(file)).rotate()
  const { autoOrient } = await photo.metadata()
  const pieces = await Promise.all(
    Array.from({ length: times }, (_, n) => n).flatMap((n) =>
      lines.map(async (text, i) => {
        const input = await sharp({
          text: {
            text: `<span foreground="white" alpha="${Math.round(opacity * 100)}%">${text}</span>`,
            font: `Noto Sans CJK SC ${size}`,
            rgba: true,
            dpi: 72,
          },
        })
          .png()
          .toBuffer()
        // A status bar is one row from edge to edge; everything else stands in rows.
        const left = what === 'screen' ? [x, autoOrient.width - 220, autoOrient.width - 110][i]! : x + n * 330
        const row = what === 'screen' ? 0 : i * Math.round(size * 1.45)
        const top =
          y < 0 ? autoOrient.height + y - (lines.length - 1) * Math.round(size * 1.45) - size + row : y + row + n * 190
        return { input, left, top }
      }),
    ),
  )
  return sharp(await photo.toBuffer())
    .composite(pieces)
    .jpeg({ quality: 85 })
    .toBuffer()
}
