import { useQuery } from '@tanstack/react-query'
import type { OperationsView } from '../../../contracts/operations-view.ts'
import { get } from '../../api.ts'

/** Queues change without events: the overview is asked for anew this often while it is looked at. Milliseconds. */
const LOOK = 5_000

export const operationsKey = ['operations'] as const

export const useOperations = () =>
  useQuery({
    queryKey: operationsKey,
    queryFn: ({ signal }) => get<OperationsView>('/v1/operations', signal),
    refetchInterval: LOOK,
  })
