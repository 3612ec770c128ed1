import type { Actor } from '../../domain/permissions.ts'
import { approveRerun, cancelRerun, type Changing, pauseRerun, refuseRerun, resumeRerun } from './change-batch.ts'
import { policiesToTry } from '../policy/policy-versions.ts'
import type { RerunPlan } from './filter.ts'
import { type ItemQuery, listRerunItems, listReruns, readRerun } from './read-batches.ts'
import { readRerunDifferences } from './read-differences.ts'
import { startRerun, type RerunStart } from './start-rerun.ts'
import { type RerunDeps, tryRerun } from './try-rerun.ts'

type Acting = Omit<Changing, 'actor'> & { actor: Actor }

/** What the HTTP API and the command can ask for about running again. Whoever changes a batch is shown it as it is then. */
export const rerunUseCases = (deps: RerunDeps) => {
  const then = (act: typeof approveRerun) => async (changing: Acting) => {
    await act(deps, changing)
    return await readRerun(deps, changing.id, changing.actor)
  }
  return {
    try: (plan: RerunPlan) => tryRerun(deps, plan),
    start: async (start: RerunStart, actor: Actor) => readRerun(deps, await startRerun(deps, start, actor), actor),
    list: (query: Parameters<typeof listReruns>[1], actor: Actor) => listReruns(deps, query, actor),
    policies: () => policiesToTry(deps),
    read: (id: string, actor: Actor) => readRerun(deps, id, actor),
    differences: (id: string) => readRerunDifferences(deps, id),
    items: (id: string, query: ItemQuery) => listRerunItems(deps, id, query),
    approve: then(approveRerun),
    refuse: then(refuseRerun),
    pause: then(pauseRerun),
    resume: then(resumeRerun),
    cancel: then(cancelRerun),
  }
}
