import { type FailureStep, failureSteps } from '../../../domain/failure.ts'
import { type FailureClass, failureClasses } from '../../../domain/failure-kinds.ts'

const HOUR = 3_600_000
/** How far back one looks, by the word in the address. Milliseconds; null: without end. */
const spans = { hour: HOUR, day: 24 * HOUR, week: 168 * HOUR, ever: null } as const
export type Span = keyof typeof spans
export const spanNames: readonly Span[] = ['hour', 'day', 'week', 'ever']

/** What narrows failures down; it lives in the address. */
export interface FailureFilters {
  step: FailureStep | null
  class: FailureClass | null
  span: Span
  /** Those that still matter alone. */
  current: boolean
}

export const noFailureFilters: FailureFilters = { step: null, class: null, span: 'ever', current: true }

export function readFailureFilters(query: URLSearchParams): FailureFilters {
  return {
    step: failureSteps.find((step) => step === query.get('step')) ?? null,
    class: failureClasses.find((each) => each === query.get('class')) ?? null,
    span: spanNames.find((span) => span === query.get('since')) ?? 'ever',
    current: query.get('current') !== 'all',
  }
}

export function writeFailureFilters(filters: FailureFilters): URLSearchParams {
  const query = new URLSearchParams()
  if (filters.step) query.set('step', filters.step)
  if (filters.class) query.set('class', filters.class)
  if (filters.span !== 'ever') query.set('since', filters.span)
  if (!filters.current) query.set('current', 'all')
  return query
}

export const isNarrowed = ({ step, class: of, span }: FailureFilters): boolean =>
  step !== null || of !== null || span !== 'ever'

/** Spans are asked for in whole minutes: the same question for a while, not another one with every render. */
const MINUTE = 60_000

/** As the API is asked. */
export function failureQueryOf(filters: FailureFilters, now: Date): URLSearchParams {
  const query = new URLSearchParams()
  if (filters.step) query.set('step', filters.step)
  if (filters.class) query.set('class', filters.class)
  const span = spans[filters.span]
  if (span !== null) {
    query.set('since', new Date(Math.floor((now.getTime() - span) / MINUTE) * MINUTE).toISOString())
  }
  if (filters.current) query.set('current', 'true')
  return query
}
