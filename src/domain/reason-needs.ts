import type { MaterialKind } from './application.ts'
import { daysBetween, isDay } from './dates.ts'
import type { LocalisedText } from './decision.ts'
import { documentKinds } from './evidence.ts'
import type { Policy } from './policy.ts'
import type { ReasonEntry } from './reason-entry.ts'
import { reasonCatalogue, type ReasonCode } from './reasons.ts'
import { documentNames } from './terms.ts'

/** A value that the texts of a reason need, and that only the person who found it knows. */
export interface Need {
  key: string
  kind: 'date' | 'number' | 'text'
  label: LocalisedText
  /** Where it is one of few. */
  choices?: readonly { value: string; text: LocalisedText }[]
}

/** What is known of a photo without asking anybody. */
export interface Measured {
  width: number
  height: number
  /** Mean brightness 0-255; absent where it was not measured. */
  brightness?: number
}

const choice = (value: string, zh: string, en: string) => ({ value, text: { zh, en } })
const labels: Record<string, Omit<Need, 'key'>> = {
  date: { kind: 'date', label: { zh: '日期', en: 'date' } },
  differing: { kind: 'number', label: { zh: '不同的位数', en: 'how many characters differ' } },
  observed: { kind: 'text', label: { zh: '所见内容', en: 'what is seen' } },
  parts: { kind: 'text', label: { zh: '哪一部分不同', en: 'which part differs' } },
  what: { kind: 'text', label: { zh: '疑点', en: 'what is suspected' } },
  detected: {
    kind: 'text',
    label: { zh: '照片实际内容', en: 'what the photo shows' },
    choices: documentKinds.map((value) => ({ value, text: documentNames[value] })),
  },
  cardType: {
    kind: 'text',
    label: { zh: '卡种', en: 'type of card' },
    choices: [choice('credit', '信用卡', 'credit card'), choice('prepaid', '预付卡', 'prepaid card')],
  },
  status: {
    kind: 'text',
    label: { zh: '登记状态', en: 'status in the register' },
    choices: [
      choice('suspended', '歇业', 'suspended'),
      choice('revoked', '吊销', 'revoked'),
      choice('cancelled', '注销', 'cancelled'),
      choice('moved_out', '迁出', 'moved to another authority'),
      choice('annulled', '撤销登记', 'annulled'),
    ],
  },
}

/** Filled in by the catalogue itself. */
const ofTheCatalogue = ['slot', 'field', 'theField', 'belowClarity']
/** Filled in from the photo, the policy, the other values or the field named: see `knownValues`. */
const known = ['width', 'height', 'brightness', 'fields', 'expected', 'min', 'max', 'days']

/** What a person who names this reason has to give, in the order of the text. */
export function needsOf(code: ReasonCode): Need[] {
  const { zh, fraud }: ReasonEntry = reasonCatalogue[code]
  // A suspicion says nothing to the applicant, and to our people the name of the reason; only ours has words of its own.
  const texts = fraud ? (code === 'REVIEWER_SUSPECTS' ? [zh[2]] : []) : [zh[0], zh[1]]
  const keys = [...new Set(texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, key]) => key ?? '')))]
  return keys
    .filter((key) => ![...ofTheCatalogue, ...known].includes(key))
    .map((key) => ({ key, ...(labels[key] ?? { kind: 'text', label: { zh: key, en: key } }) }))
}

/** What need not be asked: of the photo, of the policy, or of what was given. */
export function knownValues(
  { code, material, field, values }: NamedBy,
  { policy, today, measured }: { policy: Policy; today: string; measured: Measured | undefined },
): Record<string, string | number> {
  const { date } = values
  const limits = limitsOf(code, policy)
  return {
    ...(measured && { width: measured.width, height: measured.height }),
    ...(measured && { brightness: measured.brightness === undefined ? '—' : Math.round(measured.brightness) }),
    ...(material && code === 'IMG_WRONG_SLOT' && { expected: material }),
    ...((code === 'IMG_UNREADABLE' || code === 'LIC_REGISTRY_DIFFERS') && { fields: field ?? '' }),
    ...limits,
    ...(typeof date === 'string' && isDay(date) && { days: Math.abs(daysBetween(today, date)) }),
  }
}

interface NamedBy {
  code: ReasonCode
  material: MaterialKind | null
  field: string | null
  values: Readonly<Record<string, string | number>>
}

function limitsOf(code: ReasonCode, { identity, scene }: Policy): Record<string, number> {
  if (code === 'ID_EXPIRING') return { min: identity.minRemainingDays }
  if (code === 'AGE_OUT_OF_RANGE') return { min: identity.minAge, max: identity.maxAge }
  return code === 'SCENE_STALE' ? { max: scene.maxAgeDays } : {}
}

/** Whether a value is what is needed: a day, a figure, one of few, or any text of one line. */
export function isGood({ kind, choices }: Need, value: string | number | undefined): boolean {
  if (value === undefined) return false
  if (kind === 'number') return typeof value === 'number' && Number.isFinite(value) && value >= 0
  if (typeof value !== 'string') return false
  if (kind === 'date') return isDay(value)
  if (choices) return choices.some((each) => each.value === value)
  // It is sent in an SMS in our name: no links, no line breaks.
  return value.trim() !== '' && !/[\p{Cc}\n\r]|:\/\/|www\./iu.test(value)
}
