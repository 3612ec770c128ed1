import pc from 'picocolors'
import type { FindingState } from '../service/doctor/finding.ts'
import type { ToldGroup } from '../service/doctor/examine.ts'
import { doctorTexts } from './doctor-texts.ts'
import type { Language } from './language.ts'
import { padToWidth, wrapToWidth } from './width.ts'

/** Cells of the state before each line, with the space behind it. */
const MARK = 7
const paint: Record<FindingState, (text: string) => string> = { ok: pc.green, warn: pc.yellow, fail: pc.red }

/** A group with its findings, each with what to do under it, no line wider than the terminal. */
export function describeGroup({ group, findings }: ToldGroup, language: Language, columns: number): string {
  const t = doctorTexts[language]
  const room = Math.max(20, columns - MARK)
  const lines = findings.flatMap(({ state, found, advice }) => {
    const mark = paint[state](padToWidth(t.state[state], MARK - 1))
    const [first = '', ...rest] = wrapToWidth(found[language], room)
    const todo = advice ? wrapToWidth(`→ ${advice[language]}`, room) : []
    const under = [...rest, ...todo.map((line) => pc.bold(line))].map((line) => `${' '.repeat(MARK)}${line}`)
    return [`${mark} ${first}`, ...under]
  })
  return [pc.bold(pc.cyan(t.group[group])), ...lines].join('\n')
}

export function describeSum(count: (state: FindingState) => number, language: Language): string {
  const text = doctorTexts[language].sum(count('ok'), count('warn'), count('fail'))
  return paint[count('fail') > 0 ? 'fail' : count('warn') > 0 ? 'warn' : 'ok'](text)
}
