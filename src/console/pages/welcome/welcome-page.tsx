import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { FormEvent } from 'react'
import { Link, useNavigate } from 'react-router'
import type { z } from 'zod'
import type { linkView, SessionView } from '../../../contracts/session-view.ts'
import { ApiError, post } from '../../api.ts'
import { useTexts } from '../../language.tsx'
import { FullPage } from '../../page-fault.tsx'
import { CodeField, codeOf, NewPassword, newPasswordOf } from '../../password-fields.tsx'
import { Fault, useSending } from '../../sending.tsx'
import { loadSession, useTakeSession } from '../../session.ts'
import { LanguageAndTheme } from '../../shell.tsx'
import { Failed, Loading, Notice } from '../../states.tsx'
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
  const take = useTakeSession()
  const navigate = useNavigate()
  const { fault, busy, send, refuse } = useSending()
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const password = newPasswordOf(form, 'password')
    if (password === null) return refuse(welcomeTexts.differ)
    await send(async () => {
      take(await post<SessionView>('/v1/session/link', { token, password, ...codeOf(form) }))
      await navigate('/', { replace: true })
    })
  }
  return (
    <div className="card sign-in">
      <h1>{t('title', { name: link.displayName })}</h1>
      <p>{t('intro', { account: link.name })}</p>
      <Fault text={fault} />
      <form onSubmit={(event) => void save(event)} className="fields">
        {/* For password managers, which keep a password under a name. */}
        <input type="hidden" name="username" autoComplete="username" value={link.name} readOnly />
        <NewPassword name="password" label={t('password')} hint={t('passwordHint')} again={t('repeat')} />
        {link.secondFactor && <CodeField label={t('code')} hint={t('codeHint')} />}
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
