import type { z } from 'zod'
import type {
  failureGroupQuery,
  FailureGroup,
  FailureGroups,
  FailurePage,
  failureQuery,
} from '../contracts/failure-view.ts'
import type { Actor } from '../domain/permissions.ts'

type Dated<Q> = Omit<Q, 'since' | 'until'> & { since?: Date | undefined; until?: Date | undefined }

/** What failed, and what people say of it. */
export interface FailureUseCases {
  list: (query: Dated<z.infer<typeof failureQuery>>) => Promise<FailurePage>
  groups: (query: Dated<z.infer<typeof failureGroupQuery>>) => Promise<FailureGroups>
  /** @throws ZhunruError NOT_FOUND */
  note: (noting: { fingerprint: string; note: string; actor: Actor }) => Promise<FailureGroup>
  /** @throws ZhunruError NOT_FOUND */
  look: (looking: { fingerprint: string; actor: Actor }) => Promise<FailureGroup>
}
