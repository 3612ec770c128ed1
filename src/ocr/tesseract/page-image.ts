import type { RgbImage } from '../../vision/image.ts'

/**
 * tesseract.js searches the first 500 bytes of every file for the bytes of an EXIF orientation. In raw pixels they could
 * stand by chance, and the picture would be turned; a comment of that length holds the place.
 */
const guardLength = 500

/** A portable greymap (P5): the one format that tesseract.js takes as it is, without decoding anything. */
export function toGreymap({ data, width, height }: RgbImage): Buffer {
  const header = Buffer.from(`P5\n#${'-'.repeat(guardLength)}\n${width} ${height}\n255\n`, 'latin1')
  const file = Buffer.alloc(header.length + width * height)
  header.copy(file)
  // Luma of Rec. 601 in 1/256.
  for (let to = header.length, from = 0; to < file.length; to++, from += 3) {
    file[to] = (77 * data[from]! + 150 * data[from + 1]! + 29 * data[from + 2]!) >> 8
  }
  return file
}
