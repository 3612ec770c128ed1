import { heightOf, sameRow, type Page, type PageLine } from './layout.ts'

/** A wider gap, in line heights, parts two columns; groups of a card number stand up to two heights apart. */
const widestGap = 3

/** Lines that stand beside each other in one row, left to right: a number printed in groups may be read in several. */
export function rowsOf(page: Page): PageLine[][] {
  const level = page.lines.filter((line) => !line.oblique)
  const nextOf = new Map<PageLine, PageLine>()
  for (const line of level) {
    const next = level
      .filter((other) => other !== line && sameRow(line, other) && other.left > (line.left + line.right) / 2)
      .filter((other) => other.left - line.right < widestGap * heightOf(line) && alike(line, other))
      .sort((a, b) => a.left - b.left)[0]
    if (next) nextOf.set(line, next)
  }
  const followers = new Set(nextOf.values())
  return level
    .filter((line) => !followers.has(line))
    .map((line) => {
      const row = [line]
      for (let next = nextOf.get(line); next && !row.includes(next); next = nextOf.get(next)) row.push(next)
      return row
    })
}

const alike = (a: PageLine, b: PageLine) => {
  const ratio = heightOf(a) / heightOf(b)
  return ratio > 0.5 && ratio < 2
}
