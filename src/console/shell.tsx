import { App, Button } from 'antd'
import { useEffect, useState } from 'react'
import { NavLink, Navigate, Outlet, useLocation, useNavigate, useNavigation } from 'react-router'
import { errorText, request } from './api.ts'
import icon from './icon.svg'
import { useKeys, useShowKeys } from './keys.tsx'
import { useLanguage, useSay, useTexts } from './language.tsx'
import { LiveProvider, useConnected } from './live.tsx'
import { homeOf, pagesFor } from './navigation.ts'
import { FullPage } from './page-fault.tsx'
import { useMay, useSession } from './session.ts'
import type { SessionView } from '../contracts/session-view.ts'
import { shellTexts } from './shell-texts.ts'
import { Failed, Loading } from './states.tsx'
import { themeChoices, useTheme } from './theme.tsx'
import { ToApprove } from './to-approve.tsx'

/** Around every page of somebody who is signed in; leads everybody else to the sign-in and back. */
export function Shell() {
  const session = useSession()
  const { pathname, search } = useLocation()
  if (session.data === undefined) {
    return (
      <FullPage>
        {session.error ? <Failed error={session.error} again={() => void session.refetch()} /> : <Loading />}
      </FullPage>
    )
  }
  if (session.data.account === null) {
    const next = pathname === '/' && search === '' ? '' : `?next=${encodeURIComponent(pathname + search)}`
    return <Navigate to={`/sign-in${next}`} replace />
  }
  return (
    // Of somebody else nothing that was shown or typed stays.
    <LiveProvider key={session.data.account.id}>
      <Frame account={session.data.account} />
    </LiveProvider>
  )
}

function Frame({ account }: { account: NonNullable<SessionView['account']> }) {
  const t = useTexts(shellTexts)
  const may = useMay()
  const { pathname } = useLocation()
  const { state } = useNavigation()
  const connected = useConnected()
  const pages = pagesFor(may)
  useShellKeys()
  const home = homeOf(may)
  if (pathname === '/' && home !== '/') return <Navigate to={home} replace />
  return (
    <div className="shell">
      <a className="skip" href="#page">
        {t('skip')}
      </a>
      <header className="bar">
        <NavLink to={home} className="brand" aria-label={`${t('product')} · ${t('inbox')}`}>
          <img src={icon} alt="" width={20} height={20} />
          <span className="brand-name">{t('product')}</span>
        </NavLink>
        <nav aria-label={t('navigation')}>
          {pages.map(({ to, key }) => (
            <NavLink key={to} to={to} end={to === '/'}>
              {t(key)}
              {key === 'operations' && <ToApprove />}
            </NavLink>
          ))}
        </nav>
        <Controls account={account} />
      </header>
      <div className={state === 'loading' ? 'progress going' : 'progress'} aria-hidden />
      {!connected && (
        <div role="status" className="lost">
          {t('lost')}
        </div>
      )}
      <main id="page" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  )
}

/** Language, appearance, keys and account: the same on every page. */
function Controls({ account }: { account: NonNullable<SessionView['account']> }) {
  const t = useTexts(shellTexts)
  const showKeys = useShowKeys()
  const say = useSay()
  const { message } = App.useApp()
  const { pathname } = useLocation()
  const [unfolded, setUnfolded] = useState<string | null>(null)
  // Where one has gone elsewhere, it is folded again.
  const isOpen = unfolded === pathname
  const signOut = async () => {
    try {
      await request<SessionView>('DELETE', '/v1/session')
    } catch (error) {
      // Nobody should leave in the belief to be signed out.
      void message.error(say(errorText(error)))
      return
    }
    // Loaded anew: nothing that was seen stays in the memory of the page.
    window.location.assign(`${import.meta.env.BASE_URL}sign-in`)
  }
  return (
    // Where there is little room, all of it stands behind one button.
    <div
      className="menu"
      data-open={isOpen || undefined}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setUnfolded(null)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setUnfolded(null)
      }}
    >
      <Button
        type="text"
        className="menu-button"
        aria-expanded={isOpen}
        aria-controls="controls"
        aria-label={t('menu')}
        onClick={() => setUnfolded(isOpen ? null : pathname)}
      >
        <span aria-hidden>☰</span>
      </Button>
      <div className="controls" id="controls">
        <Button type="text" size="small" onClick={showKeys} aria-label={t('keys')} aria-keyshortcuts="?">
          <kbd>?</kbd>
        </Button>
        <LanguageAndTheme />
        <NavLink to="/account" className="account" title={t('account')}>
          {account.displayName}
        </NavLink>
        <Button type="text" size="small" onClick={() => void signOut()}>
          {t('signOut')}
        </Button>
      </div>
    </div>
  )
}

const themeNames = { system: 'themeSystem', light: 'themeLight', dark: 'themeDark' } as const

/** Each press goes on to the next. */
export function LanguageAndTheme() {
  const t = useTexts(shellTexts)
  const { language, choose } = useLanguage()
  const { choice, choose: chooseTheme } = useTheme()
  return (
    <>
      <Button
        type="text"
        size="small"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        title={t('switchLanguage')}
        onClick={() => choose(language === 'zh' ? 'en' : 'zh')}
      >
        {t('language')}
      </Button>
      <Button
        type="text"
        size="small"
        title={t('theme')}
        onClick={() => chooseTheme(themeChoices[(themeChoices.indexOf(choice) + 1) % themeChoices.length] ?? 'system')}
      >
        {t(themeNames[choice])}
      </Button>
    </>
  )
}

function useShellKeys(): void {
  const navigate = useNavigate()
  const showKeys = useShowKeys()
  const pages = pagesFor(useMay())
  useKeys(
    shellTexts.everywhere,
    [
      ...pages.map(({ to, keys, text }) => ({ keys, text, run: () => void navigate(to) })),
      { keys: '?', text: shellTexts.keys, run: showKeys },
    ],
    -1,
  )
  const { pathname } = useLocation()
  // A new page begins at its top, for the eye as for a screen reader.
  useEffect(() => {
    window.scrollTo(0, 0)
  }, [pathname])
}
