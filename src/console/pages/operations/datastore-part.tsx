import type { ReactNode } from 'react'
import type { OperationsView } from '../../../contracts/operations-view.ts'
import { useTexts } from '../../language.tsx'
import { Section } from '../../parts/section.tsx'
import { operationsTexts } from './operations-texts.ts'
import { bytesText, countText } from './sizes.ts'

/** From this share of its memory on Redis is short of it, as the service itself has it: it warns at 70 % and takes nothing in at 80 %. */
const MEMORY_TIGHT = 0.7

/** What everything stands on: whether each answers, how quickly, and how full it is. */
export function DatastorePart({ datastores: { database, queues, photos } }: Pick<OperationsView, 'datastores'>) {
  const t = useTexts(operationsTexts)
  const { memory } = queues
  const tight = memory !== null && memory.used / memory.max >= MEMORY_TIGHT
  return (
    <Section title={t('datastores')}>
      <table className="small-rows datastore-rows">
        <tbody>
          <Store
            name={t('database')}
            kind={database.version ? `Postgres ${database.version}` : 'Postgres'}
            of={database}
          >
            {[
              database.bytes !== null && bytesText(database.bytes),
              database.connections && t('connections', database.connections),
              t('pool', database.pool),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Store>
          <Store name={t('queueStore')} kind={queues.kind === 'redis' ? 'Redis' : 'Postgres'} of={queues}>
            {memory === null ? (
              t(queues.kind === 'redis' ? 'noLimit' : 'noMemory')
            ) : (
              <span className={tight ? 'overdue' : undefined}>
                {t('memory', {
                  used: bytesText(memory.used),
                  max: bytesText(memory.max),
                  percent: Math.round((memory.used / memory.max) * 100),
                })}
              </span>
            )}
          </Store>
          <Store name={t('photos')} kind={photos.kind === 's3' ? 'S3' : t('localFolder')} of={photos}>
            {photos.count !== null &&
              photos.bytes !== null &&
              t('files', { count: countText(photos.count), size: bytesText(photos.bytes) })}
          </Store>
        </tbody>
      </table>
    </Section>
  )
}

function Store({
  name,
  kind,
  of: { state, milliseconds },
  children,
}: {
  name: string
  kind: string
  of: { state: 'ok' | 'away'; milliseconds: number | null }
  children: ReactNode
}) {
  const t = useTexts(operationsTexts)
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{kind}</td>
      <td className={state === 'away' ? 'answers overdue' : 'answers'}>
        <span className={`mark ${state === 'ok' ? 'good' : 'bad'}`} aria-hidden /> {t(state)}
        {milliseconds !== null && (
          <span className="quiet"> {t('inMilliseconds', { n: Math.round(milliseconds * 10) / 10 })}</span>
        )}
      </td>
      <td>{children}</td>
    </tr>
  )
}
