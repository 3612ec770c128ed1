import { Button, Spin } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { Link } from 'react-router'
import { ApiError, errorText, isOffline } from './api.ts'
import { useSay, useTexts } from './language.tsx'
import { statesTexts } from './states-texts.ts'

/** What stands where there is nothing else to show: what it is, why, and what to do. */
export function Notice({ title, hint, children }: { title: string; hint?: ReactNode; children?: ReactNode }) {
  return (
    <div className="notice">
      <p className="notice-title">{title}</p>
      {hint !== undefined && <p className="notice-hint">{hint}</p>}
      {children !== undefined && <div className="notice-actions">{children}</div>}
    </div>
  )
}

/** Shown late: what comes at once must not flicker. Milliseconds. */
const PATIENCE = 200

export function Loading({ label }: { label?: string }) {
  const t = useTexts(statesTexts)
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="notice" role="status" aria-live="polite">
      {late && <Spin />}
      <span className={late ? 'notice-hint' : 'visually-hidden'}>{label ?? t('loading')}</span>
    </div>
  )
}

/** Whatever kept something from loading: offline, not allowed, not there, or a fault. */
export function Failed({ error, again }: { error: unknown; again?: () => void }) {
  const t = useTexts(statesTexts)
  const say = useSay()
  if (error instanceof ApiError && error.status === 403) return <NotAllowed />
  if (error instanceof ApiError && error.status === 404) return <NotFound hint={say(error.text)} />
  const retry = again && <Button onClick={again}>{t('again')}</Button>
  if (isOffline(error)) {
    return (
      <div role="alert">
        <Notice title={t('offline')} hint={t('offlineHint')}>
          {retry}
        </Notice>
      </div>
    )
  }
  const requestId = error instanceof ApiError ? error.requestId : null
  return (
    <div role="alert">
      <Notice title={t('failed')} hint={say(errorText(error))}>
        {retry}
        {requestId !== null && <p className="quiet">{t('requestId', { id: requestId })}</p>}
      </Notice>
    </div>
  )
}

interface Asked {
  error: unknown
  refetch: () => Promise<unknown>
}

/** Stands where a page will be, as long as not all that it needs is there. */
export function Awaited({ of }: { of: readonly Asked[] }) {
  const failed = of.find(({ error }) => error !== null)
  if (!failed) return <Loading />
  return <Failed error={failed.error} again={() => void Promise.all(of.map(({ refetch }) => refetch()))} />
}

const BackToInbox = () => <Link to="/">{useTexts(statesTexts)('toInbox')}</Link>

export function NotAllowed() {
  const t = useTexts(statesTexts)
  return <Notice title={t('notAllowed')} hint={t('notAllowedHint')} />
}

export function NotFound({ hint }: { hint?: string }) {
  const t = useTexts(statesTexts)
  return (
    <Notice title={t('notFound')} hint={hint ?? t('notFoundHint')}>
      <BackToInbox />
    </Notice>
  )
}

/** A page that threw, or whose script is gone since a newer version was installed. */
export function Broken({ updated = false }: { updated?: boolean }) {
  const t = useTexts(statesTexts)
  return (
    <div role="alert">
      <Notice title={t(updated ? 'updated' : 'broken')} {...(!updated && { hint: t('brokenHint') })}>
        <Button type="primary" onClick={() => window.location.reload()}>
          {t('again')}
        </Button>
      </Notice>
    </div>
  )
}
