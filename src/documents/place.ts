import type { DocumentKind } from '../domain/evidence.ts'
import type { Point, Quad } from '../domain/geometry.ts'
import type { OcrReading } from '../domain/text-line.ts'
import { findLabels, type Label, type LabelHit } from './labels.ts'
import { boxOf, layOut, pieceText, type Page } from './layout.ts'
import { placeBankCard } from './place-bank-card.ts'
import { idEmblem, idPortrait } from './place-cards.ts'
import { licences } from './place-licences.ts'
import { fitRobustly, inverse, project, type Pair, type Projective } from './place-maths.ts'
import type { Box, Template } from './place-template.ts'
import {
  aspectOf,
  between,
  bySimilarity,
  cornersOf,
  isUpright,
  placedBy,
  widestSlack,
  type PlacedDocument,
  type PlacedField,
} from './placed.ts'

const templates: readonly Template[] = [idPortrait, idEmblem, ...licences]

/** A print's label may be this share of the document's width off its usual place. */
const tolerance = 0.035
/** So stiff that labels 0.5 mm off their places bend an outline by no more than 1-2 %. */
const stiffness = { perspective: 1, shape: 0.2 }

/** Natural logarithm of the aspect: a camera 38° off the vertical shortens one direction so much. */
const mostStretch = 0.24

/**
 * Where a document of this kind may lie, the likeliest first; nothing where no print at a known place was read. With more
 * slack than print alone bears, only edges can tell which, if any, is right.
 */
export function placeDocument(kind: DocumentKind, reading: OcrReading): PlacedDocument[] {
  const page = layOut(reading)
  if (kind === 'bank_card') return placeBankCard(page)
  const fitting = templates.filter((template) => template.kind === kind)
  const hits = findLabels(page, labelsOf(fitting))
  const placed = fitting
    .flatMap((template) => placeByLabels(template, page, hits) ?? [])
    .toSorted((a, b) => a.cost - b.cost)
    .map((candidate) => candidate.placed)
  return placed.length > 0 ? placed : fitting.flatMap((template) => placeByOneLine(template, page) ?? []).slice(0, 3)
}

/** Each label once, with the wordings of all layouts: looking for labels is what costs most here. */
function labelsOf(layouts: readonly Template[]): Label[] {
  const texts = new Map<string, Set<string>>()
  for (const { label } of layouts.flatMap(({ anchors }) => anchors)) {
    texts.set(label.key, new Set([...(texts.get(label.key) ?? []), ...label.texts]))
  }
  return [...texts].map(([key, wordings]) => ({ key, texts: [...wordings] }))
}

interface FoundAnchors {
  pairs: Pair[]
  /** Where each label was found, by its first wording. */
  found: Map<string, { at: Point; usual: Point }>
}

/** Anchors as pairs from the picture (pixels) to the document (millimetres). */
function anchorsOf(template: Template, page: Page, hits: readonly LabelHit[]): FoundAnchors {
  const pairs: Pair[] = []
  const found: FoundAnchors['found'] = new Map()
  for (const hit of hits) {
    const anchor = template.anchors.find(({ label }) => label.key === hit.key)
    const quad = boxOf(hit.parts)
    if (!anchor || !quad) continue
    const { left, right, y, weight = 1, centred, ragged, moves } = anchor
    const at = middleOf(quad)
    const usual: Point = [(left + right) / 2, y]
    found.set(hit.key, { at, usual })
    // Within a line the place of a character is an estimate; where the line begins and ends was seen.
    const first = hit.parts[0]
    const last = hit.parts.at(-1)
    const begins = first?.characters[0] === first?.line.characters[0]
    // A long label's end is near enough even so.
    const closes = !ragged && (hit.text.length >= 4 || last?.characters.at(-1) === last?.line.characters.at(-1))
    const [start, end] = ends(quad, left, right, y, weight)
    if (centred || !(begins || closes)) pairs.push({ from: at, to: usual, weight })
    else pairs.push(...[...(begins ? [start] : []), ...(closes ? [end] : [])].map((pair) => inRow(pair, moves)))
  }
  for (const { quad, anchor } of numberLines(template, page)) {
    pairs.push(...ends(quad, anchor.left, anchor.right, anchor.y, 1))
  }
  return { pairs, found }
}

