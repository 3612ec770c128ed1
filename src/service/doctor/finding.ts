import { databaseTexts } from './texts-database.ts'
import { outsideTexts } from './texts-outside.ts'
import { photoTexts } from './texts-photos.ts'
import { programTexts } from './texts-program.ts'
import { queueTexts } from './texts-queues.ts'
import { runningTexts } from './texts-running.ts'

/** What is looked at, in the order in which it is told. */
export const groups = ['config', 'program', 'database', 'queues', 'photos', 'outside', 'running'] as const
export type Group = (typeof groups)[number]

/** `warn`: it works, but not for long, or not as it should. `fail`: it does not work, or would lose something. */
export type FindingState = 'ok' | 'warn' | 'fail'

/** What was found, and what to do about it; `{name}` is filled from the finding's values. */
type Words = readonly [found: string, advice?: string]
export type FindingText = readonly [state: FindingState, zh: Words, en: Words]

/** Every finding there is. One that is not ok says what to do. */
export const findingTexts = {
  ...programTexts,
  ...databaseTexts,
  ...queueTexts,
  ...photoTexts,
  ...outsideTexts,
  ...runningTexts,
} as const satisfies Record<string, FindingText>

export type FindingCode = keyof typeof findingTexts
/** Counts, versions, names of our own, and addresses without credentials: nothing of a person, and no secret. */
export type FindingValues = Readonly<Record<string, string | number | { zh: string; en: string }>>

export interface Finding {
  code: FindingCode
  values: FindingValues
}

export const found = (code: FindingCode, values: FindingValues = {}): Finding => ({ code, values })

export interface ToldFinding {
  code: FindingCode
  state: FindingState
  found: { zh: string; en: string }
  /** Null where nothing is to be done. */
  advice: { zh: string; en: string } | null
}

/** A finding in words. */
export function tell({ code, values }: Finding): ToldFinding {
  const [state, zh, en]: FindingText = findingTexts[code]
  const fill = (template: string, language: 'zh' | 'en') =>
    template.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name] ?? name
      return typeof value === 'object' ? value[language] : String(value)
    })
  const both = (n: 0 | 1) => ({ zh: fill(zh[n] ?? '', 'zh'), en: fill(en[n] ?? '', 'en') })
  return { code, state, found: both(0), advice: zh[1] === undefined ? null : both(1) }
}
