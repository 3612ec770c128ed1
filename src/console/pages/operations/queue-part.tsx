import { Button, Tag } from 'antd'
import { useState } from 'react'
import type { QueueOverview } from '../../../contracts/operations-view.ts'
import { useLanguage, useTexts } from '../../language.tsx'
import { ActorName } from '../../parts/actor-name.tsx'
import { Section } from '../../parts/section.tsx'
import { useMay } from '../../session.ts'
import { Time, useNow } from '../../times.tsx'
import { Minutes } from './minutes.tsx'
import { operationsTexts } from './operations-texts.ts'
import { PauseDialogue } from './pause-dialogue.tsx'
import { countText, rateText, waitText } from './sizes.ts'
import { StepName } from './step-name.tsx'

const states = ['waiting', 'active', 'delayed', 'blocked', 'failed'] as const

/** The queues in the order of the flow, what waits in each, and whether it runs. */
export function QueuePart({ queues }: { queues: readonly QueueOverview[] }) {
  const t = useTexts(operationsTexts)
  const mayPause = useMay()('queue.pause')
  const [asked, setAsked] = useState<QueueOverview | null>(null)
  return (
    <Section title={t('queues')}>
      <table className="small-rows queue-rows">
        <thead>
          <tr>
            <th scope="col">{t('queue')}</th>
            <th scope="col">{t('state')}</th>
            {states.map((state) => (
              <th key={state} scope="col" className="numeric">
                {t(state)}
              </th>
            ))}
            <th scope="col" className="numeric">
              {t('oldest')}
            </th>
            <th scope="col" className="numeric">
              {t('rate')}
            </th>
            <th scope="col" className="hour">
              {t('lastHour')}
            </th>
            {mayPause && (
              <th scope="col">
                <span className="visually-hidden">{t('pause')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {queues.map((queue) => (
            <QueueRow key={queue.name} queue={queue} {...(mayPause && { ask: () => setAsked(queue) })} />
          ))}
        </tbody>
      </table>
      {asked && <PauseDialogue key={asked.name} queue={asked} close={() => setAsked(null)} />}
    </Section>
  )
}

function QueueRow({ queue, ask }: { queue: QueueOverview; ask?: () => void }) {
  const t = useTexts(operationsTexts)
  const { language } = useLanguage()
  const { name, counts, oldestSeconds, perMinute, lastHour, paused } = queue
  return (
    <tr data-queue={name}>
      <th scope="row">
        <StepName step={name} />
      </th>
      <td className="queue-state">
        <QueueState queue={queue} />
      </td>
      {counts === null ? (
        <td colSpan={states.length} className="quiet">
          {t('unknownCounts')}
        </td>
      ) : (
        states.map((state) => (
          <td key={state} className={`numeric ${counts[state] === 0 ? 'quiet' : ''}`} data-state={state}>
            {countText(counts[state])}
          </td>
        ))
      )}
      <td className="numeric">{oldestSeconds === null ? t('nothing') : waitText(oldestSeconds, language)}</td>
      <td className="numeric">{perMinute === null ? t('nothing') : rateText(perMinute)}</td>
      <td className="hour">
        <Minutes {...lastHour} />
      </td>
      {ask && (
        <td className="row-acts">
          <Button size="small" onClick={ask}>
            {t(paused ? 'resume' : 'pause')}
          </Button>
        </td>
      )}
    </tr>
  )
}

function QueueState({ queue: { paused, canary, counts } }: { queue: QueueOverview }) {
  const t = useTexts(operationsTexts)
  const { language } = useLanguage()
  const now = useNow()
  if (paused) {
    return (
      <>
        <Tag color="gold">{t('paused')}</Tag>
        <span className="value">{paused.reason}</span>
        <span className="quiet small below">
          <ActorName actor={paused.by} /> · <Time at={paused.at} relative />
        </span>
      </>
    )
  }
  if (canary?.lateSince) {
    const span = waitText(Math.max(0, now.getTime() - Date.parse(canary.lateSince)) / 1_000, language)
    return (
      <>
        <Tag color="volcano">{t('noWorker')}</Tag>
        <span className="small">{t('noWorkerHint', { span })}</span>
      </>
    )
  }
  // Nothing is known of it where the queues do not answer.
  return (
    <>
      <span className={counts === null ? 'mark' : 'mark good'} aria-hidden /> {t(counts === null ? 'unknown' : 'runs')}
    </>
  )
}
