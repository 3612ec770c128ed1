import type { Provenance } from '../domain/evidence-scene.ts'
import { generatorIn } from '../domain/picture-programs.ts'
import { exifOf, partsOf } from './parts.ts'
import { findAiLabel } from './provenance/ai-label.ts'
import { readC2pa, sourceTypeName } from './provenance/c2pa.ts'
import { findEditor } from './provenance/editor.ts'
import { exifTexts } from './provenance/exif-texts.ts'
import { textsOf } from './provenance/file-texts.ts'
import { findGenerator } from './provenance/generator.ts'
import { findScreenshot } from './provenance/screenshot.ts'
import type { LookedAt } from './provenance/screenshot.ts'
import { readXmp } from './provenance/xmp.ts'

/**
 * What the file itself says of its making: labels of AI-made content, C2PA manifests, programs, signs of a screenshot.
 * Anyone can write it and messengers strip it, so its presence is a statement, and its absence says nothing. Never throws:
 * what cannot be read is left out. Looks at 4 MB of texts at most, however the bytes are packed.
 */
export function readProvenance(bytes: Uint8Array, photo: LookedAt): Provenance {
  try {
    return read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), photo)
  } catch {
    return {}
  }
}

function read(bytes: Buffer, photo: LookedAt): Provenance {
  const parts = partsOf(bytes)
  const texts = textsOf(parts)
  const exif = exifTexts(exifOf(parts))
  const xmp = texts.xmp.flatMap(readXmp)
  const aiLabel = findAiLabel(texts, xmp, exif)
  const c2pa = readC2pa(parts)
  const claimGenerator = c2pa?.claimGenerator ?? ''
  const generator = findGenerator(texts, xmp, exif) ?? generatorIn(claimGenerator)
  const digitalSourceType = sourceTypeName(
    xmp.find(({ name }) => /^digitalSource(?:File)?Type$/i.test(name))?.value ?? '',
  )
  const editor = findEditor(texts, xmp, exif, claimGenerator)
  const screenshot = findScreenshot(photo, texts, xmp, exif)
  return {
    ...(aiLabel && { aiLabel }),
    ...(digitalSourceType !== '' && { digitalSourceType }),
    ...(generator !== undefined && { generator }),
    ...(c2pa && { c2pa }),
    ...(editor !== undefined && { editor }),
    ...(screenshot && { screenshot }),
  }
}
