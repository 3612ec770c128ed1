import { Input, type InputRef } from 'antd'
import { type Ref, useId } from 'react'
import { typed } from './typed.ts'

/** A new password, to be typed twice. */
export function NewPassword({
  name,
  label,
  hint,
  again,
}: {
  name: string
  label: string
  hint: string
  /** What stands above the second one. */
  again: string
}) {
  const id = useId()
  return (
    <>
      <label>
        {label}
        <Input.Password name={name} autoComplete="new-password" minLength={12} required aria-describedby={id} />
        <span id={id} className="quiet">
          {hint}
        </span>
      </label>
      <label>
        {again}
        <Input.Password name={REPEATED} autoComplete="new-password" required />
      </label>
    </>
  )
}

const REPEATED = 'repeat'

/** Null when the two differ. */
export function newPasswordOf(form: FormData, name: string): string | null {
  const password = typed(form, name)
  return password === typed(form, REPEATED) ? password : null
}

/** The six digits of an authenticator app. */
export function CodeField({ label, hint, input }: { label: string; hint: string; input?: Ref<InputRef> }) {
  const id = useId()
  return (
    <label>
      {label}
      <Input
        {...(input && { ref: input })}
        name={CODE}
        autoComplete="one-time-code"
        inputMode="numeric"
        pattern="\s*[0-9]{6}\s*"
        required
        aria-describedby={id}
      />
      <span id={id} className="quiet">
        {hint}
      </span>
    </label>
  )
}

const CODE = 'code'

/** As it is sent: not at all where none was asked for. */
export function codeOf(form: FormData): { code?: string } {
  const code = typed(form, CODE).trim()
  return code ? { code } : {}
}
