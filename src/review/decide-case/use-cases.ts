import type { Actor } from '../../domain/permissions.ts'
import { blindApplications } from './blind.ts'
import type { CarryOutDeps } from './carry-out.ts'
import { confirmDecision, type Confirming } from './confirm-decision.ts'
import { decideCase, type DecidingCase } from './decide-case.ts'
import { previewDecision, type PreviewDeps } from './preview-decision.ts'
import { readCatalogue } from './read-catalogue.ts'
import { readDesk } from './read-desk.ts'
import { type QualityRange, readQuality } from './read-quality.ts'
import { decideSecondLook, listSecondLooks, readSecondLook, takeSecondLook } from './second-looks.ts'

export type DecidingDeps = CarryOutDeps & PreviewDeps

/** What the API does with people's decisions. */
export const decidingUseCases = (deps: DecidingDeps) => ({
  catalogue: () => readCatalogue(deps),
  desk: (input: { caseId: string; actor: Actor }) => readDesk(deps, input),
  preview: (input: Parameters<typeof previewDecision>[1]) => previewDecision(deps, input),
  decide: (input: DecidingCase) => decideCase(deps, input),
  confirm: (input: Confirming) => confirmDecision(deps, input),
  secondLooks: (actor: Actor) => listSecondLooks(deps, actor),
  takeSecondLook: (actor: Actor) => takeSecondLook(deps, actor),
  readSecondLook: (input: { id: string; actor: Actor }) => readSecondLook(deps, input),
  decideSecondLook: (input: Parameters<typeof decideSecondLook>[1]) => decideSecondLook(deps, input),
  hiddenFrom: async (accountId: string): Promise<ReadonlySet<string>> =>
    new Set((await blindApplications(deps.db, accountId)).keys()),
  quality: (range: QualityRange) => readQuality(deps, range),
})
