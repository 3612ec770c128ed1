import ExifReader from 'exifreader'
import type { PhotoMetadata } from '../domain/evidence.ts'
import { fromBytes, oneLine } from './one-line.ts'
import { exifOf, partsOf } from './parts.ts'

/**
 * What the camera wrote into the file. Messengers and mini programs strip it, so its absence means nothing; anyone can
 * write it, so its presence proves nothing. Never throws: what cannot be read is left out. Texts are one line of at
 * most 200 characters, without control characters and lone surrogates, so that they may be stored and shown.
 */
export function readMetadata(bytes: Uint8Array): PhotoMetadata {
  try {
    const exif = exifOf(partsOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)))
    return exif ? read(exif) : {}
  } catch {
    return {}
  }
}

/** Of the EXIF data alone: the library copies what it is given, and a whole photo costs ten times as much. */
function read(data: Buffer): PhotoMetadata {
  // oxlint-disable-next-line import/no-named-as-default-member -- the package is CommonJS: Node sees no named exports
  const { exif, gps } = ExifReader.load(data, {
    expanded: true,
    // Everything else, above all XMP and maker notes, is a parser that hostile bytes need not reach.
    includeTags: {
      exif: [
        'Make',
        'Model',
        'Software',
        'DateTimeOriginal',
        'DateTimeDigitized',
        'GPSLatitude',
        'GPSLatitudeRef',
        'GPSLongitude',
        'GPSLongitudeRef',
      ],
      gps: true,
    },
  })
  const make = text(exif?.Make)
  const model = text(exif?.Model)
  const software = text(exif?.Software)
  // A first time of zeros says nothing of the second.
  const takenAt = dateTime(text(exif?.DateTimeOriginal)) ?? dateTime(text(exif?.DateTimeDigitized))
  const position = coordinates(gps?.Latitude, gps?.Longitude)
  return {
    ...(make && { make }),
    ...(model && { model }),
    ...(software && { software }),
    ...(takenAt && { takenAt }),
    ...(position && { gps: position }),
  }
}

function text(tag: { value: unknown } | undefined): string | undefined {
  const value = Array.isArray(tag?.value) ? tag.value[0] : tag?.value
  return typeof value === 'string' ? oneLine(fromBytes(value)) || undefined : undefined
}

/** `YYYY:MM:DD HH:MM:SS`, without a time zone; cameras with an unset clock write zeros or spaces. */
function dateTime(value: string | undefined): string | undefined {
  const parts = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(value ?? '')
  if (!parts) return undefined
  const [, year, month, day, hour, minute, second] = parts
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}`
  const date = new Date(`${iso}Z`)
  // The round trip refuses the 31st of April.
  return Number.isFinite(date.getTime()) && date.toISOString().startsWith(iso) ? iso : undefined
}

/** Degrees, WGS 84. Exactly 0, 0 is a receiver without a fix. */
function coordinates(latitude: unknown, longitude: unknown): PhotoMetadata['gps'] {
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return undefined
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) || (latitude === 0 && longitude === 0)) return undefined
  return { latitude, longitude }
}
