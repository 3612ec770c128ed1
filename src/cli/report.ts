import pc from 'picocolors'
import type { ReasonView } from '../contracts/findings.ts'
import type { ScreeningResult } from '../contracts/screening-result.ts'
import { materialKinds } from '../domain/application.ts'
import type { Outcome, Severity } from '../domain/decision.ts'
import { fieldName, materialNames } from '../domain/terms.ts'
import { describeMatches } from './describe-matches.ts'
import { describeScene } from './describe-scene.ts'
import type { Language } from './language.ts'
import { texts } from './texts.ts'

const paint: Record<Outcome, (text: string) => string> = {
  approved: pc.green,
  callback_required: pc.cyan,
  manual_review: pc.yellow,
  resubmission_required: pc.magenta,
  rejected: pc.red,
}

const paintSeverity: Record<Severity, (text: string) => string> = {
  info: pc.dim,
  callback: pc.cyan,
  review: pc.yellow,
  return: pc.magenta,
  decline: pc.red,
}

/** Fields whose values are codes of ours; a sign that reads `male` says just that. */
const codedFields = new Set(['sex', 'cardType', 'validUntil'])

/** Fields that most photos do not have. */
const maybeAbsent = new Set(['overlay', 'screenText'])

/** The outcome in words, in its colour where the terminal has colours. */
export const outcomeText = (outcome: Outcome, language: Language): string =>
  paint[outcome](texts[language].outcome[outcome])

/** One application's result, for people to read. */
export function describeResult(result: ScreeningResult, merchantName: string, language: Language): string {
  const t = texts[language]
  const head = `${pc.bold(result.reference)}  ${merchantName}`
  const outcome = `${outcomeText(result.outcome, language)}   ${t.risk} ${result.risk}   ${t.policy} ${result.policy}   ${t.took(result.seconds.toFixed(1))}`
  const sections = [head, outcome]
  if (result.reasons.length > 0) sections.push('', ...result.reasons.flatMap((r) => describeReason(r, language)))
  sections.push('', pc.bold(t.fieldsRead), ...describeFields(result, language))
  if (result.matches) sections.push('', ...describeMatches(result.matches, language))
  sections.push('', pc.bold(t.photos), ...describePhotos(result, language))
  if (result.scene) sections.push('', ...describeScene(result.scene, language))
  sections.push('')
  return sections.join('\n')
}

function describeReason(reason: ReasonView, language: Language): string[] {
  const mark = paintSeverity[reason.severity]('●')
  return [
    `${mark} ${reason.message[language]}  ${pc.dim(reason.code)}`,
    `  ${pc.dim(`${texts[language].hint}: ${reason.hint[language]}`)}`,
  ]
}

function describeFields({ fields }: ScreeningResult, language: Language): string[] {
  const t = texts[language]
  const read = materialKinds.filter((kind) => fields[kind])
  return read.flatMap((kind) => [
    `  ${materialNames[kind][language]}`,
    ...Object.entries(fields[kind] ?? {}).flatMap(([name, { value, confidence }]) => {
      // That nothing was laid over a photo is as it should be.
      if (value === null && maybeAbsent.has(name)) return []
      const label = fieldName(name, kind)[language]
      if (value === null) return [`    ${label}: ${pc.dim(t.nothingRead)}`]
      const percent = `${Math.round(confidence * 100)} %`
      const word = codedFields.has(name) ? t.value[value] : undefined
      return [`    ${label}: ${word ?? shown(value)}  ${pc.dim(percent)}`]
    }),
  ])
}

/** One line, with a box for each character that the reader saw but does not know. */
const shown = (value: string): string => value.replaceAll('\n', ' / ').replaceAll('\uFFFD', '□')

function describePhotos({ photos }: ScreeningResult, language: Language): string[] {
  return materialKinds.flatMap((kind) => {
    const photo = photos[kind]
    if (!photo) return []
    const size = pc.dim(`${photo.width} × ${photo.height}`)
    return [`  ${materialNames[kind][language]}: ${texts[language].clarity} ${photo.clarity ?? '?'}  ${size}`]
  })
}
