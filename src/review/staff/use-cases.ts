import type { Actor } from '../../domain/permissions.ts'
import { readCase } from './read-case.ts'
import { readDashboard } from './read-dashboard.ts'
import { readStory, type StoryDeps } from './read-story.ts'
import { type Revealing, revealValue } from './reveal-value.ts'
import { searchApplications, type SearchDeps, type Searching } from './search-applications.ts'
import { type ShowDeps, showPhoto } from './show-photo.ts'

export type StaffDeps = StoryDeps & SearchDeps & ShowDeps

/** What the HTTP API can ask for on behalf of our own people. */
export const staffUseCases = (deps: StaffDeps) => ({
  story: (id: string, actor: Actor) => readStory(deps, id, actor),
  case: (id: string, actor: Actor) => readCase(deps, id, actor),
  reveal: (revealing: Revealing, actor: Actor) => revealValue(deps, revealing, actor),
  photo: (id: string, actor: Actor) => showPhoto(deps, id, actor),
  search: (searching: Searching, actor: Actor) => searchApplications(deps, searching, actor),
  dashboard: (days: { from?: string | undefined; until?: string | undefined }) => readDashboard(deps, days),
})
