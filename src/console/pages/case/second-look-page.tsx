import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App } from 'antd'
import { Link, useParams } from 'react-router'
import type { ReasonsCatalogue } from '../../../contracts/reasons-catalogue.ts'
import type { SecondLookDesk, SecondLookResult } from '../../../contracts/second-look.ts'
import type { StoryView } from '../../../contracts/story-view.ts'
import { errorText, get, post } from '../../api.ts'
import { useKeys } from '../../keys.tsx'
import { useLanguage, useSay, useTexts } from '../../language.tsx'
import { titleOf } from '../../parts/reason-title.ts'
import { StoryFrame } from '../../parts/story-frame.tsx'
import { StorySections } from '../../parts/story-sections.tsx'
import { outcomeTexts } from '../../parts/words-texts.ts'
import { Awaited } from '../../states.tsx'
import { Time } from '../../times.tsx'
import { useTitle } from '../../use-title.ts'
import { useReasonsCatalogue } from './case-data.ts'
import './case.css'
import { caseTexts } from './case-texts.ts'
import { DecisionBar } from './decision-bar.tsx'
import { choiceOf } from './decision-draft.ts'
import { DecisionPanel } from './decision-panel.tsx'
import { outcomeKeys } from './outcome-keys.ts'
import { useDraft } from './use-draft.ts'

/** A closed case, judged anew by somebody who does not know how it was decided. */
export function SecondLookPage() {
  const { id = '' } = useParams()
  const look = useQuery({
    queryKey: ['second-look', id],
    queryFn: ({ signal }) => get<SecondLookDesk>(`/v1/second-looks/${id}`, signal),
    // It stands as it stood then: nothing that happens changes it.
    staleTime: Number.POSITIVE_INFINITY,
  })
  const application = look.data?.application.id
  const story = useQuery({
    queryKey: ['second-look', id, 'story'],
    queryFn: ({ signal }) => get<StoryView>(`/v1/applications/${application}/story`, signal),
    enabled: application !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const catalogue = useReasonsCatalogue()
  if (look.data && story.data && catalogue.data) {
    return <OpenLook key={id} look={look.data} story={story.data} catalogue={catalogue.data} />
  }
  return <Awaited of={[look, story, catalogue]} />
}

interface Open {
  look: SecondLookDesk
  story: StoryView
  catalogue: ReasonsCatalogue
}

function OpenLook({ look, story, catalogue }: Open) {
  const t = useTexts(caseTexts)
  const say = useSay()
  const { message } = App.useApp()
  const client = useQueryClient()
  useTitle(`${t('look')} ${look.application.reference}`)
  const drafting = useDraft(look, catalogue.reasons)
  const { draft } = drafting
  const give = useMutation({
    mutationFn: (body: unknown) => post<SecondLookResult>(`/v1/second-looks/${look.id}`, body),
    onSuccess: () => {
      drafting.drop()
      void client.invalidateQueries({ queryKey: ['second-looks'] })
    },
    onError: (error) => void message.error(say(errorText(error))),
  })
  const done = give.data
  useKeys(
    caseTexts.look,
    done
      ? []
      : outcomeKeys.map(({ outcome, key, text }) => ({
          keys: key,
          text: caseTexts[text],
          run: () => drafting.open(outcome),
        })),
  )
  const send = () => {
    if (!draft) return
    const note = draft.note.trim()
    give.mutate({ ...choiceOf(draft, look.standing), note: note === '' ? null : note })
  }
  const [before = '', after = ''] = t('lookUntil').split('{time}')
  return (
    <div className="case-page">
      <header className="case-head">
        <div className="case-title">
          <h1>{look.application.reference}</h1>
          <span className="quiet">{t(look.application.merchantType)}</span>
          <strong>{t('look')}</strong>
        </div>
        <div className="case-holder">
          <p>
            {t('lookHint')}{' '}
            <span className="quiet">
              {before}
              <Time at={look.until} />
              {after}
            </span>
          </p>
        </div>
      </header>
      <StoryFrame story={story}>
        {(desk) => (
          <>
            {drafting.isOpen && draft && (
              <DecisionPanel
                caseId={null}
                draft={draft}
                change={drafting.change}
                close={drafting.close}
                standing={look.standing}
                catalogue={catalogue}
                stale={null}
                acceptStale={drafting.accept}
                busy={give.isPending}
                decide={send}
                barred={null}
                label={(decision) => t('lookDoneFor', { outcome: decision })}
              />
            )}
            <div className="case-sections" hidden={drafting.isOpen}>
              {done && <Outcome result={done} />}
              <StorySections story={story} desk={desk} />
            </div>
          </>
        )}
      </StoryFrame>
      <DecisionBar chosen={drafting.isOpen ? (draft?.outcome ?? null) : null} choose={drafting.open} disabled={!!done}>
        {done ? (
          <span>
            <Link to="/">{t('toInbox')}</Link>
          </span>
        ) : (
          <span className="quiet">{t('decideHint')}</span>
        )}
      </DecisionBar>
    </div>
  )
}

function Outcome({ result: { agreed, first, second } }: { result: SecondLookResult }) {
  const t = useTexts(caseTexts)
  const say = useSay()
  const { language } = useLanguage()
  const told = ({ outcome, codes }: SecondLookResult['first']) =>
    [say(outcomeTexts[outcome]), ...codes.map((code) => titleOf(code, language))].join(' · ')
  return (
    <Alert
      type={agreed ? 'success' : 'info'}
      showIcon
      title={t(agreed ? 'lookAgreed' : 'lookDiffers')}
      description={
        <dl className="look-result">
          <dt>{t('lookFirst')}</dt>
          <dd>{told(first)}</dd>
          <dt>{t('lookMine')}</dt>
          <dd>{told(second)}</dd>
        </dl>
      }
    />
  )
}
