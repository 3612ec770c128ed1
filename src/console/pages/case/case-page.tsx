import { Alert, Button } from 'antd'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { useParams } from 'react-router'
import type { DecisionDesk } from '../../../contracts/case-decision.ts'
import type { CaseView } from '../../../contracts/case-view.ts'
import type { ReasonsCatalogue } from '../../../contracts/reasons-catalogue.ts'
import type { CaseOutcome } from '../../../domain/case-choice.ts'
import { useKeys } from '../../keys.tsx'
import { useSay, useTexts } from '../../language.tsx'
import { useMay } from '../../session.ts'
import { Section } from '../../parts/section.tsx'
import { StoryFrame } from '../../parts/story-frame.tsx'
import { StorySections } from '../../parts/story-sections.tsx'
import { outcomeTexts } from '../../parts/words-texts.ts'
import { Awaited, Loading } from '../../states.tsx'
import { useTitle } from '../../use-title.ts'
import { useCase, useDecisionDesk, useReasonsCatalogue } from './case-data.ts'
import { isClaimable } from './claimable.ts'
import { CaseHead } from './case-head.tsx'
import { CaseLog } from './case-log.tsx'
import './case.css'
import { caseTexts } from './case-texts.ts'
import { DecisionBar } from './decision-bar.tsx'
import { MadeDecision, SecondApproval } from './second-approval.tsx'
import { type CaseActs, useCaseActs } from './use-case-acts.ts'
import { useDraft } from './use-draft.ts'
import { useLease } from './use-lease.ts'
import { outcomeKeys } from './outcome-keys.ts'

/** What is needed to write a decision comes after what is needed to look at one; by then it is there. */
const loadDeciding = () => import('./deciding.tsx')
const loadDialogue = () => import('./case-dialogue.tsx')
const Deciding = lazy(async () => ({ default: (await loadDeciding()).Deciding }))
const CaseDialogue = lazy(async () => ({ default: (await loadDialogue()).CaseDialogue }))

function useLoadedAhead(): void {
  useEffect(() => {
    // A fault here is told when it is needed.
    const timer = setTimeout(() => void Promise.all([loadDeciding(), loadDialogue()]).catch(() => {}), AHEAD)
    return () => clearTimeout(timer)
  }, [])
}
/** Milliseconds: when the photos have been asked for. */
const AHEAD = 600

export function CasePage() {
  const { id = '' } = useParams()
  const view = useCase(id)
  const desk = useDecisionDesk(id)
  const catalogue = useReasonsCatalogue()
  if (view.data && desk.data && catalogue.data) {
    return (
      <OpenCase
        key={id}
        view={view.data}
        desk={desk.data}
        catalogue={catalogue.data}
        refresh={() => {
          void view.refetch()
          void desk.refetch()
        }}
      />
    )
  }
  return <Awaited of={[view, desk, catalogue]} />
}

interface Open {
  view: CaseView
  desk: DecisionDesk
  catalogue: ReasonsCatalogue
  refresh: () => void
}

function OpenCase({ view, desk, catalogue, refresh }: Open) {
  const t = useTexts(caseTexts)
  const { case: item, story, log } = view
  useTitle(t('titleOf', { reference: item.application.reference }))
  useLoadedAhead()
  const acts = useCaseActs(item.id)
  const lease = useLease(item, refresh)
  const drafting = useDraft(desk, catalogue.reasons)
  const comment = useRef<HTMLTextAreaElement>(null)
  const mayDecide = desk.mayDecide && desk.screen !== null
  useCaseKeys({ view, acts, comment, choose: drafting.open, mayDecide })
  const waiting = desk.decisions.find(({ state }) => state === 'waiting')
  return (
    <div className="case-page">
      <CaseHead view={view} lease={lease} mayNot={desk.mayNot} acts={acts} />
      <StoryFrame story={story}>
        {(photos) => (
          <>
            {drafting.isOpen && (
              <Suspense fallback={<Loading />}>
                <Deciding {...{ item, desk, catalogue, drafting }} />
              </Suspense>
            )}
            {/* Hidden while a decision is written, so that what was unfolded is still so after. */}
            <div className="case-sections" hidden={drafting.isOpen}>
              {waiting && <SecondApproval caseId={item.id} decision={waiting} may={desk.maySecond} />}
              <Refused desk={desk} />
              <StorySections story={story} desk={photos} />
              <Section title={t('log')} note={log.length}>
                <CaseLog log={log} onComment={item.mine ? acts.comment : null} field={comment} />
              </Section>
            </div>
          </>
        )}
      </StoryFrame>
      <DecisionBar
        chosen={drafting.isOpen ? (drafting.draft?.outcome ?? null) : null}
        choose={drafting.open}
        disabled={!mayDecide}
      >
        <BarText view={view} desk={desk} acts={acts} />
      </DecisionBar>
      <Suspense fallback={null}>{acts.dialogue !== null && <CaseDialogue acts={acts} />}</Suspense>
    </div>
  )
}

