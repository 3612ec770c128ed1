import type { DocumentKind } from '../domain/evidence.ts'
import type { Point, Quad } from '../domain/geometry.ts'
import type { OcrReading } from '../domain/text-line.ts'
import { findLabels } from './labels.ts'
import { boxOf, layOut, pieceText, type Page } from './layout.ts'
import { fitProjective, fitRobustly, inverse, project, type Pair, type Projective } from './place-maths.ts'
import { bankCardNumber, idEmblem, idPortrait } from './place-cards.ts'
import { licences } from './place-licences.ts'
import type { Box, Template } from './place-template.ts'

const templates: readonly Template[] = [idPortrait, idEmblem, ...licences]

/** Where a document lies in the upright picture, as its print tells. */
export interface PlacedDocument {
  kind: DocumentKind
  /** Millimetres. */
  width: number
  height: number
  /** From millimetres of the document to pixels of the upright picture. */
  toPicture: Projective
  /** Clockwise from the document's own top left, pixels of the upright picture; corners may lie outside of it. */
  outline: Quad
  /** How far the outline may be off, as a share of the document's width. */
  slack: number
  /** Expected places of the fields that it should show. */
  fields: readonly PlacedField[]
}

export interface PlacedField {
  name: string
  box: Quad
  /** Expected height of its characters, pixels of the upright picture. */
  glyphHeight: number
  always: boolean
}

/** A print's label may be this share of the document's width off its usual place. */
const tolerance = 0.035
/** So stiff that labels 0.5 mm off their places bend an outline by no more than 1-2 %. */
const stiffness = { perspective: 1, shape: 0.2 }

/** Natural logarithm of the aspect: a camera 38° off the vertical shortens one direction so much. */
const mostStretch = 0.24

/** Null where too little of what is printed at known places was read. */
export function placeDocument(kind: DocumentKind, reading: OcrReading): PlacedDocument | null {
  const page = layOut(reading)
  if (kind === 'bank_card') return placeBankCard(page)
  const fits = templates
    .filter((template) => template.kind === kind)
    .flatMap((template) => placeByLabels(template, page) ?? [])
    .toSorted((a, b) => a.cost - b.cost)
  return fits[0]?.placed ?? null
}

interface FoundAnchors {
  pairs: Pair[]
  /** Where each label was found, by its first wording. */
  found: Map<string, { at: Point; usual: Point }>
}

/** Anchors as pairs from the picture (pixels) to the document (millimetres). */
function anchorsOf(template: Template, page: Page): FoundAnchors {
  const pairs: Pair[] = []
  const found: FoundAnchors['found'] = new Map()
  const hits = findLabels(
    page,
    template.anchors.map(({ label }) => label),
  )
  for (const hit of hits) {
    const anchor = template.anchors.find(({ label }) => label.key === hit.key)
    const quad = boxOf(hit.parts)
    if (!anchor || !quad) continue
    const { left, right, y, weight = 1, centred, ragged, moves } = anchor
    const at = middleOf(quad)
    const usual: Point = [(left + right) / 2, y]
    found.set(hit.key, { at, usual })
    if (centred) pairs.push({ from: at, to: usual, weight })
    else
      pairs.push(
        ...ends(quad, left, right, y, weight)
          .slice(0, ragged ? 1 : 2)
          .map((pair) => (moves ? { ...pair, acrossOnly: true as const } : pair)),
      )
  }
  for (const { shape, left, right, y } of template.numbers ?? []) {
    const line = page.lines.find((candidate) => shape.test(pieceText(candidate).replaceAll(' ', '')))
    if (line) pairs.push(...ends(line.source.box, left, right, y, 1))
  }
  return { pairs, found }
}

const ends = ([a, b, c, d]: Quad, left: number, right: number, y: number, weight: number): Pair[] => [
  { from: between(a, d, 0.5), to: [left, y], weight },
  { from: between(b, c, 0.5), to: [right, y], weight },
]

