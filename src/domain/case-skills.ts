import type { MaterialKind, MerchantType } from './application.ts'
import type { Severity } from './decision.ts'
import { isFraudReason, type ReasonCode } from './reasons.ts'
import type { CaseKind } from './case.ts'
import { type CaseSkill, caseSkills } from './skill-names.ts'

/** Reasons about one subject whatever photo they were seen in. Others, such as a blurred photo, go by their photo. */
const bySubject: readonly (readonly [start: string, skill: CaseSkill])[] = [
  ['ID_', 'identity'],
  ['AGE_', 'identity'],
  ['LIC_', 'licence'],
  ['SCOPE_', 'licence'],
  ['CARD_', 'account'],
  ['ACCT_', 'account'],
  ['SCENE_', 'scene'],
  ['ADDR_', 'scene'],
]

function skillOfMaterial(kind: MaterialKind): CaseSkill {
  if (kind.startsWith('id_')) return 'identity'
  if (kind.startsWith('scene_')) return 'scene'
  return kind === 'bank_card' || kind === 'authorisation_letter' ? 'account' : 'licence'
}

function skillOfReason(code: ReasonCode, material: MaterialKind | null): CaseSkill | null {
  const subject = bySubject.find(([start]) => code.startsWith(start))
  if (subject) return subject[1]
  return material && skillOfMaterial(material)
}

/** What a case asks for, each skill once and in the order above. What is only for information asks for nothing. */
export function skillsNeeded({
  kind,
  merchantType,
  reasons,
}: {
  kind: CaseKind
  merchantType: MerchantType
  reasons: readonly { code: ReasonCode; material: MaterialKind | null; severity: Severity }[]
}): CaseSkill[] {
  const needed = new Set<CaseSkill | null>()
  for (const { code, material, severity } of reasons) {
    if (severity === 'info') continue
    needed.add(skillOfReason(code, material))
    if (isFraudReason(code)) needed.add('fraud')
  }
  if (merchantType === 'micro_merchant') needed.add('micro')
  if (kind === 'appeal') needed.add('appeal')
  return caseSkills.filter((skill) => needed.has(skill))
}