/** What stands beside the buttons, or in their place. */
function BarText({ view, desk, acts }: Pick<Open, 'view' | 'desk'> & { acts: CaseActs }) {
  const may = useMay()
  const t = useTexts(caseTexts)
  const say = useSay()
  const { case: item } = view
  const [last] = desk.decisions
  if (item.state === 'closed' && last) {
    return <span>{t('decidedFinal', { outcome: say(outcomeTexts[last.outcome]) })}</span>
  }
  if (item.mine) return <span className="quiet">{t('decideHint')}</span>
  if (desk.maySecond) return <span className="quiet">{t('secondHint')}</span>
  if (may('case.claim') && isClaimable(item, may('case.second'))) {
    return (
      <>
        <span className="quiet">{t('claimHint')}</span>
        <Button type="primary" loading={acts.busy === 'claim'} onClick={() => void acts.claim()}>
          {t('claim')} <kbd>c</kbd>
        </Button>
      </>
    )
  }
  return <span className="quiet">{desk.mayNot && say(desk.mayNot)}</span>
}

/** Sent back by the second person: it has to be decided anew, knowing why. */
function Refused({ desk }: Pick<Open, 'desk'>) {
  const t = useTexts(caseTexts)
  const [last] = desk.decisions
  if (last?.state !== 'refused' || desk.screen === null) return null
  const name = last.checkedBy?.displayName ?? last.checkedBy?.id ?? ''
  return (
    <Alert
      type="warning"
      showIcon
      title={t('refusedBy', { name, why: last.checkNote ?? '' })}
      description={<MadeDecision decision={last} />}
    />
  )
}

function useCaseKeys({
  view,
  acts,
  comment,
  choose,
  mayDecide,
}: {
  view: CaseView
  acts: CaseActs
  comment: { readonly current: HTMLTextAreaElement | null }
  choose: (outcome: CaseOutcome) => void
  mayDecide: boolean
}): void {
  const { case: item } = view
  const holding = item.mine && item.state === 'claimed'
  const may = useMay()
  const claimable = may('case.claim') && isClaimable(item, may('case.second'))
  useKeys(caseTexts.case, [
    ...(mayDecide
      ? outcomeKeys.map(({ outcome, key, text }) => ({
          keys: key,
          text: caseTexts[text],
          run: () => choose(outcome),
        }))
      : []),
    ...(claimable ? [{ keys: 'c', text: caseTexts.claim, run: () => void acts.claim() }] : []),
    ...(holding
      ? [
          {
            keys: 'i',
            text: caseTexts.comment,
            run: () => {
              comment.current?.scrollIntoView({ block: 'center' })
              comment.current?.focus()
            },
          },
          { keys: 'z', text: caseTexts.snooze, run: () => acts.open('snooze') },
          { keys: 'e', text: caseTexts.escalate, run: () => acts.open('escalate') },
          { keys: 'l', text: caseTexts.release, run: () => void acts.release() },
        ]
      : []),
    // Not while one is held: what is being looked at would stay claimed behind it.
    ...(may('case.claim') && !holding ? [{ keys: 'n', text: caseTexts.next, run: () => void acts.next() }] : []),
  ])
}
