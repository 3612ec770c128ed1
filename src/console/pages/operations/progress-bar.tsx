import type { RerunStatistics } from '../../../contracts/rerun-view.ts'
import { useSay, useTexts } from '../../language.tsx'
import { itemStateTexts, rerunTexts } from './rerun-texts.ts'
import { countText } from './sizes.ts'

/** What has ended first, then what goes on; the rest of the bar is what waits. */
const drawn = ['done', 'skipped', 'failed', 'cancelled', 'running'] as const
const ended = ['done', 'skipped', 'failed', 'cancelled'] as const
const named = ['done', 'running', 'waiting', 'failed', 'skipped', 'cancelled'] as const

/** How far a batch is: a bar of its items by state, and their counts. */
export function ProgressBar({
  statistics: { total, byState },
  short = false,
}: {
  statistics: RerunStatistics
  short?: boolean
}) {
  const t = useTexts(rerunTexts)
  const say = useSay()
  const over = ended.reduce((sum, state) => sum + byState[state], 0)
  let x = 0
  const said = t('doneOf', { done: countText(over), total: countText(total) })
  return (
    <div className={short ? 'batch-progress short' : 'batch-progress'}>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" height={8} role="img" aria-label={said}>
        <rect className="rest" width={100} height={8} />
        {drawn.map((state) => {
          const width = total === 0 ? 0 : (byState[state] / total) * 100
          x += width
          return width > 0 && <rect key={state} className={state} x={x - width} width={width} height={8} />
        })}
      </svg>
      {short ? (
        <span className="quiet small">{said}</span>
      ) : (
        <ul className="plain states">
          {named
            .filter((state) => byState[state] > 0 || state === 'done')
            .map((state) => (
              <li key={state} data-items={state}>
                <span className={`key ${state}`} aria-hidden /> {say(itemStateTexts[state])}{' '}
                <strong>{countText(byState[state])}</strong>
              </li>
            ))}
        </ul>
      )}
    </div>
  )
}
