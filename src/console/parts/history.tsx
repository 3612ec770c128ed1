import { Tag } from 'antd'
import type { StoryView } from '../../contracts/story-view.ts'
import { useLanguage, useSay, useTexts } from '../language.tsx'
import { ActorName } from './actor-name.tsx'
import { partTexts } from './part-texts.ts'
import { fullTime } from './time.ts'
import { statusTexts } from './words-texts.ts'

/** How the application went on, newest first, and what the applicant said against a refusal. */
export function History({ history, appeals }: Pick<StoryView, 'history' | 'appeals'>) {
  const t = useTexts(partTexts)
  const say = useSay()
  const { language } = useLanguage()
  if (history.length === 0) return <p className="quiet">{t('noEntries')}</p>
  return (
    <>
      {appeals.map(({ at, text, revision }) => (
        <p key={at} className="said">
          <Tag color="gold">{t('appeal')}</Tag>
          {text}{' '}
          <span className="quiet">
            {fullTime(at, language)} · {t('revision', { revision })}
          </span>
        </p>
      ))}
      <ol className="history" reversed>
        {[...history].reverse().map(({ to, at, by, revision }) => (
          <li key={`${at} ${to}`}>
            <time dateTime={at} className="quiet">
              {fullTime(at, language)}
            </time>
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
