import Table from 'cli-table3'
import type { Figure } from './section.ts'

const shown = (value: number, unit: string): string =>
  `${Number.isInteger(value) ? value : value.toFixed(Math.abs(value) < 10 ? 3 : 1)}${unit === '' ? '' : ` ${unit}`}`

/** Whether a figure reaches its goal; null where there is none. */
export function reached({ value, goal }: Figure): boolean | null {
  if (!goal) return null
  return goal[0] === '>=' ? value >= goal[1] : value <= goal[1]
}

/** The figures of one section with their goals and the peers' figures beside them. */
export function asTable(figures: readonly Figure[]): string {
  const peers = [...new Set(figures.flatMap(({ peers }) => Object.keys(peers ?? {})))]
  const table = new Table({ head: ['', 'ours', 'goal', '', ...peers], style: { head: [], border: [] } })
  for (const figure of figures) {
    const { what, value, unit, goal } = figure
    const met = reached(figure)
    table.push([
      what,
      shown(value, unit),
      goal ? `${goal[0]} ${shown(goal[1], unit)}` : '',
      met === null ? '' : met ? 'reached' : 'NOT reached',
      ...peers.map((name) => {
        const peer = figure.peers?.[name]
        return peer === undefined ? '' : shown(peer, unit)
      }),
    ])
  }
  return table.toString()
}
