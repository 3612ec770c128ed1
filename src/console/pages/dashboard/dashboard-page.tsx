import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useSearchParams } from 'react-router'
import type { DashboardView } from '../../../contracts/dashboard-view.ts'
import { get } from '../../api.ts'
import { useTexts } from '../../language.tsx'
import { useMay } from '../../session.ts'
import { Failed, Loading, NotAllowed, Notice } from '../../states.tsx'
import { useNow } from '../../times.tsx'
import { useTitle } from '../../use-title.ts'
import { dashboardTexts } from './dashboard-texts.ts'
import { Figures } from './figures.tsx'
import { lastDays, lengths, type Period, readPeriod } from './period.ts'
import { Tables } from './tables.tsx'
import '../../rows.css'
import './dashboard.css'

/** The library of charts is larger than all the rest: figures stand at once, charts follow. */
const Charts = lazy(async () => ({ default: (await import('./charts.tsx')).Charts }))

/** How it goes: volumes, outcomes, times, reasons and load. */
export function DashboardPage() {
  const t = useTexts(dashboardTexts)
  const mayRead = useMay()('dashboard.read')
  useTitle(t('title'))
  const now = useNow()
  const [query, setQuery] = useSearchParams()
  const { from, until } = readPeriod(query, now)
  const dashboard = useQuery({
    queryKey: ['dashboard', from, until],
    queryFn: ({ signal }) => get<DashboardView>(`/v1/dashboard?from=${from}&until=${until}`, signal),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    refetchInterval: 60_000,
    enabled: mayRead,
  })
  if (!mayRead) return <NotAllowed />
  const { data } = dashboard
  return (
    <div className="dashboard">
      <h1 className="visually-hidden">{t('title')}</h1>
      <PeriodBar period={{ from, until }} now={now} choose={(period) => setQuery({ ...period }, { replace: true })} />
      {data === undefined ? (
        dashboard.error ? (
          <Failed error={dashboard.error} again={() => void dashboard.refetch()} />
        ) : (
          <Loading />
        )
      ) : (
        <div aria-busy={dashboard.isPlaceholderData}>
          <Figures data={data} />
          {data.screened + data.submitted === 0 ? (
            <Notice title={t('empty')} hint={t('emptyHint')} />
          ) : (
            <>
              <Suspense fallback={<div className="charts-place" />}>
                <Charts data={data} />
              </Suspense>
              <Tables data={data} />
            </>
          )}
        </div>
      )}
    </div>
  )
}

function PeriodBar({ period, now, choose }: { period: Period; now: Date; choose: (period: Period) => void }) {
  const t = useTexts(dashboardTexts)
  const names = { 7: t('days7'), 30: t('days30'), 90: t('days90') }
  const today = lastDays(1, now).until
  return (
    <div className="filters" role="group" aria-label={t('period')}>
      <div className="views">
        {lengths.map((length) => {
          const these = lastDays(length, now)
          const chosen = these.from === period.from && these.until === period.until
          return (
            <button key={length} type="button" aria-pressed={chosen} onClick={() => choose(these)}>
              {names[length]}
            </button>
          )
        })}
      </div>
      <label>
        {t('from')}{' '}
        <input
          type="date"
          value={period.from}
          max={period.until}
          onChange={({ target }) => target.value && choose({ ...period, from: target.value })}
        />
      </label>
      <label>
        {t('until')}{' '}
        <input
          type="date"
          value={period.until}
          min={period.from}
          max={today}
          onChange={({ target }) => target.value && choose({ ...period, until: target.value })}
        />
      </label>
    </div>
  )
}
