import type { RerunTrial } from '../../../contracts/rerun-request.ts'
import type { MerchantType } from '../../../domain/application.ts'
import { type Outcome, outcomes } from '../../../domain/decision.ts'
import { type FailureClass, failureClasses, type FailureCode, failureCodes } from '../../../domain/failure-kinds.ts'
import {
  type FailedStep,
  failedSteps,
  type RerunMode,
  rerunModes,
  type RerunStep,
  rerunSteps,
} from '../../../domain/rerun-words.ts'
import { isReasonCode } from '../../parts/reason-title.ts'
import type { rerunTexts } from './rerun-texts.ts'

/** What is being filled in on the page for a new re-run. */
export interface PlanDraft {
  mode: RerunMode
  /** For `from` and `shadow`. */
  from: RerunStep | null
  /** For `shadow`: a version that is not in force and is tried; null for the one in force. */
  policy: string | null
  steps: readonly FailedStep[]
  classes: readonly FailureClass[]
  codes: readonly FailureCode[]
  fingerprint: string
  /** As the browser's own field has them, `2026-11-23T10:00`: the time of China. */
  since: string
  until: string
  outcomes: readonly Outcome[]
  reasons: readonly string[]
  policyVersions: readonly string[]
  merchantType: MerchantType | null
  /** As they were typed or pasted. */
  applications: string
  rate: number
}

/** As the API has it. A second. */
export const RATE = { usual: 20, most: 1_000 }
const NAMED_MAX = 1_000

export const emptyPlan: PlanDraft = {
  mode: 'failed',
  from: null,
  policy: null,
  steps: [],
  classes: [],
  codes: [],
  fingerprint: '',
  since: '',
  until: '',
  outcomes: [],
  reasons: [],
  policyVersions: [],
  merchantType: null,
  applications: '',
  rate: RATE.usual,
}

export const merchantTypes: readonly MerchantType[] = ['individual_business', 'micro_merchant']

const among = <T extends string>(all: readonly T[], given: readonly string[]): T[] =>
  all.filter((each) => given.includes(each))

const instantOf = (local: string): Date => new Date(`${local}:00+08:00`)
const isTime = (text: string | null): text is string =>
  text !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) && !Number.isNaN(instantOf(text).getTime())
export const isPolicyVersion = (text: string): boolean => /^[\w.-]{1,64}$/.test(text)

/** What an address asks for; what cannot be is left out. */
export function readPlan(query: URLSearchParams): PlanDraft {
  const [since, until, rate] = [query.get('since'), query.get('until'), Number(query.get('rate'))]
  return {
    mode: rerunModes.find((mode) => mode === query.get('mode')) ?? 'failed',
    from: rerunSteps.find((step) => step === query.get('from')) ?? null,
    policy: query.getAll('try').find(isPolicyVersion) ?? null,
    steps: among(failedSteps, query.getAll('step')),
    classes: among(failureClasses, query.getAll('class')),
    codes: among(failureCodes, query.getAll('code')),
    fingerprint: query.get('fingerprint') ?? '',
    since: isTime(since) ? since : '',
    until: isTime(until) ? until : '',
    outcomes: among(outcomes, query.getAll('outcome')),
    reasons: [...new Set(query.getAll('reason'))].filter(isReasonCode),
    policyVersions: [...new Set(query.getAll('policy'))].filter(isPolicyVersion),
    merchantType: merchantTypes.find((type) => type === query.get('type')) ?? null,
    applications: query.getAll('application').join(' '),
    rate: Number.isInteger(rate) && rate >= 1 && rate <= RATE.most ? rate : RATE.usual,
  }
}

/** Ids and codes alone, so that it may stand in an address. Applications named one by one would be too long for it. */
export function planAddress(given: Partial<PlanDraft>): string {
  const draft = { ...emptyPlan, ...given }
  const query = new URLSearchParams({ mode: draft.mode })
  const put = (name: string, values: readonly string[]) => {
    for (const value of values) if (value !== '') query.append(name, value)
  }
  put('from', [draft.from ?? ''])
  put('try', [draft.policy ?? ''])
  put('step', draft.steps)
  put('class', draft.classes)
  put('code', draft.codes)
  put('fingerprint', [draft.fingerprint])
  put('since', [draft.since])
  put('until', [draft.until])
  put('outcome', draft.outcomes)
  put('reason', draft.reasons)
  put('policy', draft.policyVersions)
  put('type', [draft.merchantType ?? ''])
  put('rate', draft.rate === RATE.usual ? [] : [String(draft.rate)])
  return query.toString()
}

const idsOf = (typed: string): string[] => [...new Set(typed.split(/[\s,;，；、]+/).filter((id) => id !== ''))]

/** As the API is asked; the same question is the same text. */
export function planBody(draft: PlanDraft): RerunTrial {
  const { mode, from, steps, classes, codes, since, until, reasons, policyVersions, merchantType, rate } = draft
  const ids = idsOf(draft.applications)
  const fingerprint = draft.fingerprint.trim()
  const takesFrom = mode === 'from' || mode === 'shadow'
  return {
    filter: {
      ...(steps.length > 0 && { steps: [...steps] }),
      ...(classes.length > 0 && { classes: [...classes] }),
      ...(codes.length > 0 && { codes: [...codes] }),
      ...(fingerprint !== '' && { fingerprint }),
      ...(since !== '' && { since: instantOf(since).toISOString() }),
      ...(until !== '' && { until: instantOf(until).toISOString() }),
      ...(draft.outcomes.length > 0 && { outcomes: [...draft.outcomes] }),
      ...(reasons.length > 0 && { reasons: reasons.filter(isReasonCode) }),
      ...(policyVersions.length > 0 && { policyVersions: [...policyVersions] }),
      ...(merchantType !== null && { merchantType }),
      ...(ids.length > 0 && { applications: ids }),
    },
    mode,
    ...(takesFrom && from !== null && { from }),
    ...(mode === 'shadow' && draft.policy !== null && { policy: draft.policy }),
    rate,
  }
}

/** What keeps it from being tried out; null where nothing does. */
export function planFault(draft: PlanDraft): keyof typeof rerunTexts | null {
  const ids = idsOf(draft.applications)
  if (ids.some((id) => !/^app_[0-9a-z]{1,40}$/.test(id))) return 'needIds'
  if (ids.length > NAMED_MAX) return 'tooManyIds'
  if (draft.fingerprint.trim() !== '' && !/^[0-9a-f]{16}$/.test(draft.fingerprint.trim())) return 'needFingerprint'
  if (draft.since !== '' && draft.until !== '' && draft.until <= draft.since) return 'needTimes'
  if (draft.mode === 'from' && draft.from === null) return 'needFrom'
  if (draft.mode !== 'failed' && Object.keys(planBody(draft).filter).length === 0) return 'needFilter'
  return null
}
