import { Input, Tag } from 'antd'
import type { StaffReason } from '../../../contracts/story-decisions.ts'
import { useLanguage, useSay, useTexts } from '../../language.tsx'
import { useSpot } from '../../parts/lit.tsx'
import { materialName } from '../../parts/material-name.ts'
import { byGravity, spotOf } from '../../parts/reason-list.tsx'
import { titleOf } from '../../parts/reason-title.ts'
import { caseTexts } from './case-texts.ts'
import type { Draft } from './decision-draft.ts'

/** As the API has it. Characters. */
export const WHY_MAX = 500

/** To approve is to pass over what stands: one word for all, or one for each. */
export function PassOver({
  draft,
  change,
  standing,
}: {
  draft: Draft
  change: (draft: Draft) => void
  standing: readonly StaffReason[]
}) {
  const t = useTexts(caseTexts)
  if (standing.length === 0) return <p className="quiet">{t('nothingToPassOver')}</p>
  const several = standing.length > 1
  return (
    <fieldset className="choose">
      <legend>{t('passOver')}</legend>
      {several && (
        <Input.TextArea
          value={draft.why}
          onChange={({ target }) => change({ ...draft, why: target.value })}
          rows={1}
          className="grows"
          maxLength={WHY_MAX}
          placeholder={t('passOverAll')}
          aria-label={t('passOverAll')}
        />
      )}
      {byGravity(standing).map((reason) => (
        <PassedOver
          key={reason.key}
          reason={reason}
          value={draft.overrides[reason.key] ?? ''}
          onChange={(why) => change({ ...draft, overrides: { ...draft.overrides, [reason.key]: why } })}
        />
      ))}
    </fieldset>
  )
}

function PassedOver(props: { reason: StaffReason; value: string; onChange: (why: string) => void }) {
  const { reason, value, onChange } = props
  const t = useTexts(caseTexts)
  const say = useSay()
  const { language } = useLanguage()
  const hover = useSpot(spotOf(reason))
  const title = titleOf(reason.code, language)
  return (
    <div className="pass-over" {...hover}>
      <p>
        <strong>{title}</strong> {reason.material !== null && <Tag>{materialName(reason.material, language)}</Tag>}
        {reason.fraud && <Tag color="volcano">{t('suspicion')}</Tag>}
        <span className="quiet">{say(reason.internal)}</span>
      </p>
      <Input
        size="small"
        value={value}
        onChange={({ target }) => onChange(target.value)}
        maxLength={WHY_MAX}
        placeholder={t('passOverOne')}
        aria-label={`${t('passOverOne')}: ${title}`}
      />
    </div>
  )
}
