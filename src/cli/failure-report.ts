import pc from 'picocolors'
import type { FailureGroup, FailureView } from '../contracts/failure-view.ts'
import { failureTexts } from './failure-texts.ts'
import type { Language } from './language.ts'
import { chinaTime } from './time.ts'
import { padToWidth } from './width.ts'

const who = ({ id, displayName }: { id: string; displayName: string | null }): string => displayName ?? id

/** One fault on some lines: what, where, how many, what helps, and who knows of it. */
export function describeGroup(group: FailureGroup, language: Language): string {
  const t = failureTexts[language]
  const { fingerprint, step, class: of, code, text, help, error, looked, notes } = group
  const counts = t.counts(group.current, group.failures, group.applications)
  const lines = [
    `${pc.bold(fingerprint)}  ${pc.red(text[language])}  ${t.step[step]} · ${t.class[of]} · ${code}`,
    `  ${counts}${group.retrying > 0 ? `  ${t.retrying(group.retrying)}` : ''}`,
    `  ${t.seen(chinaTime(group.firstSeen), chinaTime(group.lastSeen))}`,
    `  ${pc.dim(error)}`,
    `  ${help[language]}`,
    `  ${looked ? t.looked(who(looked.by), chinaTime(looked.at), looked.since) : t.notLooked}`,
    ...notes.map(({ note, by, at }) => `  ${t.note(who(by), chinaTime(at), note)}`),
  ]
  return lines.join('\n')
}

/** One failure on one line, and a second for why. */
export function describeFailure(failure: FailureView, language: Language): string {
  const t = failureTexts[language]
  const { state, current, step, slot, code, attempts, lastSeen, reference, applicationId, error } = failure
  const stands = !current ? pc.dim(t.passed) : state === 'retrying' ? pc.yellow(t.again) : pc.red(t.failed)
  const columns = [
    padToWidth(stands, 9),
    chinaTime(lastSeen),
    padToWidth(t.step[step], language === 'zh' ? 10 : 18),
    padToWidth(slot ?? '', 16),
    padToWidth(code, 18),
    padToWidth(t.attempts(attempts), 6),
    padToWidth(reference, 16),
    pc.dim(applicationId),
  ]
  return `${columns.join(' ')}\n  ${pc.dim(error)}`
}
