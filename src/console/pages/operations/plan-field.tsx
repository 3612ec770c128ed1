import { type ReactNode, useId } from 'react'

/** Under its name. */
export function Field({
  label,
  wide = false,
  children,
}: {
  label: string
  wide?: boolean
  children: (id: string) => ReactNode
}) {
  const id = useId()
  return (
    <div className={wide ? 'plan-field wide' : 'plan-field'}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}