function placeByLabels(template: Template, page: Page): { placed: PlacedDocument; cost: number } | null {
  const { pairs, found } = anchorsOf(template, page)
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
  const outline = quadOf(corners.map((corner) => project(toPicture, corner)))
  const fields = Object.entries(template.fields).map(([name, field]): PlacedField => {
    const box = followLabel(field.box, field.follows ? found.get(field.follows) : undefined, fit.map)
    return { name, ...onPicture(box, field.glyph, toPicture), always: field.always === true }
  })
  const slack = Math.min(0.12, 0.012 + 0.03 * reach + 1.5 * (fit.error / template.width) * (1 + reach))
  const cost = pairs.length - agree + fit.error / limit
  return {
    placed: { kind: template.kind, width: template.width, height: template.height, toPicture, outline, slack, fields },
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

const longNumber = /^\d{15,19}$/

/** By its number alone: where it ends left and right is known to some millimetres, so the slack is large. */
function placeBankCard(page: Page): PlacedDocument | null {
  const line = page.lines
    .filter((candidate) => !candidate.oblique && longNumber.test(pieceText(candidate).replaceAll(' ', '')))
    .toSorted((a, b) => b.right - b.left - (a.right - a.left))[0]
  if (!line) return null
  const { width, height, left, right, y, glyph } = bankCardNumber
  const [a, b, c, d] = line.source.box
  const from = between(a, d, 0.5)
  const to = between(b, c, 0.5)
  const perMillimetre = Math.hypot(to[0] - from[0], to[1] - from[1]) / (right - left)
  const [ux, uy] = [(to[0] - from[0]) / (right - left), (to[1] - from[1]) / (right - left)]
  const at = (mx: number, my: number): Point => [
    from[0] + ux * (mx - left) - uy * (my - y),
    from[1] + uy * (mx - left) + ux * (my - y),
  ]
  const corners = cornersOf(bankCardNumber)
  const toPicture = fitProjective(
    corners.map((corner) => ({ from: corner, to: at(...corner) })),
    { perspective: 0, shape: 0 },
  )
  if (!toPicture) return null
  const field = onPicture([left, y - glyph / 2, right, y + glyph / 2], glyph, toPicture)
  return {
    kind: 'bank_card',
    width,
    height,
    toPicture,
    outline: quadOf(corners.map((corner) => project(toPicture, corner))),
    slack: perMillimetre > 0 ? 0.09 : 1,
    fields: [{ name: 'cardNumber', ...field, always: true }],
  }
}

const cornersOf = ({ width, height }: { width: number; height: number }): [Point, Point, Point, Point] => [
  [0, 0],
  [width, 0],
  [width, height],
  [0, height],
]

const quadOf = (points: readonly Point[]): Quad => [points[0]!, points[1]!, points[2]!, points[3]!]

const between = (a: Point, b: Point, share: number): Point => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
]
const middleOf = ([a, b, c, d]: Quad): Point => [(a[0] + b[0] + c[0] + d[0]) / 4, (a[1] + b[1] + c[1] + d[1]) / 4]

function onPicture([left, top, right, bottom]: Box, glyph: number, toPicture: Projective) {
  const at = (x: number, y: number) => project(toPicture, [x, y])
  const box: Quad = [at(left, top), at(right, top), at(right, bottom), at(left, bottom)]
  const x = (left + right) / 2
  const above = at(x, (top + bottom - glyph) / 2)
  const below = at(x, (top + bottom + glyph) / 2)
  return { box, glyphHeight: Math.hypot(below[0] - above[0], below[1] - above[1]) }
}

/**
 * Whether four corners are those of a flat document before a camera: convex, seen from the front, upright within 50°, sides of
 * like length opposite each other.
 */
export function isUpright(corners: readonly Point[]): boolean {
  if (corners.length !== 4 || corners.some(([x, y]) => !Number.isFinite(x) || !Number.isFinite(y))) return false
  const [a, b, c, d] = quadOf(corners)
  const turns = [cross(a, b, c), cross(b, c, d), cross(c, d, a), cross(d, a, b)]
  if (turns.some((turn) => turn <= 0)) return false
  const [top, right, bottom, left] = [length(a, b), length(b, c), length(d, c), length(a, d)]
  const alike = (p: number, q: number) => Math.max(p, q) < 2 * Math.min(p, q)
  const level = b[0] - a[0] > 0 && Math.abs(b[1] - a[1]) < 1.2 * (b[0] - a[0])
  const angle = Math.asin(Math.min(1, cross(a, b, d) / (top * left)))
  return level && alike(top, bottom) && alike(left, right) && angle > Math.PI / 3.6
}

/** Height over width of four corners. */
const aspectOf = (corners: readonly Point[]): number => {
  const [a, b, c, d] = quadOf(corners)
  return (length(a, d) + length(b, c)) / (length(a, b) + length(d, c))
}

const length = (a: Point, b: Point) => Math.hypot(b[0] - a[0], b[1] - a[1])
const cross = (o: Point, p: Point, q: Point) => (p[0] - o[0]) * (q[1] - p[1]) - (p[1] - o[1]) * (q[0] - p[0])
