import { pieceText, type PageLine } from './layout.ts'
import { boxHeight, boxLength } from './characters.ts'

/** Characters of one column, and columns of one text, differ in size by less. */
const alike = 1.7
/** Characters of a column stand closer than this, and columns as well; in sizes of a character. */
const nextCharacter = 1.2
const nextColumn = 2

/** Size of one character: a line written downwards has its box's shorter side across the text. */
export const characterSize = ({ source: { box }, oblique }: PageLine): number =>
  oblique ? Math.min(boxHeight(box), boxLength(box)) : boxHeight(box)

const centre = ({ left, right }: PageLine): number => (left + right) / 2

/** Characters that stand alone in their rows, one below the other: a name set downwards in letters far apart. */
export function stacksOf(single: readonly PageLine[]): PageLine[][] {
  const order = single.filter((line) => Array.from(pieceText(line)).length === 1).toSorted((a, b) => a.top - b.top)
  const stacks: PageLine[][] = []
  for (const line of order) {
    const stack = stacks.find((each) => follows(each.at(-1)!, line))
    if (stack) stack.push(line)
    else stacks.push([line])
  }
  return stacks.filter(({ length }) => length > 1)
}

function follows(above: PageLine, below: PageLine): boolean {
  const size = characterSize(above)
  const ratio = size / characterSize(below)
  if (ratio > alike || ratio < 1 / alike) return false
  const gap = below.top - above.bottom
  return Math.abs(centre(above) - centre(below)) < 0.5 * size && gap < nextCharacter * size && gap > -0.5 * size
}

/** Columns side by side, of one size, are one text: from the right, as it is written by tradition. */
export function columnGroups(columns: readonly (readonly PageLine[])[]): PageLine[][] {
  const order = columns.toSorted((a, b) => centre(b[0]!) - centre(a[0]!))
  const groups: PageLine[][] = []
  for (const column of order) {
    const group = groups.find((each) => besides(each.at(-1)!, column[0]!))
    if (group) group.push(...column)
    else groups.push([...column])
  }
  return groups
}

function besides(right: PageLine, left: PageLine): boolean {
  const size = characterSize(right)
  const ratio = size / characterSize(left)
  if (ratio > alike || ratio < 1 / alike) return false
  return centre(right) - centre(left) < (nextColumn + 1) * size && left.top < right.bottom && right.top < left.bottom
}
