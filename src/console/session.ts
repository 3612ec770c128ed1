import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Permission } from '../domain/permissions.ts'
import { get, keepCsrfToken } from './api.ts'
import type { SessionView } from '../contracts/session-view.ts'

export const sessionKey = ['session'] as const

export async function loadSession(signal?: AbortSignal): Promise<SessionView> {
  const session = await get<SessionView>('/v1/session', signal)
  keepCsrfToken(session)
  return session
}

/** A session that has ended is noticed within so long, also by a page that nobody touches. Milliseconds. */
const LOOK = 60_000

/** Who is signed in. Undefined until the first answer. */
export function useSession() {
  return useQuery({
    queryKey: sessionKey,
    queryFn: async ({ signal, client }) => {
      const session = await loadSession(signal)
      // Signed out, or in as somebody else, in another tab.
      const before = client.getQueryData<SessionView>(sessionKey)?.account
      if (before && before.id !== session.account?.id) forgetSeen(client)
      return session
    },
    staleTime: LOOK,
    refetchInterval: LOOK,
  })
}

/** The one signed in; for pages behind the sign-in, where there is always one. */
export function useAccount(): NonNullable<SessionView['account']> {
  const { data } = useSession()
  if (!data?.account) throw new Error('no account: this page stands behind the sign-in')
  return data.account
}

/** Whether the one signed in may do something, so that no button is shown in vain. The API decides it again. */
export function useMay(): (permission: Permission) => boolean {
  const { data } = useSession()
  const granted = data?.account?.permissions ?? []
  return (permission) => granted.includes(permission)
}

const forgetSeen = (client: QueryClient): void =>
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] })

/** Takes what signing in or out answered, and forgets what somebody else saw. */
export function useTakeSession(): (session: SessionView) => void {
  const client = useQueryClient()
  return (session) => {
    keepCsrfToken(session)
    forgetSeen(client)
    client.setQueryData(sessionKey, session)
  }
}
