import type { DashboardView } from '../../../contracts/dashboard-view.ts'
import { useSay, useTexts } from '../../language.tsx'
import { callOutcomeTexts } from '../applications/story-texts.ts'
import { dashboardTexts } from './dashboard-texts.ts'
import { Bars, ShareBar } from './bars.tsx'

/** What is read better as rows: reasons, people, ends. */
export function Tables({ data }: { data: DashboardView }) {
  const t = useTexts(dashboardTexts)
  return (
    <div className="dashboard-tables">
      <Reasons data={data} />
      <div className="dashboard-column">
        <Reviewers data={data} />
        <Bars
          title={t('ended')}
          rows={(['approved', 'rejected', 'withdrawn', 'expired'] as const).map((end) => ({
            key: end,
            name: t(end),
            count: data.ended[end],
          }))}
        />
        <CallOutcomes data={data} />
      </div>
    </div>
  )
}

function Reasons({ data: { reasons } }: { data: DashboardView }) {
  const t = useTexts(dashboardTexts)
  const say = useSay()
  const most = Math.max(1, ...reasons.map(({ count }) => count))
  return (
    <section className="panel">
      <h2>{t('reasons')}</h2>
      {reasons.length === 0 ? (
        <p className="quiet">{t('none')}</p>
      ) : (
        <table className="small-rows">
          <thead>
            <tr>
              <th scope="col">{t('reason')}</th>
              <th scope="col" className="numeric">
                {t('count')}
              </th>
              <th scope="col">{t('trend')}</th>
            </tr>
          </thead>
          <tbody>
            {reasons.map(({ code, text, fraud, count, days }) => (
              <tr key={code} title={code}>
                <td>
                  {say(text)} {fraud && <span className="quiet">{t('fraud')}</span>}
                </td>
                <td className="numeric">
                  <ShareBar share={count / most} /> {count}
                </td>
                <td>
                  <Trend days={days} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

/** A line as high as its own highest day: how it went, not how much it was. */
function Trend({ days }: { days: readonly number[] }) {
  const [width, height, most] = [120, 20, Math.max(1, ...days)]
  const step = width / Math.max(1, days.length - 1)
  const points = days.map(
    (count, at) => `${(at * step).toFixed(1)},${(height - 1 - (count / most) * (height - 2)).toFixed(1)}`,
  )
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} className="trend" aria-hidden>
      {days.length === 1 ? <circle cx={width / 2} cy={height / 2} r={2} /> : <polyline points={points.join(' ')} />}
    </svg>
  )
}

function Reviewers({ data: { reviewers } }: { data: DashboardView }) {
  const t = useTexts(dashboardTexts)
  return (
    <section className="panel">
      <h2>{t('reviewers')}</h2>
      {reviewers.length === 0 ? (
        <p className="quiet">{t('none')}</p>
      ) : (
        <table className="small-rows">
          <thead>
            <tr>
              <th scope="col">{t('person')}</th>
              {(['decided', 'confirmed', 'open'] as const).map((key) => (
                <th key={key} scope="col" className="numeric">
                  {t(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {reviewers.map(({ person, decided, confirmed, open }) => (
              <tr key={person.id}>
                <td>{person.displayName ?? person.id}</td>
                <td className="numeric">{decided}</td>
                <td className="numeric">{confirmed}</td>
                <td className="numeric">{open}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function CallOutcomes({ data: { callbacks } }: { data: DashboardView }) {
  const t = useTexts(dashboardTexts)
  const say = useSay()
  const names: Record<string, { zh: string; en: string }> = callOutcomeTexts
  return (
    <Bars
      title={t('callOutcomes')}
      rows={callbacks.outcomes.map(({ outcome, count }) => {
        const name = names[outcome]
        return { key: outcome, name: name ? say(name) : outcome, count }
      })}
    />
  )
}
