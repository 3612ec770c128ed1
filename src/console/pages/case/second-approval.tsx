import { App, Button, Input, Tag } from 'antd'
import { useState } from 'react'
import type { DecidedCase } from '../../../contracts/case-decision.ts'
import { errorText } from '../../api.ts'
import { useKeys } from '../../keys.tsx'
import { useLanguage, useSay, useTexts } from '../../language.tsx'
import { ActorName } from '../../parts/actor-name.tsx'
import { materialName } from '../../parts/material-name.ts'
import { titleOf } from '../../parts/reason-title.ts'
import { Section } from '../../parts/section.tsx'
import { outcomeTexts } from '../../parts/words-texts.ts'
import { Time } from '../../times.tsx'
import { useSecond } from './case-data.ts'
import { caseTexts } from './case-texts.ts'
import { SecondNeeded } from './decision-preview.tsx'
import { WHY_MAX } from './pass-over.tsx'

/** What somebody decided and another person has to confirm: by whom, for what, what was passed over and why. */
export function SecondApproval({ caseId, decision, may }: { caseId: string; decision: DecidedCase; may: boolean }) {
  const t = useTexts(caseTexts)
  return (
    <Section title={t('second')}>
      <MadeDecision decision={decision} />
      {decision.secondPerson && <SecondNeeded why={decision.secondPerson.why} />}
      {may && (
        <>
          <p className="quiet">{t('onScreen')}</p>
          <Answer caseId={caseId} decision={decision} />
        </>
      )}
    </Section>
  )
}

/** One decision of a person, told whole. */
export function MadeDecision({ decision }: { decision: DecidedCase }) {
  const t = useTexts(caseTexts)
  const say = useSay()
  const { language } = useLanguage()
  const { decidedBy, decidedAt, outcome, reasons, overrides, note } = decision
  const [before = '', after = ''] = t('secondOf', { outcome: say(outcomeTexts[outcome]) }).split('{name}')
  return (
    <div className="made">
      <p>
        <strong>
          {before}
          <ActorName actor={decidedBy} />
          {after}
        </strong>{' '}
        <span className="quiet">
          <Time at={decidedAt} />
        </span>
      </p>
      {outcome !== 'approved' && reasons.length > 0 && (
        <>
          <p className="quiet">{t('secondReasons')}</p>
          <ul>
            {reasons.map((reason) => (
              <li key={reason.key}>
                <strong>{titleOf(reason.code, language)}</strong>{' '}
                {reason.material !== null && <Tag>{materialName(reason.material, language)}</Tag>}
                {say(reason.internal)}
              </li>
            ))}
          </ul>
        </>
      )}
      {overrides.length > 0 && (
        <ul>
          {overrides.map(({ code, material, field, why }) => (
            <li key={`${code} ${material} ${field}`}>
              {t('passedOver', { name: titleOf(code, language) })}{' '}
              {material !== null && <Tag>{materialName(material, language)}</Tag>}
              <span className="said">{why}</span>
            </li>
          ))}
        </ul>
      )}
      {note !== null && <p className="said">{note}</p>}
    </div>
  )
}

function Answer({ caseId, decision }: { caseId: string; decision: DecidedCase }) {
  const t = useTexts(caseTexts)
  const say = useSay()
  const { message } = App.useApp()
  const second = useSecond(caseId)
  const [refusing, setRefusing] = useState(false)
  const [why, setWhy] = useState('')
  const outcome = say(outcomeTexts[decision.outcome])
  const send = (confirm: boolean) => {
    const said = why.trim()
    if (second.isPending || (!confirm && said === '')) return
    second.mutate(
      { decision: decision.id, confirm, why: said === '' ? null : said },
      {
        onSuccess: () => void message.success(confirm ? t('secondConfirmed', { outcome }) : t('secondRefused')),
        onError: (error) => void message.error(say(errorText(error))),
      },
    )
  }
  useKeys(caseTexts.second, [
    { keys: 'a', text: caseTexts.secondAgree, run: () => send(true) },
    { keys: 't', text: caseTexts.secondRefuse, run: () => setRefusing(true) },
    ...(refusing
      ? [
          { keys: 'ctrl+Enter', text: caseTexts.secondRefuseNow, run: () => send(false), everywhere: true },
          { keys: 'Escape', text: caseTexts.cancel, run: () => setRefusing(false), everywhere: true },
        ]
      : []),
  ])
  if (!refusing) {
    return (
      <div className="answer">
        <Button type="primary" loading={second.isPending} onClick={() => send(true)}>
          {t('secondConfirm', { outcome })} <kbd>a</kbd>
        </Button>
        <Button onClick={() => setRefusing(true)}>
          {t('secondRefuse')} <kbd>t</kbd>
        </Button>
      </div>
    )
  }
  return (
    <div className="answer answer-why">
      <Input.TextArea
        autoFocus
        value={why}
        onChange={({ target }) => setWhy(target.value)}
        rows={2}
        className="grows"
        maxLength={WHY_MAX}
        placeholder={t('secondRefuseWhy')}
        aria-label={t('secondRefuseWhy')}
      />
      <Button type="primary" danger disabled={why.trim() === ''} loading={second.isPending} onClick={() => send(false)}>
        {t('secondRefuseNow')} <kbd>Ctrl ↵</kbd>
      </Button>
      <Button onClick={() => setRefusing(false)}>
        {t('cancel')} <kbd>Esc</kbd>
      </Button>
    </div>
  )
}
