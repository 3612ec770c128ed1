import type { ReviewDeps } from '../deps.ts'
import { groupFailures } from './group-failures.ts'
import { listFailures } from './list-failures.ts'
import { lookAtFailure, noteFailure } from './note-failure.ts'

type Rest<F> = F extends (deps: never, ...rest: infer R) => unknown ? R : never

/** What the HTTP API can ask for about failures. */
export const failureUseCases = (deps: ReviewDeps) => ({
  list: (...rest: Rest<typeof listFailures>) => listFailures(deps, ...rest),
  groups: (...rest: Rest<typeof groupFailures>) => groupFailures(deps, ...rest),
  note: (...rest: Rest<typeof noteFailure>) => noteFailure(deps, ...rest),
  look: (...rest: Rest<typeof lookAtFailure>) => lookAtFailure(deps, ...rest),
})
