import type { CaseDecisionReceipt, CasePreview, DecisionDesk } from '../contracts/case-decision.ts'
import type { QualityView } from '../contracts/quality.ts'
import type { ReasonsCatalogue } from '../contracts/reasons-catalogue.ts'
import type { SecondLookDesk, SecondLookList, SecondLookResult } from '../contracts/second-look.ts'
import type { CaseChoice, Screen } from '../domain/case-choice.ts'
import type { Actor } from '../domain/permissions.ts'

interface OfCase {
  caseId: string
  actor: Actor
}

/** What the API does with people's decisions. All that name a case or a second look throw NOT_FOUND for an id that is none. */
export interface DecidingUseCases {
  catalogue: () => Promise<ReasonsCatalogue>
  /** @throws ZhunruError SECOND_LOOK_OPEN */
  desk: (of: OfCase) => Promise<DecisionDesk>
  /** @throws ZhunruError CASE_NOT_HELD, CASE_NOT_FOR_YOU, INVALID_FIELD */
  preview: (of: OfCase & { choice: CaseChoice }) => Promise<CasePreview>
  /** @throws ZhunruError CASE_NOT_HELD, CASE_NOT_FOR_YOU, CASE_CHANGED, INVALID_FIELD */
  decide: (decision: OfCase & CaseChoice & { note: string | null; screen: Screen }) => Promise<CaseDecisionReceipt>
  /** @throws ZhunruError CASE_NOT_OPEN, CASE_NOT_FOR_YOU, CASE_CHANGED, INVALID_FIELD */
  confirm: (of: OfCase & { decision: string; confirm: boolean; why: string | null }) => Promise<CaseDecisionReceipt>
  secondLooks: (actor: Actor) => Promise<SecondLookList>
  /** Null where there is none for this person. */
  takeSecondLook: (actor: Actor) => Promise<SecondLookDesk | null>
  /** @throws ZhunruError SECOND_LOOK_OVER */
  readSecondLook: (of: { id: string; actor: Actor }) => Promise<SecondLookDesk>
  /** @throws ZhunruError SECOND_LOOK_OVER, INVALID_FIELD */
  decideSecondLook: (of: {
    id: string
    actor: Actor
    choice: CaseChoice
    note: string | null
  }) => Promise<SecondLookResult>
  /** Applications of which this person is not to know what people decided. */
  hiddenFrom: (accountId: string) => Promise<ReadonlySet<string>>
  quality: (range: { from: string | undefined; until: string | undefined }) => Promise<QualityView>
}
