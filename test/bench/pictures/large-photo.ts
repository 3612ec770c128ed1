import { join } from 'node:path'
import sharp from 'sharp'
import type { MaterialKind } from '../../../src/domain/application.ts'
import { sampleFolder } from '../../support/service.ts'

/** Pixels. */
export const largeSize = { width: 4000, height: 3000 }

export interface LargePhoto {
  kind: MaterialKind
  jpeg: Buffer
}

/** A sample's rendered photo at 12 megapixels, with the noise of a sensor, without which a JPEG would be too easy. */
export async function largePhoto(kind: MaterialKind): Promise<LargePhoto> {
  const noise = await sharp({
    create: { ...largeSize, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 14 } },
  })
    .png({ compressionLevel: 0 })
    .toBuffer()
  const jpeg = await sharp(join(sampleFolder('A-1001'), `${kind}.jpg`))
    .resize({ ...largeSize, fit: 'fill' })
    .composite([{ input: noise, blend: 'soft-light' }])
    .jpeg({ quality: 92 })
    .toBuffer()
  return { kind, jpeg }
}
