import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from 'react-router/dom'
import { ApiError, isOffline, whenSignedOut } from './api.ts'
import { KeysProvider } from './keys.tsx'
import { LanguageProvider } from './language.tsx'
import { router } from './routes.tsx'
import { sessionKey } from './session.ts'
import { ThemeProvider } from './theme.tsx'

/** Faults of the moment are tried again; what the API refused would be refused again. */
const worthAnother = (failures: number, error: unknown): boolean =>
  failures < 2 && (isOffline(error) || (error instanceof ApiError && error.status >= 502))

const client = new QueryClient({
  defaultOptions: {
    queries: {
      retry: worthAnother,
      retryDelay: (failures) => 400 * 2 ** failures,
      // Events say when something is stale (live.tsx).
      staleTime: 5_000,
      // Otherwise a browser that believes itself offline would show "loading" for ever.
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})

/** Who is signed in is asked anew; where it is nobody, the shell leads to the sign-in. */
whenSignedOut(() => void client.invalidateQueries({ queryKey: sessionKey }))

export function App() {
  return (
    <QueryClientProvider client={client}>
      <LanguageProvider>
        <ThemeProvider>
          <KeysProvider>
            <RouterProvider router={router} />
          </KeysProvider>
        </ThemeProvider>
      </LanguageProvider>
    </QueryClientProvider>
  )
}
