import { CloseOutlined } from '@ant-design/icons'
import { Alert, Button, Checkbox, Input } from 'antd'
import { type ReactNode, useEffect, useRef } from 'react'
import type { CasePreview } from '../../../contracts/case-decision.ts'
import type { ReasonsCatalogue } from '../../../contracts/reasons-catalogue.ts'
import type { StaffReason } from '../../../contracts/story-decisions.ts'
import { useKeys } from '../../keys.tsx'
import { useLanguage, useSay, useTexts } from '../../language.tsx'
import { titleOf } from '../../parts/reason-title.ts'
import { usePreview } from './case-data.ts'
import { caseTexts } from './case-texts.ts'
import { ChooseReasons } from './choose-reasons.tsx'
import { choiceOf, type Draft, type Lacking, lacking } from './decision-draft.ts'
import { DecisionPreview, SecondNeeded } from './decision-preview.tsx'
import { outcomeKeys } from './outcome-keys.ts'
import { PassOver } from './pass-over.tsx'
import type { ScreenChanges } from './screen-changes.ts'
import { StaleNotice } from './stale-notice.tsx'
import { useSettled } from './use-settled.ts'

interface Props {
  /** Whose preview is shown; null where nothing will be told, as with a second look. */
  caseId: string | null
  draft: Draft
  change: (draft: Draft) => void
  close: () => void
  standing: readonly StaffReason[]
  catalogue: ReasonsCatalogue
  stale: ScreenChanges | null
  acceptStale: () => void
  busy: boolean
  decide: () => void
  /** Why it can be sent no longer; null where it can. */
  barred: string | null
  /** What stands on the button, for the decision in words. */
  label: (decision: string, preview: CasePreview | undefined) => string
}

/** Where a decision is written: for what, why, what the applicant will see, who has to confirm; Ctrl+Enter decides. */
export function DecisionPanel(props: Props) {
  const { caseId, draft, change, close, standing, catalogue, stale, acceptStale, busy, decide, barred, label } = props
  const t = useTexts(caseTexts)
  const missing = lacking(draft, standing, catalogue.reasons)
  const complete = missing.length === 0
  // While it is being typed, the preview waits for a pause.
  const preview = usePreview(caseId, useSettled(complete ? choiceOf(draft, standing) : null))
  const ready = complete && stale === null && barred === null && !busy
  const act = () => ready && decide()
  useKeys(caseTexts.decide, [
    { keys: 'ctrl+Enter', text: caseTexts.confirmKey, run: act, everywhere: true },
    { keys: 'Escape', text: caseTexts.close, run: close, everywhere: true },
  ])
  const entry = outcomeKeys.find(({ outcome }) => outcome === draft.outcome)
  const shown = complete ? preview.data : undefined
  return (
    <Focused as={draft.outcome} label={t('decide')}>
      <header>
        <h2>{entry && t(entry.text)}</h2>
        <Button type="text" size="small" icon={<CloseOutlined />} onClick={close}>
          {t('close')} <kbd>Esc</kbd>
        </Button>
      </header>
      {caseId !== null && entry && <p className="quiet">{t(entry.after)}</p>}
      {barred !== null && <Alert type="warning" showIcon title={barred} />}
      {stale && <StaleNotice changes={stale} accept={acceptStale} />}
      {draft.outcome === 'approved' ? (
        <PassOver draft={draft} change={change} standing={standing} />
      ) : (
        <ChooseReasons draft={draft} change={change} standing={standing} catalogue={catalogue.reasons} />
      )}
      {draft.outcome === 'callback_required' && <Asked draft={draft} change={change} catalogue={catalogue} />}
      <Input.TextArea
        value={draft.note}
        onChange={({ target }) => change({ ...draft, note: target.value })}
        rows={1}
        className="grows"
        maxLength={2_000}
        placeholder={t('note')}
        aria-label={t('note')}
      />
      {caseId !== null && (
        <DecisionPreview preview={shown} error={complete ? preview.error : null} old={preview.isPlaceholderData} />
      )}
      {shown?.secondPerson && <SecondNeeded why={shown.secondPerson.why} />}
      <footer>
        <LackingList missing={missing} draft={draft} catalogue={catalogue} />
        <Button type="primary" danger={draft.outcome === 'rejected'} disabled={!ready} loading={busy} onClick={act}>
          {label(entry ? t(entry.text) : '', shown)} <kbd>Ctrl ↵</kbd>
        </Button>
      </footer>
    </Focused>
  )
}

/** The panel, with the focus on the first thing in it that can be chosen or typed. */
function Focused({ as, label, children }: { as: string; label: string; children: ReactNode }) {
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    const first = panel.current?.querySelector<HTMLElement>('fieldset input, fieldset textarea')
    ;(first ?? panel.current?.querySelector<HTMLElement>('textarea'))?.focus({ preventScroll: true })
    panel.current?.scrollIntoView({ block: 'nearest' })
  }, [as])
  return (
    <section className="decision-panel" ref={panel} aria-label={label}>
      {children}
    </section>
  )
}

function Asked({ draft, change, catalogue }: Pick<Props, 'draft' | 'change' | 'catalogue'>) {
  const t = useTexts(caseTexts)
  const say = useSay()
  return (
    <fieldset className="choose">
      <legend>{t('ask')}</legend>
      <Checkbox.Group
        value={[...draft.ask]}
        onChange={(ask) => change({ ...draft, ask })}
        options={catalogue.ask.map(({ id, text }) => ({ value: id, label: say(text) }))}
      />
    </fieldset>
  )
}

/** What still keeps it from being decided, said before the button is tried. */
function LackingList(props: { missing: readonly Lacking[]; draft: Draft; catalogue: ReasonsCatalogue }) {
  const { missing, draft, catalogue } = props
  const t = useTexts(caseTexts)
  const say = useSay()
  const { language } = useLanguage()
  const words = missing.map((each): string => {
    if (each.what === 'reason') return t(draft.outcome === 'callback_required' ? 'lackingAsk' : 'lackingReason')
    if (each.what === 'why') return t('lackingWhy', { count: each.keys.length })
    const name = titleOf(each.named.code, language)
    if (each.what === 'material') return t('lackingMaterial', { name })
    if (each.what === 'field') return t('lackingField', { name })
    const { key } = each
    const entry = catalogue.reasons.find(({ code }) => code === each.named.code)
    const label = entry?.needs.find((need) => need.key === key)?.label
    return t('lackingValue', { name, label: label ? say(label) : key })
  })
  return (
    <ul className="lacking" aria-live="polite">
      {words.map((word) => (
        <li key={word}>{word}</li>
      ))}
    </ul>
  )
}
