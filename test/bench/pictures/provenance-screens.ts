import sharp from 'sharp'
import type { OverlayOptions } from 'sharp'

/** A photo as a phone's viewer shows it, pictured by the phone: between bars, or filling the screen. */
export interface Screenshot {
  name: string
  bytes: Buffer
}

/** Some screens of the table, and one that no phone has. */
const screens = [
  [1080, 2400],
  [1170, 2532],
  [1260, 2800],
  [1220, 2712],
] as const

/** The clock's digits, the battery and the bar at the lower edge, as far as a picture of 512 px shows them. */
function chrome(width: number, height: number, background: string): OverlayOptions[] {
  const mark = (left: number, top: number, w: number, h: number): OverlayOptions => ({
    input: { create: { width: w, height: h, channels: 3, background } },
    left,
    top,
  })
  return [
    ...[0, 40, 52, 80].map((x) => mark(60 + x, 48, 8, 40)),
    mark(60, 64, 28, 8),
    mark(width - 130, 48, 70, 34),
    mark(Math.round(width / 2) - 180, height - 30, 360, 12),
  ]
}

/** The ways in which such pictures arrive. `photo` is any picture file. */
export async function screenshotsOf(photo: Buffer): Promise<Screenshot[]> {
  const made: Screenshot[] = []
  for (const [width, height] of screens) {
    for (const [theme, background, ink] of [
      ['black', '#000000', '#ffffff'],
      ['white', '#ffffff', '#000000'],
    ] as const) {
      const shown = await sharp(photo).resize({ width }).toBuffer({ resolveWithObject: true })
      const top = Math.round((height - shown.info.height) / 2)
      const png = await sharp({ create: { width, height, channels: 3, background } })
        .composite([{ input: shown.data, left: 0, top }, ...chrome(width, height, ink)])
        .png({ compressionLevel: 1 })
        .toBuffer()
      made.push(
        { name: `in a viewer, ${theme}, PNG`, bytes: png },
        { name: `in a viewer, ${theme}, JPEG q80`, bytes: await sharp(png).jpeg({ quality: 80 }).toBuffer() },
        {
          name: `in a viewer, ${theme}, shrunk by a messenger`,
          bytes: await sharp(png).resize({ height: 1280 }).jpeg({ quality: 70 }).toBuffer(),
        },
      )
    }
    const filling = await sharp(photo).resize({ width, height, fit: 'cover' }).png({ compressionLevel: 1 }).toBuffer()
    made.push(
      { name: 'filling the screen, PNG', bytes: filling },
      { name: 'filling the screen, JPEG q80', bytes: await sharp(filling).jpeg({ quality: 80 }).toBuffer() },
    )
  }
  return made
}
