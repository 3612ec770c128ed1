import { Tag } from 'antd'
import type { StoryView } from '../../contracts/story-view.ts'
import { useSay, useTexts } from '../language.tsx'
import { ActorName } from './actor-name.tsx'
import { Time } from '../times.tsx'
import { partTexts } from './part-texts.ts'
import { statusTexts } from './words-texts.ts'

/** How the application went on, newest first, and what the applicant said against a refusal. */
export function History({ history, appeals }: Pick<StoryView, 'history' | 'appeals'>) {
  const t = useTexts(partTexts)
  const say = useSay()
  if (history.length === 0) return <p className="quiet">{t('noEntries')}</p>
  return (
    <>
      {appeals.map(({ at, text, revision }) => (
        <p key={at} className="said">
          <Tag color="gold">{t('appeal')}</Tag>
          {text}{' '}
          <span className="quiet">
            <Time at={at} /> · {t('revision', { revision })}
          </span>
        </p>
      ))}
      <ol className="history" reversed>
        {[...history].reverse().map(({ to, at, by, revision }) => (
          <li key={`${at} ${to}`}>
            <span className="quiet">
              <Time at={at} />
            </span>
            <strong>{say(statusTexts[to])}</strong>
            <span>
              <ActorName actor={by} />
            </span>
            <span className="quiet">{t('revision', { revision })}</span>
          </li>
        ))}
      </ol>
    </>
  )
}
