import { App } from 'antd'
import type { DecisionDesk } from '../../../contracts/case-decision.ts'
import type { CaseView } from '../../../contracts/case-view.ts'
import type { ReasonsCatalogue } from '../../../contracts/reasons-catalogue.ts'
import { errorText } from '../../api.ts'
import { useSay, useTexts } from '../../language.tsx'
import { outcomeTexts } from '../../parts/words-texts.ts'
import { isStale, useDecide } from './case-data.ts'
import { caseTexts } from './case-texts.ts'
import { choiceOf } from './decision-draft.ts'
import { DecisionPanel } from './decision-panel.tsx'
import type { Drafting } from './use-draft.ts'

/** Writes a decision on a case, and sends it. */
export function Deciding({
  item,
  desk,
  catalogue,
  drafting,
}: {
  item: CaseView['case']
  desk: DecisionDesk
  catalogue: ReasonsCatalogue
  drafting: Drafting
}) {
  const t = useTexts(caseTexts)
  const say = useSay()
  const { message } = App.useApp()
  const decide = useDecide(item.id)
  const current = drafting.draft
  if (!current) return null
  const outcome = say(outcomeTexts[current.outcome])
  const send = () => {
    if (!drafting.pinned?.screen) return
    const note = current.note.trim()
    const body = {
      ...choiceOf(current, desk.standing),
      note: note === '' ? null : note,
      screen: drafting.pinned.screen,
    }
    decide.mutate(body, {
      onSuccess: ({ decision }) => {
        drafting.drop()
        void message.success(t(decision.state === 'waiting' ? 'decidedWaiting' : 'decidedFinal', { outcome }))
      },
      // Old screens are no fault of anybody: what changed is shown once it was asked for anew.
      onError: (error) => void message[isStale(error) ? 'warning' : 'error'](say(errorText(error))),
    })
  }
  return (
    <DecisionPanel
      caseId={item.id}
      draft={current}
      change={drafting.change}
      close={drafting.close}
      standing={desk.standing}
      catalogue={catalogue}
      stale={drafting.stale}
      acceptStale={drafting.accept}
      busy={decide.isPending}
      decide={send}
      barred={!desk.mayDecide && desk.mayNot ? say(desk.mayNot) : null}
      label={(decision, preview) => t(preview?.secondPerson ? 'submitSecond' : 'confirm', { outcome: decision })}
    />
  )
}
