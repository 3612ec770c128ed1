import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { Link, useParams } from 'react-router'
import type { StoryView } from '../../../contracts/story-view.ts'
import { get } from '../../api.ts'
import { useSay, useTexts } from '../../language.tsx'
import { ActorName } from '../../parts/actor-name.tsx'
import { StoryFrame } from '../../parts/story-frame.tsx'
import { StorySections } from '../../parts/story-sections.tsx'
import { outcomeTexts, statusTexts } from '../../parts/words-texts.ts'
import { useMay } from '../../session.ts'
import { Failed, Loading, NotAllowed } from '../../states.tsx'
import { StatusMark } from '../../status-mark.tsx'
import { Due, Time } from '../../times.tsx'
import { useTitle } from '../../use-title.ts'
import { StoryRest } from './story-rest.tsx'
import { storyTexts } from './story-texts.ts'
import '../../rows.css'
import './story.css'

/** The whole story of one application, for whoever may read it. */
export function StoryPage() {
  const { id = '' } = useParams()
  const may = useMay()
  const story = useQuery({
    queryKey: ['story', id],
    queryFn: ({ signal }) => get<StoryView>(`/v1/applications/${encodeURIComponent(id)}/story`, signal),
    enabled: may('story.read'),
  })
  if (!may('story.read')) return <NotAllowed />
  if (story.data) return <Story key={story.data.id} story={story.data} />
  return story.error ? <Failed error={story.error} again={() => void story.refetch()} /> : <Loading />
}

function Story({ story }: { story: StoryView }) {
  const t = useTexts(storyTexts)
  useTitle(t('title', { reference: story.reference }))
  return (
    <div className="story">
      <StoryHead story={story} />
      <StoryFrame story={story}>
        {(desk) => (
          <>
            <WhatIsDue story={story} />
            <StorySections story={story} desk={desk} />
            <StoryRest story={story} />
          </>
        )}
      </StoryFrame>
    </div>
  )
}

function StoryHead({ story }: { story: StoryView }) {
  const t = useTexts(storyTexts)
  const say = useSay()
  const may = useMay()
  const { reference, merchantType, revision, status, outcome, risk, enteredBy, createdAt, promised } = story
  const work = story.cases.find(({ state }) => state !== 'closed')
  const call = story.callbacks.find(({ state }) => state !== 'closed')
  return (
    <header className="story-head">
      <h1>{reference}</h1>
      <span>{t(merchantType)}</span>
      <span className="quiet">{t('revision', { n: revision })}</span>
      <strong>
        <StatusMark status={status} /> {say(statusTexts[status])}
      </strong>
      {outcome && <span>{say(outcomeTexts[outcome])}</span>}
      {risk !== null && <span className="quiet">{t('risk', { risk })}</span>}
      <span className="quiet">
        {t('handedIn')} <Time at={createdAt} /> · {t('by')} <ActorName actor={enteredBy} />
      </span>
      {promised && (
        <span className="quiet">
          {t('promised')}{' '}
          {story.decidedAt === null && promised.paused === null ? <Due at={promised.at} /> : <Time at={promised.at} />}
          {promised.breachedAt !== null && <strong className="overdue"> {t('missed')}</strong>}
        </span>
      )}
      <span className="story-links">
        {work && may('case.read') && <Link to={`/cases/${work.id}`}>{t('openCase')}</Link>}
        {call && may('callback.read') && <Link to={`/callbacks/${call.id}`}>{t('openCallback')}</Link>}
      </span>
    </header>
  )
}

function WhatIsDue({ story: { due, dueBy } }: { story: StoryView }) {
  const t = useTexts(storyTexts)
  const say = useSay()
  if (due.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      title={
        <>
          {t('due')}
          {dueBy !== null && <span className="quiet"> {t('dueBy', { day: dueBy })}</span>}
        </>
      }
      description={
        <ul className="plain">
          {due.map(({ action, material, field, message, hint }) => (
            <li key={`${action} ${material} ${field}`}>
              {say(message)} <span className="quiet">{say(hint)}</span>
            </li>
          ))}
        </ul>
      }
    />
  )
}
