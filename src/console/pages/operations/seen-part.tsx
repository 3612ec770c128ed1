import type { RerunItem } from '../../../contracts/rerun-view.ts'
import { useSay, useTexts } from '../../language.tsx'
import { checkTexts } from '../applications/told-texts.ts'
import { rerunTexts } from './rerun-texts.ts'
import { seenTexts } from './seen-texts.ts'
import { otherEngines, type Seen, seenName, seenValues, slotName } from './seen-words.ts'

const isCheck = (name: string): name is keyof typeof checkTexts => Object.hasOwn(checkTexts, name)

/** Field by field what was seen otherwise this time, and by which engines. */
export function SeenPart({ item }: { item: RerunItem }) {
  const t = useTexts(seenTexts)
  const ofBatch = useTexts(rerunTexts)
  const { differs } = item
  const engines = otherEngines(item)
  return (
    <details className="seen">
      <summary>{differs.length > 0 ? t('seen', { n: differs.length }) : t('enginesOnly')}</summary>
      {engines.length > 0 && <Engines engines={engines} />}
      {differs.length > 0 && (
        <>
          <table className="small-rows">
            <thead>
              <tr>
                <th scope="col">{t('check')}</th>
                <th scope="col">{t('of')}</th>
                <th scope="col">{t('what')}</th>
                <th scope="col">{ofBatch('before')}</th>
                <th scope="col">{ofBatch('after')}</th>
              </tr>
            </thead>
            <tbody>
              {differs.map((seen) => (
                <SeenRow key={`${seen.check} ${seen.slot} ${seen.field}`} seen={seen} />
              ))}
            </tbody>
          </table>
          <p className="quiet small">{t('valuesHidden')}</p>
        </>
      )}
    </details>
  )
}

function Engines({ engines }: { engines: ReturnType<typeof otherEngines> }) {
  const t = useTexts(seenTexts)
  const say = useSay()
  const versions = (all: readonly string[]) =>
    all.length === 0 ? <span className="quiet">{t('noEngine')}</span> : <code>{all.join(' + ')}</code>
  return (
    <p className="seen-engines">
      <span className="quiet">{t('engines')}</span>
      {engines.map(({ check, from, to }) => (
        <span key={check} data-engines={check}>
          {isCheck(check) ? say(checkTexts[check]) : check} {versions(from)} → {versions(to)}
        </span>
      ))}
    </p>
  )
}

function SeenRow({ seen }: { seen: Seen }) {
  const say = useSay()
  const slot = slotName(seen)
  const values = seenValues(seen)
  return (
    <tr data-seen={`${seen.slot} ${seen.field}`}>
      <td className="quiet">{say(checkTexts[seen.check])}</td>
      <td>{slot && say(slot)}</td>
      <th scope="row">{say(seenName(seen))}</th>
      {'both' in values ? (
        <td colSpan={2}>{say(values.both)}</td>
      ) : (
        <>
          <td>{say(values.before)}</td>
          <td>{say(values.after)}</td>
        </>
      )}
    </tr>
  )
}
