import { CloseOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, InputNumber, Select, Tag } from 'antd'
import type { ReasonToChoose } from '../../../contracts/reasons-catalogue.ts'
import type { StaffReason } from '../../../contracts/story-decisions.ts'
import { fieldName } from '../../../domain/terms.ts'
import { useLanguage, useSay, useTexts } from '../../language.tsx'
import { useSpot } from '../../parts/lit.tsx'
import { materialName } from '../../parts/material-name.ts'
import { spotOf } from '../../parts/reason-list.tsx'
import { titleOf } from '../../parts/reason-title.ts'
import { caseTexts } from './case-texts.ts'
import {
  added,
  asNamed,
  type Draft,
  foundFor,
  type Named,
  namedNow,
  nameOf,
  replaced,
  toggled,
} from './decision-draft.ts'

interface Props {
  draft: Draft
  change: (draft: Draft) => void
  standing: readonly StaffReason[]
  catalogue: readonly ReasonToChoose[]
}

/** What it is returned or refused for: what was found first, then what the reviewer adds. */
export function ChooseReasons({ draft, change, standing, catalogue }: Props) {
  const t = useTexts(caseTexts)
  const found = foundFor(draft.outcome, standing, catalogue)
  const named = namedNow(draft)
  const extra = named.filter((each) => !found.some((reason) => nameOf(asNamed(reason)) === nameOf(each)))
  return (
    <fieldset className="choose">
      <legend>{t('found')}</legend>
      {found.length === 0 && <p className="quiet">{t('noneFound')}</p>}
      {found.map((reason) => (
        <FoundReason
          key={reason.key}
          reason={reason}
          checked={named.some((each) => nameOf(each) === nameOf(asNamed(reason)))}
          onToggle={() => change(toggled(draft, asNamed(reason)))}
        />
      ))}
      {extra.map((each) => (
        <ExtraReason
          key={nameOf(each)}
          named={each}
          entry={catalogue.find(({ code }) => code === each.code)}
          onChange={(next) => change(replaced(draft, each, next))}
          onRemove={() => change(toggled(draft, each))}
        />
      ))}
      <AddReason draft={draft} change={change} catalogue={catalogue} />
    </fieldset>
  )
}

function FoundReason(props: { reason: StaffReason; checked: boolean; onToggle: () => void }) {
  const { reason, checked, onToggle } = props
  const t = useTexts(caseTexts)
  const say = useSay()
  const { language } = useLanguage()
  const hover = useSpot(spotOf(reason))
  return (
    <div className="choose-found" {...hover}>
      <Checkbox checked={checked} onChange={onToggle}>
        <strong>{titleOf(reason.code, language)}</strong>
        {reason.material !== null && <Tag>{materialName(reason.material, language)}</Tag>}
        {reason.fraud && <Tag color="volcano">{t('suspicion')}</Tag>}
        <span className="quiet">{say(reason.internal)}</span>
      </Checkbox>
    </div>
  )
}

function ExtraReason({
  named,
  entry,
  onChange,
  onRemove,
}: {
  named: Named
  entry: ReasonToChoose | undefined
  onChange: (named: Named) => void
  onRemove: () => void
}) {
  const t = useTexts(caseTexts)
  const say = useSay()
  const { language } = useLanguage()
  const title = titleOf(named.code, language)
  const put = (key: string, value: string | number | null) => {
    const { [key]: _, ...others } = named.values
    onChange({ ...named, values: value === null || value === '' ? others : { ...others, [key]: value } })
  }
  return (
    <div className="choose-extra">
      <strong>{title}</strong>
      {entry && entry.materials.length > 0 && (
        <Select
          size="small"
          aria-label={`${title}: ${t('material')}`}
          placeholder={t('material')}
          allowClear={!entry.needsMaterial}
          value={named.material}
          onChange={(material) => onChange({ ...named, material: material ?? null })}
          options={entry.materials.map((kind) => ({ value: kind, label: materialName(kind, language) }))}
        />
      )}
      {entry && entry.fields.length > 0 && (
        <Select
          size="small"
          aria-label={`${title}: ${t('field')}`}
          placeholder={t('field')}
          allowClear={!entry.needsField}
          value={named.field}
          onChange={(field) => onChange({ ...named, field: field ?? null })}
          options={entry.fields.map((field) => ({ value: field, label: say(fieldName(field, named.material)) }))}
        />
      )}
      {entry?.needs.map(({ key, kind, label }) =>
        kind === 'number' ? (
          <InputNumber
            key={key}
            size="small"
            aria-label={`${title}: ${say(label)}`}
            placeholder={say(label)}
            value={typeof named.values[key] === 'number' ? named.values[key] : null}
            onChange={(value) => put(key, value)}
          />
        ) : (
          <Input
            key={key}
            size="small"
            // The browser's own: typed as well as picked, and reachable by keyboard everywhere.
            type={kind === 'date' ? 'date' : 'text'}
            maxLength={60}
            aria-label={`${title}: ${say(label)}`}
            placeholder={say(label)}
            value={named.values[key] ?? ''}
            onChange={({ target }) => put(key, target.value)}
          />
        ),
      )}
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined />}
        aria-label={`${t('remove')}: ${title}`}
        title={t('remove')}
        onClick={onRemove}
      />
    </div>
  )
}

function AddReason({ draft, change, catalogue }: Pick<Props, 'draft' | 'change' | 'catalogue'>) {
  const t = useTexts(caseTexts)
  const { language } = useLanguage()
  const offered = catalogue.filter(({ outcomes }) => outcomes.includes(draft.outcome))
  return (
    <Select
      className="choose-add"
      value={null}
      showSearch={{ optionFilterProp: 'search' }}
      placeholder={t('addReason')}
      aria-label={t('addReason')}
      options={offered.map(({ code }) => ({
        value: code,
        label: titleOf(code, language),
        search: `${titleOf(code, 'zh')} ${titleOf(code, 'en')} ${code}`,
      }))}
      onChange={(code: string | null) => {
        const entry = catalogue.find((each) => each.code === code)
        if (entry) change(added(draft, entry))
      }}
    />
  )
}