const numberLines = (template: Template, page: Page) =>
  (template.numbers ?? []).flatMap((anchor) => {
    const line = page.lines.find((candidate) => anchor.shape.test(pieceText(candidate).replaceAll(' ', '')))
    return line ? [{ quad: line.source.box, anchor }] : []
  })

const inRow = (pair: Pair, moves: true | undefined): Pair => (moves ? { ...pair, acrossOnly: true } : pair)

const ends = ([a, b, c, d]: Quad, left: number, right: number, y: number, weight: number): [Pair, Pair] => [
  { from: between(a, d, 0.5), to: [left, y], weight },
  { from: between(b, c, 0.5), to: [right, y], weight },
]

function placeByLabels(
  template: Template,
  page: Page,
  hits: readonly LabelHit[],
): { placed: PlacedDocument; cost: number } | null {
  const { pairs, found } = anchorsOf(template, page, hits)
  const corners = cornersOf(template)
  const limit = tolerance * template.width
  const fit = fitRobustly(pairs, {
    tolerance: limit,
    stiffness,
    plausible: (map) => {
      const back = inverse(map)
      if (!back) return false
      const seen = corners.map((corner) => project(back, corner))
      return isUpright(seen) && Math.abs(Math.log(aspectOf(seen) / (template.height / template.width))) < mostStretch
    },
  })
  const toPicture = fit && inverse(fit.map)
  if (!fit || !toPicture) return null
  const reach = reachOf(template, fit.kept)
  const agree = fit.kept.reduce((sum, { weight = 1 }) => sum + weight, 0)
  // Two rows of labels say little of the other end of the document.
  if (agree < 3 || reach > 5) return null
  const fields = Object.entries(template.fields).map(([name, field]): PlacedField => {
    const box = followLabel(field.box, field.follows ? found.get(field.follows) : undefined, fit.map)
    return { name, box, glyph: field.glyph, always: field.always ?? false }
  })
  const slack = Math.min(widestSlack, 0.012 + 0.03 * reach + 1.5 * (fit.error / template.width) * (1 + reach))
  const cost = pairs.length - agree + fit.error / limit
  return {
    placed: placedBy(template, toPicture, slack, fields),
    cost: cost / Math.max(1, agree),
  }
}

/** How far the document goes on beyond its anchors, in spans of the anchors: each span more and the fit knows less. */
function reachOf({ width, height }: Template, pairs: readonly Pair[]): number {
  const beyond = (values: readonly number[], size: number) => {
    const least = Math.min(...values)
    const most = Math.max(...values)
    return Math.max(least, size - most) / Math.max(most - least, 1e-6)
  }
  return Math.max(
    beyond(
      pairs.map(({ to }) => to[0]),
      width,
    ),
    beyond(
      pairs.flatMap(({ to, acrossOnly }) => (acrossOnly ? [] : to[1])),
      height,
    ),
  )
}

function followLabel(box: Box, label: { at: Point; usual: Point } | undefined, toDocument: Projective): Box {
  if (!label) return box
  const down = project(toDocument, label.at)[1] - label.usual[1]
  return [box[0], box[1] + down, box[2], box[3] + down]
}

/** By one wide label or number: a title is read in pictures in which nothing else can be. */
function placeByOneLine(template: Template, page: Page): PlacedDocument | null {
  const wide = template.anchors.filter(({ ragged, right, left }) => !ragged && right - left > 10)
  const hits = findLabels(
    page,
    wide.map(({ label }) => label),
  ).toSorted((a, b) => a.errors - b.errors || b.text.length - a.text.length)
  const lines = [
    ...numberLines(template, page),
    ...hits.flatMap((hit) => {
      const anchor = wide.find(({ label }) => label.key === hit.key)
      const quad = boxOf(hit.parts)
      return anchor && quad ? [{ quad, anchor }] : []
    }),
  ]
  const [line] = lines
  const toPicture = line ? bySimilarity(line.quad, line.anchor) : null
  if (!toPicture) return null
  const fields = Object.entries(template.fields).map(([name, { box, glyph, always }]): PlacedField => {
    return { name, box, glyph, always: always ?? false }
  })
  return placedBy(template, toPicture, widestSlack, fields)
}

const middleOf = ([a, b, c, d]: Quad): Point => [(a[0] + b[0] + c[0] + d[0]) / 4, (a[1] + b[1] + c[1] + d[1]) / 4]
