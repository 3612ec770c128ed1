import type { ReactNode } from 'react'
import { useRouteError } from 'react-router'
import { Broken } from './states.tsx'

/** A page without the shell around it. */
export const FullPage = ({ children }: { children: ReactNode }) => <main className="full-page">{children}</main>

/** What a page threw. A script that could not be loaded is one that a newer version has replaced, or a broken network. */
export function PageFault() {
  const error = useRouteError()
  const text = error instanceof Error ? error.message : ''
  const updated = /dynamically imported module|importing a module script|preload CSS/i.test(text)
  return <Broken updated={updated} />
}
