import pc from 'picocolors'
import { z } from 'zod'
import type { ScreeningResult } from '../contracts/screening-result.ts'
import { type MaterialKind, materialKinds } from '../domain/application.ts'
import { materialNames } from '../domain/terms.ts'
import type { Language } from './language.ts'
import { texts } from './texts.ts'

const comma: Record<Language, string> = { zh: '、', en: ', ' }

type Scene = NonNullable<ScreeningResult['scene']>
type Signal = Scene['signals'][number]

/** How much the premises photos are to be believed: what speaks for and against them, then what says nothing. */
export function describeScene(scene: Scene, language: Language): string[] {
  const t = texts[language].scene
  const caps = scene.caps.length > 0 ? `   ${t.cap}: ${scene.caps.map((cap) => t.caps[cap]).join(comma[language])}` : ''
  const percent = `${Math.round(scene.coverage * 100)} %`
  const head = `${pc.bold(t.title)}   ${t.score} ${scene.score}   ${t.coverage} ${percent}${caps}`
  const speaking = scene.signals.filter(({ state }) => state === 'supports' || state === 'contradicts')
  const named = (state: Signal['state']) => scene.signals.filter((each) => each.state === state)
  const list = (title: string, signals: readonly Signal[]) =>
    signals.length === 0
      ? []
      : [`  ${pc.dim(`${title}: ${signals.map(({ signal }) => t.signals[signal]).join(comma[language])}`)}`]
  return [
    head,
    ...speaking.map((signal) => describeSignal(signal, language)),
    ...list(t.neutral, named('neutral')),
    ...list(t.unknown, named('unknown')),
  ]
}

function describeSignal({ signal, state, contribution, evidence }: Signal, language: Language): string {
  const t = texts[language].scene
  const mark = state === 'supports' ? pc.green('+') : pc.red('-')
  const size = Math.abs(contribution).toFixed(1)
  const detail = detailOf(evidence, language)
  return `  ${mark} ${size}  ${t.signals[signal]}${detail === '' ? '' : `  ${pc.dim(detail)}`}`
}

const isKind = (kind: unknown): kind is MaterialKind => (materialKinds as readonly unknown[]).includes(kind)

/** What of the evidence fits into a line: what was shown, in which photos. */
function detailOf(evidence: Signal['evidence'], language: Language): string {
  const t = texts[language].scene
  const name = (kind: unknown) => (isKind(kind) ? materialNames[kind][language] : '')
  const { steps, photos, reasons, searched, smallestDistance } = evidence
  if (Array.isArray(reasons)) {
    const told = reasons.map(({ code, material }: { code?: unknown; material?: unknown }) =>
      [name(material), String(code)].filter((part) => part !== '').join(' '),
    )
    return told.join(comma[language])
  }
  if (Array.isArray(steps)) return steps.map((step) => String(step).replace(/^\w+:/, '')).join(comma[language])
  if (typeof searched === 'number') return t.searched(searched)
  if (typeof smallestDistance === 'number') return t.distance(smallestDistance)
  if (!Array.isArray(photos)) return ''
  return photos
    .map((photo: unknown) => (isKind(photo) ? name(photo) : describePhoto(photo, name)))
    .join(comma[language])
}

function describePhoto(photo: unknown, name: (kind: unknown) => string): string {
  const { success, data } = shownPhoto.safeParse(photo)
  if (!success) return ''
  const { kind, words, takenAt, address, distance, camera } = data
  const shown = words?.slice(0, 2) ?? [takenAt, address, distance === undefined ? undefined : `${distance} m`, camera]
  return [name(kind), ...shown.filter((part) => part !== undefined)].join(' ')
}

/** What the evidence of a signal may say of one photo. */
const shownPhoto = z.object({
  kind: z.string(),
  words: z.array(z.string()).optional(),
  takenAt: z.string().optional(),
  address: z.string().optional(),
  distance: z.number().optional(),
  camera: z.string().optional(),
})
