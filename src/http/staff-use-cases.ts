import type { CaseView } from '../contracts/case-view.ts'
import type { DashboardQuery, DashboardView } from '../contracts/dashboard-view.ts'
import type { SearchBody, SearchPage } from '../contracts/search-view.ts'
import type { RevealBody, Revealed, StoryView } from '../contracts/story-view.ts'
import type { Actor } from '../domain/permissions.ts'

/** What our own people look at. Null for what is not there. */
export interface StaffUseCases {
  story: (applicationId: string, actor: Actor) => Promise<StoryView | null>
  case: (id: string, actor: Actor) => Promise<CaseView | null>
  reveal: (revealing: RevealBody & { applicationId: string }, actor: Actor) => Promise<Revealed | null>
  /** The file as it was uploaded. @throws ZhunruError PHOTO_REMOVED, PHOTO_DAMAGED */
  photo: (id: string, actor: Actor) => Promise<{ bytes: Uint8Array; mime: string } | null>
  /** @throws ZhunruError INVALID_FIELD */
  search: (searching: SearchBody, actor: Actor) => Promise<SearchPage>
  /** @throws ZhunruError INVALID_FIELD */
  dashboard: (days: DashboardQuery) => Promise<DashboardView>
}
