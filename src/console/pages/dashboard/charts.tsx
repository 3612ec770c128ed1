import {
  Bar,
  BarChart,
  CartesianGrid,
  ComposedChart,
  Legend,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import type { DashboardView } from '../../../contracts/dashboard-view.ts'
import type { Outcome } from '../../../domain/decision.ts'
import { useLanguage, useSay, useTexts } from '../../language.tsx'
import { outcomeTexts } from '../../parts/words-texts.ts'
import { useTheme } from '../../theme.tsx'
import { dayText } from '../../time-texts.ts'
import { useNow } from '../../times.tsx'
import { dashboardTexts } from './dashboard-texts.ts'

/** From the best end to the worst; told apart by lightness as well, for whoever sees no colours. */
const colours: Record<'light' | 'dark', Record<Outcome, string>> = {
  light: {
    approved: '#2f7d4f',
    callback_required: '#7fb0e0',
    manual_review: '#1d5fa8',
    resubmission_required: '#e0a64b',
    rejected: '#b3261e',
  },
  dark: {
    approved: '#4fa873',
    callback_required: '#9cc6f2',
    manual_review: '#3d7fce',
    resubmission_required: '#e0b366',
    rejected: '#e06a61',
  },
}
const order: readonly Outcome[] = [
  'approved',
  'callback_required',
  'manual_review',
  'resubmission_required',
  'rejected',
]

/** By days: what was decided, and how quickly and how far without anybody. */
export function Charts({ data }: { data: DashboardView }) {
  const t = useTexts(dashboardTexts)
  const say = useSay()
  const { language } = useLanguage()
  const { dark } = useTheme()
  const now = useNow()
  const palette = colours[dark ? 'dark' : 'light']
  const ink = dark ? '#9fa8b2' : '#5c646d'
  const days = data.days.map(({ day, outcomes, straightThrough, p50 }) => ({
    day: dayText(new Date(`${day}T12:00:00+08:00`), now, language),
    ...outcomes,
    share: straightThrough === null ? null : Math.round(straightThrough * 1_000) / 10,
    seconds: p50,
  }))
  const shared = (
    <>
      <CartesianGrid vertical={false} stroke={dark ? '#2a3037' : '#e4e8ec'} />
      <XAxis dataKey="day" tick={{ fill: ink, fontSize: 12 }} tickLine={false} stroke={ink} minTickGap={24} />
      <Tooltip
        contentStyle={{
          background: dark ? '#1d232b' : '#ffffff',
          borderColor: dark ? '#2d333a' : '#dfe3e8',
          color: dark ? '#e4e8ec' : '#1c2127',
        }}
        itemStyle={{ color: dark ? '#e4e8ec' : '#1c2127' }}
        cursor={{ fill: dark ? '#ffffff14' : '#00000010' }}
        isAnimationActive={false}
      />
      <Legend
        itemSorter={null}
        formatter={(name: string) => <span style={{ color: ink }}>{name}</span>}
        iconSize={10}
      />
    </>
  )
  return (
    <div className="charts">
      <figure className="panel">
        <figcaption>{t('outcomes')}</figcaption>
        <ResponsiveContainer width="100%" height={240}>
          <BarChart data={days} accessibilityLayer={false} maxBarSize={36}>
            {shared}
            <YAxis
              allowDecimals={false}
              tick={{ fill: ink, fontSize: 12 }}
              width={44}
              tickLine={false}
              axisLine={false}
            />
            {order.map((outcome) => (
              <Bar
                key={outcome}
                dataKey={outcome}
                name={say(outcomeTexts[outcome])}
                stackId="outcomes"
                fill={palette[outcome]}
                isAnimationActive={false}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </figure>
      <figure className="panel">
        <figcaption>{t('speed')}</figcaption>
        <ResponsiveContainer width="100%" height={240}>
          <ComposedChart data={days} accessibilityLayer={false} maxBarSize={20}>
            {shared}
            <YAxis
              yAxisId="share"
              domain={[0, 100]}
              unit="%"
              tick={{ fill: ink, fontSize: 12 }}
              width={48}
              tickLine={false}
              axisLine={false}
            />
            <YAxis
              yAxisId="seconds"
              orientation="right"
              tick={{ fill: ink, fontSize: 12 }}
              width={44}
              tickLine={false}
              axisLine={false}
            />
            <Bar
              yAxisId="seconds"
              dataKey="seconds"
              name={t('median')}
              fill={dark ? '#3a434d' : '#cfd6dd'}
              isAnimationActive={false}
            />
            <Line
              yAxisId="share"
              dataKey="share"
              name={t('shareAxis')}
              unit="%"
              stroke={palette.approved}
              strokeWidth={2}
              dot={days.length < 2 ? { r: 3 } : false}
              connectNulls
              isAnimationActive={false}
            />
          </ComposedChart>
        </ResponsiveContainer>
      </figure>
      <DaysTable data={data} />
    </div>
  )
}

/** The same for whoever reads no charts. */
function DaysTable({ data }: { data: DashboardView }) {
  const t = useTexts(dashboardTexts)
  const say = useSay()
  return (
    <details className="days">
      <summary>{t('asTable')}</summary>
      <table className="small-rows">
        <thead>
          <tr>
            <th scope="col">{t('day')}</th>
            <th scope="col" className="numeric">
              {t('submitted')}
            </th>
            {order.map((outcome) => (
              <th key={outcome} scope="col" className="numeric">
                {say(outcomeTexts[outcome])}
              </th>
            ))}
            <th scope="col" className="numeric">
              {t('shareAxis')}
            </th>
            <th scope="col" className="numeric">
              {t('median')}
            </th>
          </tr>
        </thead>
        <tbody>
          {[...data.days].reverse().map(({ day, submitted, outcomes, straightThrough, p50 }) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              <td className="numeric">{submitted}</td>
              {order.map((outcome) => (
                <td key={outcome} className="numeric">
                  {outcomes[outcome]}
                </td>
              ))}
              <td className="numeric">{straightThrough === null ? '–' : `${Math.round(straightThrough * 100)}%`}</td>
              <td className="numeric">{p50 === null ? '–' : p50.toFixed(1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
