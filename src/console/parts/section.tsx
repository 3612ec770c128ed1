import { type ReactNode, useId } from 'react'
import './parts.css'

/** One part of a page with its heading. `note` stands beside it: a count, a switch. */
export function Section({
  id,
  title,
  note,
  children,
}: {
  id?: string
  title: string
  note?: ReactNode
  children: ReactNode
}) {
  const heading = useId()
  return (
    <section className="part" aria-labelledby={heading} {...(id !== undefined && { id })}>
      <header>
        <h2 id={heading}>{title}</h2>
        {note !== undefined && <span className="part-note">{note}</span>}
      </header>
      {children}
    </section>
  )
}
