import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { PhotoChecks, ScenePhoto } from '../../../src/checks/photo-checks.ts'
import type { MaterialKind } from '../../../src/domain/application.ts'
import { sha256 } from '../../../src/platform/canonical.ts'
import { openEasel } from '../../fixtures/render/browser.ts'
import { renderSet as renderMerchant } from '../../fixtures/render/set.ts'
import { levels } from '../reading/render-set.ts'
import { readingOf, three } from './measure-documents.ts'
import type { MeasuredPlace } from './measured.ts'

const samples = path.resolve(import.meta.dirname, '../../fixtures/samples')
/** Rendered beside the samples. */
const places = 8

/** The samples' places of business, and some of other seeds. */
export async function measurePlaces(
  checks: PhotoChecks,
  found: MeasuredPlace[],
  seed: string,
  say: (line: string) => void,
): Promise<void> {
  for (let n = 1; n <= 16; n++) {
    // One sample hands in a photo twice; another shows the sign of another shop, which is a sign like any other.
    const name = `A-${1000 + n}`
    if (name === 'A-1010') continue
    const folder = path.join(samples, name)
    const { truth } = expectedSample.parse(JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')))
    const kinds = (['scene_signboard', 'scene_stall'] as const).filter((kind) => truth[kind])
    const sign = truth[kinds[0] ?? 'scene_stall']?.['text']?.split('\n')[0]
    if (sign === undefined) continue
    const slots = kinds[0] === 'scene_stall' ? stallKinds : shopKinds
    const photos = slots.map((kind) => scenePhoto(kind, readFileSync(path.join(folder, `${kind}.jpg`))))
    found.push(await measurePlace(checks, name, 'sample', sign, photos))
  }
  const easel = await openEasel()
  try {
    for (let n = 0; n < places; n++) {
      const premises = n % 2 === 0 ? 'shop' : 'stall'
      const level = levels[1 + (Math.floor(n / 2) % 3)]!
      const id = `${seed}/${n}`
      const photos: ScenePhoto[] = []
      const { merchant } = await renderMerchant(
        {
          seed: id,
          level,
          kinds: premises === 'shop' ? shopKinds : stallKinds,
          merchant: { type: 'micro_merchant', premises },
        },
        (kind, jpeg) => void photos.push(scenePhoto(kind, jpeg)),
        easel,
      )
      found.push(await measurePlace(checks, id, level, merchant.sign, photos))
      say(`${n + 1} of ${places} places`)
    }
  } finally {
    await easel.close()
  }
}

const shopKinds = ['scene_signboard', 'scene_cashier', 'scene_interior'] as const
const stallKinds = ['scene_stall', 'scene_tools', 'scene_surroundings'] as const
const expectedSample = z.object({ truth: z.record(z.string(), z.record(z.string(), z.string())) })
const scenePhoto = (kind: MaterialKind, bytes: Uint8Array): ScenePhoto => ({ kind, bytes, sha256: sha256(bytes) })

async function measurePlace(
  checks: PhotoChecks,
  id: string,
  level: MeasuredPlace['level'],
  sign: string,
  photos: readonly ScenePhoto[],
): Promise<MeasuredPlace> {
  const scene = await checks.scene(photos)
  const seen: MeasuredPlace['photos'][number][] = []
  for (const { kind, bytes } of photos) {
    const [ocr, clarity] = [await checks.ocr(kind, bytes), await checks.clarity(kind, bytes)]
    const { width, height, pdqQuality, provenance, recapture, content } = scene.photos.find(
      (each) => each.kind === kind,
    )!
    const fields = Object.fromEntries(
      Object.entries(ocr.fields).map(([name, { value, confidence }]) => [
        name,
        { value, confidence: three(confidence) },
      ]),
    )
    seen.push({
      kind,
      ...readingOf(ocr, clarity),
      fields,
      scene: {
        width,
        height,
        pdqQuality,
        ...(provenance && { provenance }),
        ...(recapture && { recapture }),
        ...(content && { content }),
      },
    })
  }
  const pairs = scene.pairs.map(({ a, b, distance, confirmed }) => ({ a, b, distance, same: confirmed?.same === true }))
  return { id, level, premises: photos[0]?.kind === 'scene_stall' ? 'stall' : 'shop', sign, photos: seen, pairs }
}
