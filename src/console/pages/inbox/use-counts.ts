import { useQuery } from '@tanstack/react-query'
import type { CallbackPage } from '../../../contracts/callback-view.ts'
import type { CaseCounts, CaseList } from '../../../contracts/case-list.ts'
import type { SecondLookList } from '../../../contracts/second-look.ts'
import { get } from '../../api.ts'
import type { ListName } from './inbox-filters.ts'

/** How many wait in each list, and how many of them are late. Asked once for all lists, whatever their filters. */
export function useCounts(open: readonly ListName[]): Partial<Record<ListName, { count: number; late?: number }>> {
  const cases = useCaseCounts(open.includes('cases') || open.includes('second'))
  const callbacks = useCallbackCounts(open.includes('callbacks'))
  const looks = useLooks(open.includes('looks'))
  return {
    ...(cases && { cases: { count: cases.all, late: cases.overdue }, second: { count: cases.second } }),
    ...(callbacks && { callbacks: { count: callbacks.all, late: callbacks.overdue } }),
    ...(looks.data && { looks: { count: looks.data.free + looks.data.open.length } }),
  }
}

export function useCaseCounts(enabled = true): CaseCounts | undefined {
  const { data } = useQuery({
    queryKey: ['cases', 'counts'],
    queryFn: ({ signal }) => get<CaseList>('/v1/cases?limit=1', signal),
    enabled,
  })
  return data?.counts
}

export function useCallbackCounts(enabled = true): CallbackPage['counts'] | undefined {
  const { data } = useQuery({
    queryKey: ['callbacks', 'counts'],
    queryFn: ({ signal }) => get<CallbackPage>('/v1/callbacks?limit=1', signal),
    enabled,
  })
  return data?.counts
}

export function useLooks(enabled = true) {
  return useQuery({
    queryKey: ['case', 'second-looks'],
    queryFn: ({ signal }) => get<SecondLookList>('/v1/second-looks', signal),
    enabled,
  })
}
