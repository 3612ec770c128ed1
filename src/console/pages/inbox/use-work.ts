import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { errorText, get } from '../../api.ts'
import { useSay } from '../../language.tsx'
import { type InboxFilters, toQuery } from './inbox-filters.ts'

const PAGE = 50

/** One list with its filters, a page at a time; the pages shown are asked for again when something happens. */
export function useWorkList<P extends { next: string | null }>(name: 'cases' | 'callbacks', filters: InboxFilters) {
  const query = useInfiniteQuery({
    queryKey: [name, 'list', toQuery(filters, { after: null, limit: PAGE })],
    queryFn: ({ pageParam, signal }) =>
      get<P>(`/v1/${name}?${toQuery(filters, { after: pageParam, limit: PAGE })}`, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    // While another filter loads, what was shown stays.
    placeholderData: keepPreviousData,
  })
  const more = query.hasNextPage ? { load: () => void query.fetchNextPage(), loading: query.isFetchingNextPage } : null
  return { query, more }
}

/** Something done with work of a list: the lists are asked for again, and what was refused is said. */
export function useWorkAction<A, R>(
  name: 'cases' | 'callbacks',
  run: (argument: A) => Promise<R>,
  done: (answer: R) => void,
) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const say = useSay()
  return useMutation({
    mutationFn: run,
    onSuccess: done,
    onError: (error) => void message.error(say(errorText(error))),
    onSettled: () => client.invalidateQueries({ queryKey: [name] }),
  })
}
