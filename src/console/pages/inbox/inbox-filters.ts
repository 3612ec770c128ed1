import type { CaseQuery } from '../../../contracts/case-list.ts'
import type { CallbackQuery } from '../../../contracts/callback-view.ts'
import type { MerchantType } from '../../../domain/application.ts'
import { type CaseSkill, caseSkills } from '../../../domain/skill-names.ts'

/** What an inbox shows stands in its address, so that it can be kept, sent and gone back to. Nothing personal is in it. */

export const lists = ['cases', 'second', 'callbacks', 'looks'] as const
export type ListName = (typeof lists)[number]

/** Which of a list, one at a time; each has a count. */
export const caseViews = ['all', 'mine', 'free', 'overdue', 'escalated', 'waiting', 'snoozed', 'closed'] as const
export type CaseViewName = (typeof caseViews)[number]
export const callbackViews = ['all', 'mine', 'free', 'overdue', 'waiting', 'closed'] as const
export type CallbackViewName = (typeof callbackViews)[number]

export const merchantTypes: readonly MerchantType[] = ['individual_business', 'micro_merchant']
export const sorts = ['due', 'risk', 'created'] as const
export type Sort = (typeof sorts)[number]

export interface InboxFilters {
  list: ListName
  view: CaseViewName
  reason: string | null
  merchantType: MerchantType | null
  skill: CaseSkill | null
  reference: string
  sort: Sort
}

export const oneOf = <T extends string>(known: readonly T[], text: string | null): T | null =>
  known.find((each) => each === text) ?? null

/** Whatever an address says that is not known counts as not said. */
export function readFilters(query: URLSearchParams, first: ListName): InboxFilters {
  const list = oneOf(lists, query.get('list')) ?? first
  const reason = query.get('reason')
  return {
    list,
    view: oneOf<CaseViewName>(list === 'callbacks' ? callbackViews : caseViews, query.get('view')) ?? 'all',
    reason: reason !== null && /^[A-Z_]{1,40}$/.test(reason) ? reason : null,
    merchantType: oneOf(merchantTypes, query.get('merchantType')),
    skill: oneOf(caseSkills, query.get('skill')),
    reference: cleanReference(query.get('reference') ?? ''),
    sort: oneOf(sorts, query.get('sort')) ?? 'due',
  }
}

/** What a reference may be made of; the API refuses all else. */
export const cleanReference = (typed: string): string => typed.replaceAll(/[^\w.-]/g, '').slice(0, 64)

/** As short as it can be: what goes without saying is left out. */
export function writeFilters(filters: InboxFilters, first: ListName): URLSearchParams {
  const { list, view, reason, merchantType, skill, reference, sort } = filters
  return new URLSearchParams({
    ...(list !== first && { list }),
    ...(view !== 'all' && { view }),
    ...(reason && { reason }),
    ...(merchantType && { merchantType }),
    ...(skill && { skill }),
    ...(reference && { reference }),
    ...(sort !== 'due' && { sort }),
  })
}

/** Whether anything besides the list and its view narrows it down. */
export const isNarrowed = ({ reason, merchantType, skill, reference }: InboxFilters): boolean =>
  reason !== null || merchantType !== null || skill !== null || reference !== ''

export const noFilters = { reason: null, merchantType: null, skill: null, reference: '' } as const

/** As it stands in an address. */
type Asked<Q> = { [K in keyof Q]?: string }

const caseViewQuery: Record<CaseViewName, Asked<CaseQuery>> = {
  all: {},
  mine: { mine: 'true' },
  free: { free: 'true' },
  overdue: { overdue: 'true' },
  escalated: { escalated: 'true' },
  waiting: { state: 'waiting' },
  snoozed: { snoozed: 'true' },
  closed: { state: 'closed' },
}

const callbackViewQuery: Record<CallbackViewName, Asked<CallbackQuery>> = {
  all: {},
  mine: { mine: 'true' },
  free: { state: 'open' },
  overdue: { overdue: 'true' },
  waiting: { state: 'waiting' },
  closed: { state: 'closed' },
}

/** What the API is asked for GET /v1/cases or GET /v1/callbacks. */
export function toQuery(filters: InboxFilters, { after, limit }: { after: string | null; limit: number }): string {
  const { list, view, reason, merchantType, skill, reference, sort } = filters
  const shared = {
    ...(reason && { reason }),
    ...(merchantType && { merchantType }),
    ...(reference && { reference }),
    ...(after !== null && { after }),
    limit: String(limit),
  }
  if (list === 'callbacks') {
    const known = oneOf(callbackViews, view) ?? 'all'
    return written({
      ...callbackViewQuery[known],
      ...shared,
      ...(sort === 'created' && { sort }),
    })
  }
  return written({
    ...(list === 'second' ? { second: 'true' } : caseViewQuery[view]),
    ...(skill && { skill }),
    ...shared,
    sort,
  })
}

const written = (asked: Record<string, string | undefined>): string =>
  new URLSearchParams(
    Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== undefined),
  ).toString()
