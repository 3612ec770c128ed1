import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { z } from 'zod'
import type { linkView, SessionView } from '../../../contracts/session-view.ts'
import { ApiError, errorText, post } from '../../api.ts'
import { useSay, useTexts } from '../../language.tsx'
import { FullPage } from '../../page-fault.tsx'
import { loadSession, useTakeSession } from '../../session.ts'
import { LanguageAndTheme } from '../../shell.tsx'
import { Failed, Loading, Notice } from '../../states.tsx'
import { typed } from '../../typed.ts'
import { useTitle } from '../../use-title.ts'
import { welcomeTexts } from './welcome-texts.ts'

type LinkView = z.infer<typeof linkView>

/** The first sign-in, by a link that works once: what stands behind its `#` never reaches a server's log. */
export function WelcomePage() {
  const t = useTexts(welcomeTexts)
  useTitle(t('save'))
  const token = window.location.hash.slice(1)
  const link = useQuery({
    queryKey: ['session', 'link', token],
    queryFn: async () => {
      // Its token is sent with everything that changes something.
      await loadSession()
      return post<LinkView>('/v1/session/link/read', { token })
    },
    enabled: token !== '',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const refused = link.error instanceof ApiError && link.error.status >= 400 && link.error.status < 500
  return (
    <FullPage>
      {token === '' || refused ? (
        <Notice title={t('noLink')} hint={t('noLinkHint')}>
          <Link to="/sign-in">{t('toSignIn')}</Link>
        </Notice>
      ) : link.data ? (
        <Welcome token={token} link={link.data} />
      ) : link.error ? (
        <Failed error={link.error} again={() => void link.refetch()} />
      ) : (
        <Loading />
      )}
    </FullPage>
  )
}

function Welcome({ token, link }: { token: string; link: LinkView }) {
  const t = useTexts(welcomeTexts)
  const say = useSay()
  const take = useTakeSession()
  const navigate = useNavigate()
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const password = typed(form, 'password')
    if (password !== typed(form, 'repeat')) {
      setError(t('differ'))
      return
    }
    setBusy(true)
    setError(null)
    try {
      const code = typed(form, 'code').trim()
      take(await post<SessionView>('/v1/session/link', { token, password, ...(code && { code }) }))
      await navigate('/', { replace: true })
    } catch (thrown) {
      setError(say(errorText(thrown)))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="card sign-in">
      <h1>{t('title', { name: link.displayName })}</h1>
      <p>{t('intro', { account: link.name })}</p>
      {error !== null && <Alert role="alert" type="error" showIcon title={error} />}
      <form onSubmit={(event) => void save(event)} className="fields">
        {/* For password managers, which keep a password under a name. */}
        <input type="hidden" name="username" autoComplete="username" value={link.name} readOnly />
        <label>
          {t('password')}
          <Input.Password name="password" autoComplete="new-password" minLength={12} required aria-describedby="hint" />
          <span id="hint" className="quiet">
            {t('passwordHint')}
          </span>
        </label>
        <label>
          {t('repeat')}
          <Input.Password name="repeat" autoComplete="new-password" required />
        </label>
        {link.secondFactor && (
          <label>
            {t('code')}
            <Input name="code" autoComplete="one-time-code" inputMode="numeric" pattern="\s*[0-9]{6}\s*" required />
            <span className="quiet">{t('codeHint')}</span>
          </label>
        )}
        <Button type="primary" htmlType="submit" block loading={busy}>
          {t('save')}
        </Button>
      </form>
      <div className="card-controls">
        <LanguageAndTheme />
      </div>
    </div>
  )
}
