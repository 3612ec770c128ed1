import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  CaseChoiceInput,
  CaseDecisionInput,
  CaseDecisionReceipt,
  CasePreview,
  DecisionDesk,
} from '../../../contracts/case-decision.ts'
import type { CaseView } from '../../../contracts/case-view.ts'
import type { ReasonsCatalogue } from '../../../contracts/reasons-catalogue.ts'
import { ApiError, get, post } from '../../api.ts'

/** What the case page asks the service, and under which names it is kept (live-types.ts makes `case` stale). */

export const useCase = (id: string) =>
  useQuery({ queryKey: ['case', id], queryFn: ({ signal }) => get<CaseView>(`/v1/cases/${id}`, signal) })

export const useDecisionDesk = (id: string) =>
  useQuery({
    queryKey: ['case', id, 'desk'],
    queryFn: ({ signal }) => get<DecisionDesk>(`/v1/cases/${id}/decision`, signal),
  })

/** Minutes: the catalogue changes with the policy alone. */
const CATALOGUE_STALE = 10 * 60_000

export const useReasonsCatalogue = () =>
  useQuery({
    queryKey: ['reasons'],
    queryFn: ({ signal }) => get<ReasonsCatalogue>('/v1/reasons', signal),
    staleTime: CATALOGUE_STALE,
  })

/** What would follow from a choice. Null while there is none that is complete. */
export const usePreview = (id: string | null, choice: CaseChoiceInput | null) =>
  useQuery({
    queryKey: ['preview', id, choice],
    queryFn: ({ signal }) => post<CasePreview>(`/v1/cases/${id}/preview`, choice, { signal }),
    enabled: id !== null && choice !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
  })

/** After anything that was done, or refused because the page was old, what is shown is asked for anew. */
function useRefresh(id: string): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ['case', id] }),
      client.invalidateQueries({ queryKey: ['cases'] }),
    ])
  }
}

export function useCaseAction(id: string) {
  const refresh = useRefresh(id)
  return useMutation({
    mutationFn: ({ action, body = {} }: { action: string; body?: unknown }) => post(`/v1/cases/${id}/${action}`, body),
    // Also when refused: mostly because somebody else was quicker.
    onSettled: refresh,
  })
}

/** The version of the page no longer is the service's: somebody, or the applicant, was quicker. */
export const isStale = (error: unknown): boolean => error instanceof ApiError && error.status === 409

export function useDecide(id: string) {
  const refresh = useRefresh(id)
  return useMutation({
    mutationFn: (body: CaseDecisionInput) => post<CaseDecisionReceipt>(`/v1/cases/${id}/decision`, body),
    onSettled: refresh,
  })
}

export interface SecondInput {
  decision: string
  confirm: boolean
  why: string | null
}

export function useSecond(id: string) {
  const refresh = useRefresh(id)
  return useMutation({
    mutationFn: (body: SecondInput) => post<CaseDecisionReceipt>(`/v1/cases/${id}/second`, body),
    onSettled: refresh,
  })
}
