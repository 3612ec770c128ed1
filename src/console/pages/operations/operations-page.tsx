import { Link, Outlet, useLocation } from 'react-router'
import { useTexts } from '../../language.tsx'
import { useMay } from '../../session.ts'
import { NotAllowed } from '../../states.tsx'
import { ToApprove } from '../../to-approve.tsx'
import { operationsTexts } from './operations-texts.ts'
import '../../rows.css'
import '../../parts/parts.css'
import './operations.css'

const parts = [
  { to: '/operations', key: 'overview' },
  { to: '/operations/failures', key: 'failures' },
  { to: '/operations/reruns', key: 'reruns' },
] as const

/** Where jobs are looked at one by one; a page of its own, outside the console. */
const JOBS = '/ops/queues'

/** How the service runs, what failed, and running it again. Around each of these pages. */
export function OperationsPage() {
  const t = useTexts(operationsTexts)
  const mayRead = useMay()('operations.read')
  const { pathname } = useLocation()
  if (!mayRead) return <NotAllowed />
  const at = parts.findLast(({ to }) => pathname === to || pathname.startsWith(`${to}/`))
  return (
    <>
      <h1 className="visually-hidden">{t('title')}</h1>
      <div className="operations-head">
        <nav aria-label={t('parts')} className="page-parts">
          {parts.map(({ to, key }) => (
            <Link key={to} to={to} {...(to === at?.to && { 'aria-current': 'page' as const })}>
              {t(key)}
              {key === 'reruns' && <ToApprove />}
            </Link>
          ))}
        </nav>
        <a href={JOBS} target="_blank" rel="noreferrer" className="small">
          {t('jobs')}
          <span aria-hidden> ↗</span>
          <span className="visually-hidden"> ({t('newWindow')})</span>
        </a>
      </div>
      <Outlet />
    </>
  )
}
