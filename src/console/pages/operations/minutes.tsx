import { useTexts } from '../../language.tsx'
import { operationsTexts } from './operations-texts.ts'
import { countText } from './sizes.ts'

const [WIDTH, HEIGHT] = [120, 22]

/** The last hour by minutes: done as bars, failed below them in the colour of errors; as high as their own highest minute. */
export function Minutes({ done, failed }: { done: readonly number[]; failed: readonly number[] }) {
  const t = useTexts(operationsTexts)
  const most = Math.max(1, ...done.map((count, at) => count + (failed[at] ?? 0)))
  const step = WIDTH / Math.max(1, done.length)
  const sum = (counts: readonly number[]) => countText(counts.reduce((total, count) => total + count, 0))
  const said = t('lastHourOf', { done: sum(done), failed: sum(failed) })
  // What happened at all is seen, however little it is beside the most.
  const high = (count: number) => (count === 0 ? 0 : Math.max(1, (count / most) * HEIGHT))
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} className="minutes" role="img">
      <title>{said}</title>
      <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
      {done.map((count, at) => {
        const wrong = high(failed[at] ?? 0)
        const right = high(count)
        return (
          // Minutes have no other name than their place.
          // oxlint-disable-next-line react/no-array-index-key
          <g key={at} transform={`translate(${(at * step).toFixed(1)})`}>
            <rect className="failed" y={HEIGHT - wrong} width={step - 0.5} height={wrong} />
            <rect className="done" y={HEIGHT - wrong - right} width={step - 0.5} height={right} />
          </g>
        )
      })}
    </svg>
  )
}
