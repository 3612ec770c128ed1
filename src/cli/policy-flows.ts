import { type Figures, totalsOf } from '../domain/backtest.ts'
import { type Outcome, outcomes } from '../domain/decision.ts'
import type { Language } from './language.ts'
import { number } from './policy-backtest-report.ts'
import { texts } from './texts.ts'

/** Units of the drawing, which scales to the page. */
const width = 860
const top = 8
const bar = 14
/** Room for names beside the bars. */
const margin = 220
/** Two lines of a name in a narrow window, where the drawing is small and its letters larger. */
const gap = 46
/** All decisions together are so high, and a single one at least so much that it can be seen. */
const height = 300
const least = 1.5

interface Band {
  from: Outcome
  to: Outcome
  count: number
  /** Upper edges on both sides, and how thick. */
  left: number
  right: number
  thick: number
}

/** Decisions as bands from what they were, on the left, to what they would be; what changes stands out. */
export function flowChart({ table, decisions }: Pick<Figures, 'table' | 'decisions'>, language: Language): string {
  const names = texts[language].outcome
  const thickOf = (count: number) => (count === 0 ? 0 : Math.max(least, (count / decisions) * height))
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + thickOf(count), 0)
  const shown = outcomes.filter((outcome) => {
    const { before, after } = totalsOf({ table }, outcome)
    return before + after > 0
  })
  const stacked = (sizeOf: (outcome: Outcome) => number) => {
    const places = new Map<Outcome, { at: number; size: number }>()
    let at = top
    for (const outcome of shown) {
      const size = sizeOf(outcome)
      places.set(outcome, { at, size })
      at += size + gap
    }
    return { places, end: at }
  }
  const left = stacked((outcome) => sum(shown.map((to) => table[outcome][to])))
  const right = stacked((outcome) => sum(shown.map((from) => table[from][outcome])))
  const bands = bandsOf(table, shown, thickOf, left.places, right.places)
  const end = Math.max(left.end, right.end)
  // What stays lies behind what moves.
  const drawn = [...bands].sort((a, b) => Number(a.from !== a.to) - Number(b.from !== b.to))
  const label = (outcome: Outcome, side: 'before' | 'after') => {
    const { at, size } = (side === 'before' ? left : right).places.get(outcome)!
    const x = side === 'before' ? margin - 10 : width - margin + 10
    const anchor = side === 'before' ? 'end' : 'start'
    const count = `<tspan class="count">${number(totalsOf({ table }, outcome)[side])}</tspan>`
    const [first = '', ...more] = names[outcome].split(' ')
    const lines = more.length > 0 ? [first, `${more.join(' ')} ${count}`] : [`${first} ${count}`]
    const spans = lines.map(
      (line, i) => `<tspan x="${x}" dy="${i === 0 ? (1 - lines.length) / 2 : 1}em">${line}</tspan>`,
    )
    return `<text y="${round(at + size / 2)}" text-anchor="${anchor}" dominant-baseline="central">${spans.join('')}</text>`
  }
  const box = (outcome: Outcome, side: 'before' | 'after') => {
    const { at, size } = (side === 'before' ? left : right).places.get(outcome)!
    const x = side === 'before' ? margin : width - margin - bar
    return `<rect x="${x}" y="${round(at)}" width="${bar}" height="${round(Math.max(size, 1))}" rx="2" fill="var(--${outcome})"/>`
  }
  const parts = [
    ...drawn.map((band) => bandPath(band, names)),
    ...shown.flatMap((outcome) => [
      box(outcome, 'before'),
      box(outcome, 'after'),
      label(outcome, 'before'),
      label(outcome, 'after'),
    ]),
  ]
  return `<svg viewBox="0 0 ${width} ${round(end)}" role="img" xmlns="http://www.w3.org/2000/svg">${parts.join('')}</svg>`
}

type Places = ReadonlyMap<Outcome, { at: number; size: number }>

function bandsOf(
  table: Figures['table'],
  shown: readonly Outcome[],
  thickOf: (count: number) => number,
  left: Places,
  right: Places,
): Band[] {
  const used = { left: new Map<Outcome, number>(), right: new Map<Outcome, number>() }
  const take = (side: 'left' | 'right', outcome: Outcome, thick: number) => {
    const at = used[side].get(outcome) ?? (side === 'left' ? left : right).get(outcome)!.at
    used[side].set(outcome, at + thick)
    return at
  }
  return shown.flatMap((from) =>
    shown.flatMap((to) => {
      const count = table[from][to]
      if (count === 0) return []
      const thick = thickOf(count)
      return [{ from, to, count, thick, left: take('left', from, thick), right: take('right', to, thick) }]
    }),
  )
}

function bandPath({ from, to, count, left, right, thick }: Band, names: Record<Outcome, string>): string {
  const [x1, x2] = [margin + bar, width - margin - bar]
  const middle = (x1 + x2) / 2
  const over = `M${x1},${round(left)} C${middle},${round(left)} ${middle},${round(right)} ${x2},${round(right)}`
  const back = `L${x2},${round(right + thick)} C${middle},${round(right + thick)} ${middle},${round(left + thick)} ${x1},${round(left + thick)} Z`
  const opacity = from === to ? 0.18 : 0.75
  const title = `<title>${names[from]} → ${names[to]}: ${number(count)}</title>`
  return `<path d="${over} ${back}" fill="var(--${to})" fill-opacity="${opacity}">${title}</path>`
}

const round = (value: number): number => Math.round(value * 100) / 100
