import { useTexts } from '../../language.tsx'
import { dashboardTexts } from './dashboard-texts.ts'

/** Counts beside each other, each with a bar as long as its share of the largest. */
export function Bars({
  title,
  rows,
}: {
  title: string
  rows: readonly { key: string; name: string; count: number }[]
}) {
  const t = useTexts(dashboardTexts)
  const most = Math.max(1, ...rows.map(({ count }) => count))
  return (
    <section className="panel">
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p className="quiet">{t('none')}</p>
      ) : (
        <table className="small-rows">
          <tbody>
            {rows.map(({ key, name, count }) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                <td className="numeric">
                  <ShareBar share={count / most} /> {count}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

/** @param share 0 to 1 of the largest */
export const ShareBar = ({ share }: { share: number }) => (
  <svg className="share-bar" viewBox="0 0 90 8" width={90} height={8} aria-hidden>
    <rect width={Math.round(share * 90)} height={8} rx={1} />
  </svg>
)
