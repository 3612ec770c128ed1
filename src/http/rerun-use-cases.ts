import type { RerunItemQuery, RerunQuery, RerunStart, RerunTrial } from '../contracts/rerun-request.ts'
import type {
  RerunBatch,
  RerunDifferences,
  RerunDryRun,
  RerunItems,
  RerunList,
  RerunPolicies,
} from '../contracts/rerun-view.ts'
import type { Actor } from '../domain/permissions.ts'

interface Changing {
  id: string
  actor: Actor
  why?: string | undefined
}

/** What the API does about running work again. All with an id throw NOT_FOUND for one that is none. */
export interface RerunUseCases {
  /** @throws ZhunruError RERUN_TOO_MANY */
  try: (plan: RerunTrial) => Promise<RerunDryRun>
  /** @throws ZhunruError RERUN_NOTHING, RERUN_CHANGED, RERUN_TOO_MANY */
  start: (start: RerunStart & { key?: string | undefined }, actor: Actor) => Promise<RerunBatch>
  list: (query: RerunQuery, actor: Actor) => Promise<RerunList>
  /** That are proposed: a shadow may try them. */
  policies: () => Promise<RerunPolicies['policies']>
  read: (id: string, actor: Actor) => Promise<RerunBatch>
  /** @throws ZhunruError NOT_FOUND */
  differences: (id: string) => Promise<RerunDifferences>
  items: (id: string, query: RerunItemQuery) => Promise<RerunItems>
  /** @throws ZhunruError RERUN_STATE, RERUN_SAME_PERSON */
  approve: (changing: Changing) => Promise<RerunBatch>
  /** @throws ZhunruError RERUN_STATE, RERUN_SAME_PERSON */
  refuse: (changing: Changing) => Promise<RerunBatch>
  /** @throws ZhunruError RERUN_STATE */
  pause: (changing: Changing) => Promise<RerunBatch>
  /** @throws ZhunruError RERUN_STATE */
  resume: (changing: Changing) => Promise<RerunBatch>
  /** @throws ZhunruError RERUN_STATE */
  cancel: (changing: Changing) => Promise<RerunBatch>
}
