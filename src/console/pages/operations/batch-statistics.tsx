import type { RerunBatch } from '../../../contracts/rerun-view.ts'
import { rerunResults } from '../../../domain/rerun-words.ts'
import { useSay, useTexts } from '../../language.tsx'
import { Section } from '../../parts/section.tsx'
import { outcomeTexts } from '../../parts/words-texts.ts'
import { rerunTexts, resultTexts } from './rerun-texts.ts'
import { countText } from './sizes.ts'

/** What a batch has come to: results, outcomes that changed, and what was left as it is. */
export function BatchStatistics({ batch: { mode, statistics } }: { batch: RerunBatch }) {
  const t = useTexts(rerunTexts)
  const say = useSay()
  const { results, changes, skipped } = statistics
  const any = rerunResults.some((result) => results[result] > 0)
  return (
    <div className="batch-statistics">
      <Section title={t('results')}>
        {any ? (
          <table className="small-rows">
            <tbody>
              {rerunResults
                .filter((result) => results[result] > 0)
                .map((result) => (
                  <tr key={result} data-result={result}>
                    <th scope="row">{say(resultTexts[result])}</th>
                    <td className="numeric">{countText(results[result])}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        ) : (
          <p className="quiet">{t('noneYet')}</p>
        )}
      </Section>
      <Section title={t(mode === 'shadow' ? 'wouldChange' : 'changes')}>
        {changes.length === 0 ? (
          <p className="quiet">{t(any ? 'noChanges' : 'noneYet')}</p>
        ) : (
          <table className="small-rows">
            <tbody>
              {changes.map(({ from, to, count }) => (
                <tr key={`${from} ${to}`} data-change={`${from} ${to}`}>
                  <th scope="row">
                    {say(outcomeTexts[from])} → {say(outcomeTexts[to])}
                  </th>
                  <td className="numeric">{countText(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Section>
      <Section title={t('skippedWhy')}>
        {skipped.length === 0 ? (
          <p className="quiet">{t('noneSkipped')}</p>
        ) : (
          <table className="small-rows">
            <tbody>
              {skipped.map(({ why, text, count }) => (
                <tr key={why}>
                  <th scope="row">{say(text)}</th>
                  <td className="numeric">{countText(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Section>
    </div>
  )
}
