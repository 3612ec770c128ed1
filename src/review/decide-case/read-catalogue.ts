import { askable, type Askable, type CaseOutcome } from '../../domain/case-choice.ts'
import type { MaterialKind } from '../../domain/application.ts'
import type { LocalisedText, Severity } from '../../domain/decision.ts'
import type { Fix, ReasonEntry } from '../../domain/reason-entry.ts'
import { outcomesOf } from '../../domain/reason-choices.ts'
import { type Need, needsOf } from '../../domain/reason-needs.ts'
import { places } from '../../domain/reason-places.ts'
import {
  isFraudReason,
  neutralText,
  reasonCatalogue,
  type ReasonCode,
  reasonCodes,
  wordText,
} from '../../domain/reasons.ts'
import type { CurrentPolicy } from '../deps.ts'

export interface ReasonToChooseRecord {
  code: ReasonCode
  severity: Severity
  fraud: boolean
  fix: Fix
  text: LocalisedText
  hint: LocalisedText
  internal: LocalisedText
  outcomes: CaseOutcome[]
  materials: readonly MaterialKind[]
  needsMaterial: boolean
  fields: readonly string[]
  needsField: boolean
  needs: Need[]
}

export interface CatalogueRecord {
  policy: string
  reasons: ReasonToChooseRecord[]
  ask: { id: Askable; text: LocalisedText }[]
}

/** What a reviewer may choose from, as the policy in force has it. */
export async function readCatalogue({ policy }: { policy: CurrentPolicy }): Promise<CatalogueRecord> {
  const { version, severity } = await policy()
  return {
    policy: version,
    reasons: reasonCodes.map((code) => toChoose(code, severity[code])),
    ask: askable.map((id) => ({ id, text: wordText(`ask-${id}`) })),
  }
}

function toChoose(code: ReasonCode, severity: Severity): ReasonToChooseRecord {
  const { zh, en, fix }: ReasonEntry = reasonCatalogue[code]
  const text = (part: 0 | 1 | 2): LocalisedText => ({ zh: zh[part], en: en[part] })
  const fraud = isFraudReason(code)
  const { materials = [], needsMaterial = false, fields = [], needsField = false } = places[code] ?? {}
  return {
    code,
    severity,
    fraud,
    fix,
    text: fraud ? neutralText : text(0),
    hint: fraud ? { zh: '', en: '' } : text(1),
    internal: text(2),
    outcomes: outcomesOf(code, severity),
    materials,
    needsMaterial,
    fields,
    needsField,
    needs: places[code] ? needsOf(code) : [],
  }
}
