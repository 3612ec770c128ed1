import { Alert, Button, Divider, Input, type InputRef } from 'antd'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Navigate, useSearchParams } from 'react-router'
import type { SessionView } from '../../../contracts/session-view.ts'
import { ApiError, post } from '../../api.ts'
import { useTexts } from '../../language.tsx'
import { FullPage } from '../../page-fault.tsx'
import { CodeField, codeOf } from '../../password-fields.tsx'
import { Fault, useSending } from '../../sending.tsx'
import { useSession, useTakeSession } from '../../session.ts'
import { LanguageAndTheme } from '../../shell.tsx'
import { Failed, Loading } from '../../states.tsx'
import { typed } from '../../typed.ts'
import { pathWithin } from './path-within.ts'
import { signInTexts } from './sign-in-texts.ts'

/** With a password and, where it was set up, a code; or at the company's own sign-in. */
export function SignInPage() {
  const session = useSession()
  const [query] = useSearchParams()
  if (session.data?.account) return <Navigate to={pathWithin(query.get('next'))} replace />
  return (
    <FullPage>
      {session.data ? (
        <SignIn session={session.data} failed={query.has('failed')} />
      ) : session.error ? (
        <Failed error={session.error} again={() => void session.refetch()} />
      ) : (
        <Loading />
      )}
    </FullPage>
  )
}

function SignIn({ session, failed }: { session: SessionView; failed: boolean }) {
  const t = useTexts(signInTexts)
  const take = useTakeSession()
  const { fault, busy, send } = useSending()
  const [codeNeeded, setCodeNeeded] = useState(false)
  const codeInput = useRef<InputRef>(null)
  useEffect(() => {
    if (codeNeeded) codeInput.current?.focus()
  }, [codeNeeded])

  const signIn = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const given = codeOf(form)
    await send(async () => {
      try {
        const [name, password] = [typed(form, 'name').trim(), typed(form, 'password')]
        take(await post<SessionView>('/v1/session', { name, password, ...given }))
      } catch (thrown) {
        const needed = thrown instanceof ApiError && thrown.code === 'CODE_NEEDED'
        if (needed) setCodeNeeded(true)
        // Asking for the code the first time is no fault.
        if (!needed || given.code) throw thrown
      }
    })
  }
  const { openId } = session.signIn
  return (
    <div className="card sign-in">
      <h1>{t('title')}</h1>
      {failed && fault === null && <Alert type="warning" showIcon title={t('openIdFailed')} />}
      <Fault text={fault} />
      <form onSubmit={(event) => void signIn(event)} className="fields">
        <label>
          {t('name')}
          <Input name="name" autoComplete="username" autoCapitalize="none" spellCheck={false} required autoFocus />
        </label>
        <label>
          {t('password')}
          <Input.Password name="password" autoComplete="current-password" required />
        </label>
        {codeNeeded && <CodeField label={t('code')} hint={t('codeHint')} input={codeInput} />}
        <Button type="primary" htmlType="submit" block loading={busy}>
          {t('signIn')}
        </Button>
      </form>
      {openId && (
        <>
          <Divider plain>{t('or')}</Divider>
          <Button block href="/v1/session/openid">
            {t('openId', { label: openId.label })}
          </Button>
        </>
      )}
      <p className="quiet">{t('forgotten')}</p>
      <div className="card-controls">
        <LanguageAndTheme />
      </div>
    </div>
  )
}
