import type { Cell } from './surface.ts'

/** Text that was read, and what its cells look like: nothing lies over it, and its paper is the document's. */
export interface Reference {
  x: number
  y: number
  cells: readonly Cell[]
}

export interface Covering {
  /** Shares of the field's cells, 0-1. */
  washedOut: number
  covered: number
  /** Without any ink. */
  blank: number
}

/** Against the ink of text that was read. A blurred photo has little contrast everywhere, so no absolute level would do. */
const noInk = 0.33
/** Levels of 0-255. Phones' tone curves press what is blown out into the last tenth of the scale. */
const blownOut = 232
/** In shares of red or green; skin on white paper differs by 0.07-0.12, warm lamp against daylight across one card by 0.02. */
const otherColour = 0.04
/** Brightness, darker or brighter than the paper around by this factor: deeper than a hand's shadow. */
const otherLight = 0.55

/**
 * How much of a field is washed out by light, or lies under something, judged cell by cell against text that was read near
 * it. Null without two lines to compare with.
 */
export function coveringOf(
  cells: readonly Cell[],
  at: { x: number; y: number },
  references: readonly Reference[],
): Covering | null {
  const near = references
    .filter(({ cells: own }) => own.length > 0)
    .map((reference) => ({ reference, far: Math.hypot(reference.x - at.x, reference.y - at.y) }))
    .toSorted((a, b) => a.far - b.far)
    .slice(0, 4)
  if (near.length < 2 || cells.length === 0) return null
  const ink = median(references.flatMap((reference) => reference.cells.map(({ contrast }) => contrast)))
  const paper = near.flatMap(({ reference }) => reference.cells)
  const light = median(paper.map((cell) => cell.light))
  let washedOut = 0
  let covered = 0
  let blank = 0
  for (const cell of cells) {
    if (cell.contrast > noInk * ink) continue
    blank += 1
    const lit = cell.light >= blownOut && cell.light >= light + 4
    if (lit) washedOut += 1
    else if (isForeign(cell, paper, light)) covered += 1
  }
  return { washedOut: washedOut / cells.length, covered: covered / cells.length, blank: blank / cells.length }
}

/** What lies over a field may lie over parts of its neighbours as well. */
const unlike = 0.75

/** Unlike nearly every piece of paper nearby: documents have patterns and shades of their own. */
function isForeign(cell: Cell, paper: readonly Cell[], light: number): boolean {
  if (cell.light < light * otherLight || cell.light > light / otherLight) return true
  const others = paper.filter(
    (other) => Math.max(Math.abs(cell.red - other.red), Math.abs(cell.green - other.green)) > otherColour,
  )
  return others.length >= unlike * paper.length
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
