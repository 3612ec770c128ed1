import type { ReconcilerView } from '../../../contracts/reconciler-view.ts'
import { useLanguage, useSay, useTexts } from '../../language.tsx'
import { Section } from '../../parts/section.tsx'
import { durationText, relativeText } from '../../time-texts.ts'
import { Time, useNow } from '../../times.tsx'
import { operationsTexts } from './operations-texts.ts'
import { lostTexts } from './operations-words-texts.ts'
import { countText, waitText } from './sizes.ts'

/** What was looked for because it might be lost, what was, and what became of it. */
export function ReconcilerPart({ reconciler }: { reconciler: ReconcilerView | null }) {
  const t = useTexts(operationsTexts)
  const say = useSay()
  const { language } = useLanguage()
  const now = useNow()
  if (reconciler === null) {
    return (
      <Section title={t('reconciler')}>
        <p className="quiet">{t('reconcilerOff')}</p>
      </Section>
    )
  }
  const { everySeconds: every, lookedAt, took, kinds } = reconciler
  const counts = ({ hour, day, total }: { hour: number; day: number; total: number }) => (
    <td className={`numeric ${total === 0 ? 'quiet' : ''}`}>{[hour, day, total].map(countText).join(' / ')}</td>
  )
  return (
    <Section
      title={t('reconciler')}
      note={
        lookedAt === null
          ? t('reconcilerNever', { every })
          : t('reconcilerNote', {
              every,
              at: relativeText(new Date(lookedAt), now, language),
              took: took === null ? t('nothing') : durationText(took, language),
            })
      }
    >
      <table className="small-rows">
        <thead>
          <tr>
            <th scope="col">{t('lostWhat')}</th>
            {(['suspects', 'lost', 'stillFor', 'repaired', 'givenUp', 'lastRepair'] as const).map((key) => (
              <th key={key} scope="col" className="numeric">
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map(({ kind, suspects, lost, oldestSeconds, repaired, givenUp, lastRepairAt }) => (
            <tr key={kind} data-kind={kind}>
              <th scope="row">{say(lostTexts[kind])}</th>
              <td className={`numeric ${suspects === 0 ? 'quiet' : ''}`}>{countText(suspects)}</td>
              <td className={`numeric ${lost === 0 ? 'quiet' : ''}`}>{countText(lost)}</td>
              <td className="numeric">{oldestSeconds === null ? t('nothing') : waitText(oldestSeconds, language)}</td>
              {counts(repaired)}
              {counts(givenUp)}
              <td className="numeric">{lastRepairAt === null ? t('nothing') : <Time at={lastRepairAt} relative />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}
