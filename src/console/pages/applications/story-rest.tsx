import { Tag } from 'antd'
import { Link } from 'react-router'
import type { StoryCallback } from '../../../contracts/story-decisions.ts'
import type { StoryView } from '../../../contracts/story-view.ts'
import { materialNames } from '../../../domain/terms.ts'
import { useLanguage, useSay, useTexts } from '../../language.tsx'
import { ActorName } from '../../parts/actor-name.tsx'
import { Section } from '../../parts/section.tsx'
import { sharedTexts, statusTexts } from '../../parts/words-texts.ts'
import { StatusMark } from '../../status-mark.tsx'
import { timeText } from '../../time-texts.ts'
import { Time, useNow } from '../../times.tsx'
import { callOutcomeTexts, storyTexts } from './story-texts.ts'
import { aboutTexts, channelTexts, checkTexts, deliveryTexts } from './told-texts.ts'

/** What a case page leaves out: calls, what was told, kin, checks, the terminal's way. */
export function StoryRest({ story }: { story: StoryView }) {
  const t = useTexts(storyTexts)
  const { callbacks, told, related, checks, shipment } = story
  return (
    <>
      {callbacks.length > 0 && (
        <Section title={t('callbacks')} note={callbacks.flatMap(({ attempts }) => attempts).length}>
          {callbacks.map((callback) => (
            <Calls key={callback.id} callback={callback} />
          ))}
        </Section>
      )}
      <Section title={t('told')} note={told.length}>
        <Told told={told} />
      </Section>
      {shipment && (
        <Section title={t('shipment')}>
          <p>
            {shipment.courier} {shipment.trackingNumber}{' '}
            <span className="quiet">
              <Time at={shipment.shippedAt} />
            </span>
          </p>
        </Section>
      )}
      <Section title={t('related')} note={related.length}>
        <Related related={related} />
      </Section>
      <Section title={t('checks')} note={checks.length}>
        <Checks checks={checks} />
      </Section>
    </>
  )
}

function Calls({ callback: { attempts } }: { callback: StoryCallback }) {
  const t = useTexts(storyTexts)
  const say = useSay()
  const { language } = useLanguage()
  const now = useNow()
  if (attempts.length === 0) return <p className="quiet">{t('noCalls')}</p>
  return (
    <ol className="plain">
      {attempts.map(({ at, by, outcome, note, callAgainAt, answers }) => (
        <li key={at}>
          <Tag>{isCallOutcome(outcome) ? say(callOutcomeTexts[outcome]) : outcome}</Tag>
          <ActorName actor={by} />{' '}
          <span className="quiet">
            <Time at={at} />
            {callAgainAt !== null && ` · ${t('callAgain', { time: timeText(new Date(callAgainAt), now, language) })}`}
          </span>
          <ul className="plain">
            {answers.map(({ question, choice, text }) => (
              <li key={question.en}>
                <span className="quiet">{say(question)}</span> {choice && say(choice)} {text}
              </li>
            ))}
          </ul>
          {note !== null && <p>{note}</p>}
        </li>
      ))}
    </ol>
  )
}

const isCallOutcome = (outcome: string): outcome is keyof typeof callOutcomeTexts =>
  Object.hasOwn(callOutcomeTexts, outcome)

function Told({ told }: Pick<StoryView, 'told'>) {
  const t = useTexts(storyTexts)
  const say = useSay()
  if (told.length === 0) return <p className="quiet">{t('nothingTold')}</p>
  return (
    <table className="small-rows">
      <tbody>
        {told.map(({ channel, about, revision, state, attempts, at, sentAt }) => (
          <tr key={`${channel} ${about} ${at}`}>
            <td>{say(channelTexts[channel])}</td>
            <td>
              {say(aboutTexts[about])} <span className="quiet">{t('revision', { n: revision })}</span>
            </td>
            <td>
              {say(deliveryTexts[state])}
              {attempts > 1 && <span className="quiet"> {t('attempts', { n: attempts })}</span>}
            </td>
            <td className="quiet">
              <Time at={sentAt ?? at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Related({ related }: Pick<StoryView, 'related'>) {
  const t = useTexts(storyTexts)
  const say = useSay()
  if (related.length === 0) return <p className="quiet">{t('noneRelated')}</p>
  return (
    <table className="small-rows">
      <tbody>
        {related.map(({ application, by }) => (
          <tr key={application.id}>
            <td>
              <Link to={`/applications/${application.id}`}>{application.reference}</Link>
            </td>
            <td>
              <StatusMark status={application.status} /> {say(statusTexts[application.status])}
            </td>
            <td>{by.map((each) => say(sharedTexts[each])).join(' · ')}</td>
            <td className="quiet">
              <Time at={application.createdAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Checks({ checks }: Pick<StoryView, 'checks'>) {
  const t = useTexts(storyTexts)
  const say = useSay()
  return (
    <table className="small-rows">
      <tbody>
        {checks.map(({ check, slot, status, seconds, engine, error }) => (
          <tr key={`${check} ${slot}`}>
            <td>{say(checkTexts[check])}</td>
            <td>{slot === 'application' ? t('whole') : say(materialNames[slot])}</td>
            <td className={status === 'failed' ? 'overdue' : undefined}>
              {t(status)} {error}
            </td>
            <td className="quiet">
              {seconds !== null && t('seconds', { n: seconds.toFixed(1) })} {engine}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
