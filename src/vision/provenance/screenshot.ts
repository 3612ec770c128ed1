import type { PhotoMetadata, Provenance } from '../../domain/evidence-scene.ts'
import { isScreenshotProgram } from '../../domain/picture-programs.ts'
import type { PhotoFacts, RgbImage } from '../image.ts'
import type { ExifTexts } from './exif-texts.ts'
import type { FileTexts } from './file-texts.ts'
import { hasLetterbox } from './letterbox.ts'
import { deviceOf, deviceOfShape } from './screens.ts'
import type { XmpProperty } from './xmp.ts'

/** A photo as its other readers have it: facts of the file, what the camera wrote, and the picture made small. */
export interface LookedAt extends PhotoFacts {
  metadata: PhotoMetadata
  /** Upright, long side 512 px of a premises photo, up to 1600 of a document. */
  image: RgbImage
}

/** Keywords and properties in which phones and programs say that a picture is one of a screen. */
const sayingKeys = /^(?:Software|Source|Title|Comment|comment|Description)$/
const sayingProperties = new Set(['CreatorTool', 'UserComment', 'Software'])

/**
 * Signs of a screenshot. Each by itself happens to honest photos too, but for a program that says so: an app may cut photos
 * to the screen, a bar may be a designer's, a PNG a converter's.
 */
export function findScreenshot(
  photo: LookedAt,
  texts: FileTexts,
  xmp: readonly XmpProperty[],
  exif: ExifTexts,
): Provenance['screenshot'] {
  const device = deviceOf(photo.width, photo.height)
  const shape = device ?? deviceOfShape(photo.width, photo.height)
  const said = [
    exif.Software ?? '',
    exif.UserComment ?? '',
    exif.ImageDescription ?? '',
    ...texts.named.filter(({ key }) => sayingKeys.test(key)).map(({ text }) => text),
    ...xmp.filter(({ name }) => sayingProperties.has(name)).map(({ value }) => value),
  ]
  const signs = [
    ...(device !== undefined ? (['device-size'] as const) : []),
    ...(device === undefined && shape !== undefined ? (['device-shape'] as const) : []),
    ...(hasLetterbox(photo.image) ? (['letterbox'] as const) : []),
    ...(photo.mime === 'image/png' && !photo.metadata.make && !photo.metadata.model
      ? (['png-without-camera'] as const)
      : []),
    // A long text is a description of something, not the name of a program.
    ...(said.some((text) => text.length <= 100 && isScreenshotProgram(text)) ? (['software'] as const) : []),
  ]
  return signs.length === 0 ? undefined : { signs, ...(shape !== undefined && { device: shape }) }
}
