import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { parsePolicy } from '../../../src/domain/policy-problems.ts'
import { decodePhoto } from '../../../src/vision/decode.ts'
import { premisesContent } from '../../../src/vision/premises-content.ts'
import { measureRecapture } from '../../../src/vision/recapture.ts'
import { surfaces } from './recapture-surfaces.ts'
import type { Context, Figure, Section } from './section.ts'

/** Shares from which the judge of roles takes a photo for a blank surface, or, with dense print that was read, for a page. */
const blankFrom = 0.97
const pageFrom = 0.7

interface Seen {
  name: string
  /** Not among the photos whose distribution is the yardstick: what is reported. */
  unseen: boolean
  quantile: number
  bezel: boolean
  blank: number
  page: number
  milliseconds: number
}

/** One half of the genuine photos made the distribution, the other is measured; by name, so that it never changes. */
const isUnseen = (name: string): boolean => createHash('sha256').update(name).digest()[0]! >= 128

async function look(folder: string, share: number): Promise<Seen[]> {
  const names = (await readdir(folder)).filter((name) => /\.jpe?g$/iu.test(name)).sort()
  const seen: Seen[] = []
  for (const name of names.slice(0, Math.ceil(names.length * share))) {
    const bytes = await readFile(join(folder, name))
    const native = await decodePhoto(bytes, { longSide: 100_000 }).catch(() => null)
    // Some of the varied ones are smaller than what intake accepts.
    if (!native) continue
    const small = await decodePhoto(bytes, { longSide: 512 })
    const before = process.cpuUsage()
    const { moireQuantile, bezel } = measureRecapture(native.image)
    const { blank, page } = premisesContent(small.image)
    const { user } = process.cpuUsage(before)
    seen.push({ name, unseen: isUnseen(name), quantile: moireQuantile, bezel, blank, page, milliseconds: user / 1000 })
  }
  return seen
}

/** Chance that a photo of a screen shows more than a genuine one; equals count half. */
function areaUnderCurve(genuine: readonly number[], screens: readonly number[]): number {
  const won = screens.flatMap((s) => genuine.map((g) => (s > g ? 1 : s === g ? 0.5 : 0)))
  return won.reduce((sum: number, each) => sum + each, 0) / won.length
}

const percent = (list: readonly unknown[], hits: number): number => (list.length === 0 ? 0 : (100 * hits) / list.length)
const sharePercent = <T>(list: readonly T[], test: (each: T) => boolean): number =>
  percent(list, list.filter(test).length)

async function figures({ photos, seeds, share }: Context): Promise<Figure[]> {
  const policyText = await readFile(new URL('../../../src/policies/2026-11-5.yaml', import.meta.url), 'utf8')
  const { moireQuantile, moireQuantileWithBezel } = parsePolicy(parse(policyText)).scene
  const fires = ({ quantile, bezel }: Seen) => quantile > (bezel ? moireQuantileWithBezel : moireQuantile)
  const drawn = await surfaces(seeds, Math.ceil(48 * share))
  const content = drawn.map(({ shows, image }) => ({ shows, ...premisesContent(image) }))
  const walls = content.filter(({ shows }) => shows === 'blank')
  const pages = content.filter(({ shows }) => shows === 'page')
  const made: Figure[] = [
    { what: 'bare surfaces found (drawn)', value: sharePercent(walls, ({ blank }) => blank >= blankFrom), unit: '%' },
    {
      what: 'pages of text found by pixels (drawn)',
      value: sharePercent(pages, ({ page }) => page >= pageFrom),
      unit: '%',
    },
  ]
  if (photos === null) return made

  const camera = await look(join(photos, 'camera'), share)
  const screen = await look(join(photos, 'screen'), share)
  const varied = await look(join(photos, 'varied'), share)
  const unseen = camera.filter((photo) => photo.unseen)
  const quantiles = (list: readonly Seen[]) => list.map(({ quantile }) => quantile)
  const genuine = quantiles(unseen).sort((a, b) => b - a)
  // At most 1 % of the genuine above: of fewer than 100, none.
  const line = genuine[Math.floor(genuine.length * 0.01)] ?? 1
  const all = [...camera, ...varied]
  const cost = camera.filter(({ name }) => name.startsWith('dataset_real_2026')).map(({ milliseconds }) => milliseconds)
  return [
    { what: 'moiré, AUC (camera unseen / screen)', value: areaUnderCurve(genuine, quantiles(screen)), unit: '' },
    {
      what: 'screens found at 1 % false alarms',
      value: sharePercent(screen, ({ quantile }) => quantile > line),
      unit: '%',
    },
    { what: 'screens found by the policy', value: sharePercent(screen, fires), unit: '%' },
    {
      what: 'false alarms of the policy, camera unseen',
      value: sharePercent(unseen, fires),
      unit: '%',
      goal: ['<=', 1],
    },
    {
      what: 'false alarms of the policy, all genuine, seen ones too',
      value: sharePercent(all, fires),
      unit: '%',
      goal: ['<=', 1],
    },
    { what: 'bezel seen on screens', value: sharePercent(screen, ({ bezel }) => bezel), unit: '%' },
    { what: 'bezel seen on genuine', value: sharePercent(all, ({ bezel }) => bezel), unit: '%' },
    ...made,
    {
      what: 'genuine called blank',
      value: sharePercent(all, ({ blank }) => blank >= blankFrom),
      unit: '%',
      goal: ['<=', 0],
    },
    {
      what: 'genuine called a page',
      value: sharePercent(all, ({ page }) => page >= pageFrom),
      unit: '%',
      goal: ['<=', 0],
    },
    {
      what: 'CPU of both for a phone photo, median',
      value: cost.sort((a, b) => a - b)[cost.length >> 1] ?? 0,
      unit: 'ms',
      goal: ['<=', 120],
    },
  ]
}

/** Photos taken of screens, and photos that show no place at all. */
export const recapture: Section = {
  name: 'recapture',
  about: ({ photos }) => [
    'A page counts in a decision only where print as dense was read as well; here the pixels alone are counted.',
    ...(photos === null
      ? []
      : [
          'camera: 51 photos of two phones, of which those with an even half of name hashes made the yardstick; screen: 17 photos of one',
          'laptop by one phone; varied: small photos, most too small for moiré. One phone, one screen: no figure for other devices',
          'follows, and a split by device is not possible. The threshold was set without the screens; the tile size with them.',
        ]),
  ],
  run: figures,
}
