import { Tag } from 'antd'
import type { StoryDecision } from '../../contracts/story-decisions.ts'
import { useLanguage, useSay, useTexts } from '../language.tsx'
import { ActorName } from './actor-name.tsx'
import { Time } from '../times.tsx'
import { partTexts } from './part-texts.ts'
import { titleOf } from './reason-title.ts'
import { outcomeTexts } from './words-texts.ts'

/** What was decided so far, by the policy and by people, newest first. */
export function Decisions({ decisions }: { decisions: readonly StoryDecision[] }) {
  const t = useTexts(partTexts)
  const say = useSay()
  const { language } = useLanguage()
  if (decisions.length === 0) return <p className="quiet">{t('noEntries')}</p>
  return (
    <ol className="decisions">
      {decisions.map((decision) => (
        <li key={decision.id}>
          <p>
            <Tag color={decision.by.kind === 'person' ? 'blue' : 'default'}>{say(outcomeTexts[decision.outcome])}</Tag>
            <ActorName actor={decision.by} />
            {decision.confirmedBy && (
              <span>
                {' · '}
                {t('confirmedBy', { name: decision.confirmedBy.displayName ?? decision.confirmedBy.id })}
              </span>
            )}{' '}
            <span className="quiet">
              <Time at={decision.at} /> · {t('revision', { revision: decision.revision })} ·{' '}
              {t('byPolicy', { policy: decision.policy })} · {t('risk', { risk: decision.risk })}
            </span>
          </p>
          {decision.reasons.length > 0 && (
            <p className="quiet">{decision.reasons.map(({ code }) => titleOf(code, language)).join('、')}</p>
          )}
          {decision.overrides.map(({ code, material, field, why }) => (
            <p key={`${code} ${material} ${field}`} className="quiet">
              {t('passedOver', { code: titleOf(code, language), why })}
            </p>
          ))}
          {decision.note !== null && <p className="said">{decision.note}</p>}
        </li>
      ))}
    </ol>
  )
}
