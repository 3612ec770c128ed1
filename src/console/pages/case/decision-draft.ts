import type { CaseChoiceInput } from '../../../contracts/case-decision.ts'
import type { ReasonToChoose } from '../../../contracts/reasons-catalogue.ts'
import type { StaffReason } from '../../../contracts/story-decisions.ts'
import { type CaseOutcome, reasonKey } from '../../../domain/case-choice.ts'
import { isReasonCode } from '../../parts/reason-title.ts'

/** A decision as it is being written. What was typed for one outcome is kept while another is looked at. */
export interface Draft {
  outcome: CaseOutcome
  /** By outcome: what it is returned or refused for, or called about. */
  named: Readonly<Record<CaseOutcome, readonly Named[]>>
  ask: NonNullable<CaseChoiceInput['ask']>
  /** Why a reason that stands is passed over, by its key. */
  overrides: Readonly<Record<string, string>>
  /** Why all the others are. */
  why: string
  note: string
}

export interface Named {
  code: string
  material: StaffReason['material']
  field: string | null
  values: Readonly<Record<string, string | number>>
  /** A check found it: its figures stand, and nothing is to be typed. */
  found: boolean
}

type Standing = readonly StaffReason[]
type Catalogue = readonly ReasonToChoose[]

/** The severity by which a check itself leads to an outcome. */
const leads = {
  callback_required: 'callback',
  resubmission_required: 'return',
  rejected: 'decline',
  approved: null,
} as const satisfies Record<CaseOutcome, StaffReason['severity'] | null>

export const nameOf = ({ code, material, field }: Pick<Named, 'code' | 'material' | 'field'>): string =>
  reasonKey({ code, material, field })

/** What was found and may be named for the outcome. */
export function foundFor(outcome: CaseOutcome, standing: Standing, catalogue: Catalogue): StaffReason[] {
  if (outcome === 'approved') return []
  return standing.filter(({ code, severity }) => {
    if (severity === leads[outcome]) return true
    return catalogue.some((entry) => entry.code === code && entry.outcomes.includes(outcome))
  })
}

/**
 * With what sensibly comes first already chosen: returned is all that was found and can be mended; refused and called
 * about, only what by itself leads there.
 */
export function beginDraft(outcome: CaseOutcome, standing: Standing, catalogue: Catalogue): Draft {
  const preselected = (each: CaseOutcome) =>
    foundFor(each, standing, catalogue)
      .filter(({ severity }) => each === 'resubmission_required' || severity === leads[each])
      .map(asNamed)
  return {
    outcome,
    named: {
      approved: [],
      callback_required: preselected('callback_required'),
      resubmission_required: preselected('resubmission_required'),
      rejected: preselected('rejected'),
    },
    ask: [],
    overrides: {},
    why: '',
    note: '',
  }
}

export const asNamed = ({ code, material, field }: StaffReason): Named => ({
  code,
  material,
  field,
  values: {},
  found: true,
})

export const namedNow = (draft: Draft): readonly Named[] => draft.named[draft.outcome]

export function toggled(draft: Draft, named: Named): Draft {
  const now = namedNow(draft)
  const without = now.filter((each) => nameOf(each) !== nameOf(named))
  return withNamed(draft, without.length === now.length ? [...now, named] : without)
}

/** Puts a reason in the place of one, as when its photo or a figure was chosen; two of one name become one. */
export const replaced = (draft: Draft, before: Named, after: Named): Draft =>
  withNamed(
    draft,
    namedNow(draft)
      .map((each) => (each === before ? after : each))
      .filter((each, index, all) => all.findIndex((other) => nameOf(other) === nameOf(each)) === index),
  )

const withNamed = (draft: Draft, named: readonly Named[]): Draft => ({
  ...draft,
  named: { ...draft.named, [draft.outcome]: named },
})

/** A reason of the catalogue that no check found, with what leaves no choice filled in. */
export function added(draft: Draft, entry: ReasonToChoose): Draft {
  const named: Named = {
    code: entry.code,
    material: entry.materials.length === 1 && entry.needsMaterial ? (entry.materials[0] ?? null) : null,
    field: entry.fields.length === 1 && entry.needsField ? (entry.fields[0] ?? null) : null,
    values: {},
    found: false,
  }
  return namedNow(draft).some((each) => nameOf(each) === nameOf(named)) ? draft : toggled(draft, named)
}

/** What still keeps it from being decided; the page says it in words beside what is lacking. */
export type Lacking =
  | { what: 'reason' }
  | { what: 'why'; keys: readonly string[] }
  | { what: 'material'; named: Named }
  | { what: 'field'; named: Named }
  | { what: 'value'; named: Named; key: string }

export function lacking(draft: Draft, standing: Standing, catalogue: Catalogue): Lacking[] {
  if (draft.outcome === 'approved') {
    const silent = standing.filter(({ key }) => !said(draft.overrides[key])).map(({ key }) => key)
    return silent.length > 0 && !said(draft.why) ? [{ what: 'why', keys: silent }] : []
  }
  const named = namedNow(draft)
  const asks = draft.outcome === 'callback_required' && draft.ask.length > 0
  if (named.length === 0 && !asks) return [{ what: 'reason' }]
  return named
    .filter(({ found }) => !found)
    .flatMap((each): Lacking[] => {
      const entry = catalogue.find(({ code }) => code === each.code)
      if (!entry) return []
      return [
        ...(entry.needsMaterial && each.material === null ? [{ what: 'material' as const, named: each }] : []),
        ...(entry.needsField && each.field === null ? [{ what: 'field' as const, named: each }] : []),
        ...entry.needs
          .filter(({ key }) => !said(each.values[key]))
          .map(({ key }) => ({ what: 'value' as const, named: each, key })),
      ]
    })
}

const said = (value: string | number | undefined): boolean => value !== undefined && String(value).trim() !== ''

/** As the service takes it. What was typed of reasons that stand no longer is left out. */
export function choiceOf(draft: Draft, standing: Standing): CaseChoiceInput {
  const { outcome } = draft
  const approving = outcome === 'approved'
  const why = draft.why.trim()
  const overrides = standing.flatMap((reason) => {
    const said = draft.overrides[reason.key]?.trim() ?? ''
    const { code, material, field } = reason
    return said === '' || !isReasonCode(code) ? [] : [{ code, material, field, why: said }]
  })
  return {
    outcome,
    reasons: namedNow(draft).flatMap(({ code, material, field, values }) =>
      isReasonCode(code) ? [{ code, material, field, values }] : [],
    ),
    ask: outcome === 'callback_required' ? [...draft.ask] : [],
    overrides: approving ? overrides : [],
    why: approving && why !== '' ? why : null,
  }
}
