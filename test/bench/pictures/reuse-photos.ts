import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'

export interface Photo {
  name: string
  bytes: Buffer
}

const samples = path.resolve(import.meta.dirname, '../../fixtures/samples')
/** Pixels; below, an edit that cuts 40 % off leaves less than intake accepts (200). */
const leastSide = 340
/** Larger photos are shrunk to this once: the edits would take minutes, and fingerprints look at 512 px. */
const longSide = 1600

/** Thresholds were chosen on the photos of the other half. */
const isReported = (name: string): boolean => createHash('sha256').update(name).digest()[0]! % 2 === 1

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.jpe?g$/i.test(name))
    .sort()
    .map((name) => path.join(folder, name))

const genuineFiles = (photos: string | null): string[] =>
  photos === null ? [] : ['camera', 'varied'].flatMap((folder) => filesOf(path.join(photos, folder)))

/** Without the sample that hands in one photo twice. */
const renderedFiles = (): string[] =>
  filesOf(samples).filter((file) => path.basename(file).startsWith('scene_') && !file.includes('A-1010'))

/** Photos that nothing was tuned on. */
export async function reportedPhotos(photos: string | null, share: number): Promise<Photo[]> {
  const files = photos === null ? renderedFiles() : genuineFiles(photos)
  const loaded: Photo[] = []
  for (const file of sparse(
    files.filter((each) => isReported(path.basename(each))),
    share,
  )) {
    const image = sharp(readFileSync(file)).rotate()
    const { autoOrient } = await image.metadata()
    const { width, height } = autoOrient
    if (Math.min(width, height) < leastSide) continue
    const bytes = await image
      .resize({ width: longSide, height: longSide, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 92 })
      .toBuffer()
    loaded.push({ name: path.basename(file), bytes })
  }
  return loaded
}

/** Every photo once, and of genuine ones tiles that do not overlap, each a picture of its own: 12 of a camera's photo, 4 of a small one. */
export async function differentPictures(photos: string | null, share: number): Promise<Photo[]> {
  const pictures: Photo[] = []
  for (const file of sparse(genuineFiles(photos), share)) {
    const image = sharp(await sharp(readFileSync(file)).rotate().png({ compressionLevel: 1 }).toBuffer())
    const { width, height } = await image.metadata()
    const [long, short] = Math.max(width, height) > 1000 ? [4, 3] : [2, 2]
    const [columns, rows] = width > height ? [long, short] : [short, long]
    const [w, h] = [Math.floor(width / columns), Math.floor(height / rows)]
    for (let at = 0; at < columns * rows; at++) {
      const bytes = await image
        .clone()
        .extract({ left: (at % columns) * w, top: Math.floor(at / columns) * h, width: w, height: h })
        .resize({ width: 512, height: 512, fit: 'outside' })
        .jpeg({ quality: 90 })
        .toBuffer()
      pictures.push({ name: `${path.basename(file)} tile ${at + 1}`, bytes })
    }
  }
  for (const file of sparse(renderedFiles(), share)) pictures.push({ name: file, bytes: readFileSync(file) })
  return pictures
}

/** Evenly spread. */
const sparse = <T>(list: readonly T[], share: number): T[] =>
  list.filter((_, i) => Math.floor((i + 1) * share) > Math.floor(i * share))

/** A rendered photo enlarged to 4000 × 3000: decoding costs the same as of a camera's. */
export const largePhoto = (): Promise<Buffer> =>
  sharp(readFileSync(path.join(samples, 'A-1001/scene_signboard.jpg')))
    .resize({ width: 4000, height: 3000, fit: 'fill' })
    .jpeg({ quality: 90 })
    .toBuffer()
