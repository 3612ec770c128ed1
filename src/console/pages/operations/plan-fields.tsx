import { Input, InputNumber, Radio, Select } from 'antd'
import { outcomes } from '../../../domain/decision.ts'
import { failureClasses, failureCodes, failureKinds } from '../../../domain/failure-kinds.ts'
import { reasonNames } from '../../../domain/reason-names.ts'
import { failedSteps, rerunModes, rerunSteps } from '../../../domain/rerun-words.ts'
import { useLanguage, useSay, useTexts } from '../../language.tsx'
import { Section } from '../../parts/section.tsx'
import { outcomeTexts } from '../../parts/words-texts.ts'
import { classTexts, stepTexts } from './operations-words-texts.ts'
import { Field } from './plan-field.tsx'
import { PolicyField } from './policy-field.tsx'
import { isPolicyVersion, merchantTypes, type PlanDraft, RATE } from './rerun-plan.ts'
import { modeHints, modeTexts, rerunTexts } from './rerun-texts.ts'

interface Props {
  draft: PlanDraft
  change: (next: Partial<PlanDraft>) => void
}

/** What is to be run again, and how. */
export function PlanFields({ draft, change }: Props) {
  return (
    <>
      <HowFields draft={draft} change={change} />
      <WhatFields draft={draft} change={change} />
    </>
  )
}

function HowFields({ draft, change }: Props) {
  const t = useTexts(rerunTexts)
  const say = useSay()
  const takesFrom = draft.mode === 'from' || draft.mode === 'shadow'
  return (
    <Section title={t('how')}>
      <Radio.Group
        className="modes"
        aria-label={t('how')}
        value={draft.mode}
        onChange={({ target }) => change({ mode: rerunModes.find((mode) => mode === target.value) ?? draft.mode })}
      >
        {rerunModes.map((mode) => (
          <Radio key={mode} value={mode}>
            {say(modeTexts[mode])} <span className="quiet small mode-hint">{say(modeHints[mode])}</span>
          </Radio>
        ))}
      </Radio.Group>
      <div className="plan-fields">
        {takesFrom && (
          <Field label={t('from')}>
            {(id) => (
              <Select
                id={id}
                value={draft.from ?? ''}
                onChange={(step) => change({ from: rerunSteps.find((each) => each === step) ?? null })}
                options={[
                  { value: '', label: draft.mode === 'shadow' ? t('fromAll') : '–' },
                  ...rerunSteps.map((step) => ({ value: step as string, label: say(stepTexts[step]) })),
                ]}
              />
            )}
          </Field>
        )}
        <Field label={t('rate')}>
          {(id) => (
            <InputNumber
              id={id}
              value={draft.rate}
              min={1}
              max={RATE.most}
              precision={0}
              onChange={(rate) => change({ rate: rate ?? RATE.usual })}
            />
          )}
        </Field>
        {draft.mode === 'shadow' && <PolicyField version={draft.policy} change={(policy) => change({ policy })} />}
      </div>
    </Section>
  )
}

function WhatFields({ draft, change }: Props) {
  const t = useTexts(rerunTexts)
  const say = useSay()
  const { language } = useLanguage()
  const codesFirst = Object.entries(reasonNames).map(([code, name]) => ({
    value: code,
    label: name[language],
    search: `${name.zh} ${name.en} ${code}`,
  }))
  return (
    <Section title={t('filter')} note={t('filterHint')}>
      <div className="plan-fields">
        <Field label={t('steps')}>
          {(id) => (
            <Many
              id={id}
              value={draft.steps}
              onChange={(steps) => change({ steps })}
              options={failedSteps.map((step) => ({ value: step, label: say(stepTexts[step]) }))}
            />
          )}
        </Field>
        <Field label={t('classes')}>
          {(id) => (
            <Many
              id={id}
              value={draft.classes}
              onChange={(classes) => change({ classes })}
              options={failureClasses.map((each) => ({ value: each, label: say(classTexts[each]) }))}
            />
          )}
        </Field>
        <Field label={t('codes')}>
          {(id) => (
            <Many
              id={id}
              value={draft.codes}
              onChange={(codes) => change({ codes })}
              options={failureCodes.map((code) => ({
                value: code,
                label: say(failureKinds[code].text),
                search: `${say(failureKinds[code].text)} ${code}`,
              }))}
            />
          )}
        </Field>
        <Field label={t('fingerprint')}>
          {(id) => (
            <Input
              id={id}
              value={draft.fingerprint}
              maxLength={16}
              allowClear
              autoComplete="off"
              onChange={({ target }) => change({ fingerprint: target.value.trim().toLowerCase() })}
            />
          )}
        </Field>
        <Field label={t('sinceField')}>
          {(id) => (
            <input
              id={id}
              type="datetime-local"
              value={draft.since}
              onChange={({ target }) => change({ since: target.value })}
            />
          )}
        </Field>
        <Field label={t('untilField')}>
          {(id) => (
            <input
              id={id}
              type="datetime-local"
              value={draft.until}
              onChange={({ target }) => change({ until: target.value })}
            />
          )}
        </Field>
        <Field label={t('outcomes')}>
          {(id) => (
            <Many
              id={id}
              value={draft.outcomes}
              onChange={(chosen) => change({ outcomes: chosen })}
              options={outcomes.map((outcome) => ({ value: outcome, label: say(outcomeTexts[outcome]) }))}
            />
          )}
        </Field>
        <Field label={t('reasons')}>
          {(id) => (
            <Many id={id} value={draft.reasons} onChange={(reasons) => change({ reasons })} options={codesFirst} />
          )}
        </Field>
        <Field label={t('merchantType')}>
          {(id) => (
            <Select
              id={id}
              value={draft.merchantType ?? ''}
              onChange={(type) => change({ merchantType: merchantTypes.find((each) => each === type) ?? null })}
              options={[
                { value: '', label: t('any') },
                ...merchantTypes.map((type) => ({ value: type as string, label: t(type) })),
              ]}
            />
          )}
        </Field>
        <Field label={t('policyVersions')}>
          {(id) => (
            <Select
              id={id}
              mode="tags"
              value={[...draft.policyVersions]}
              placeholder={t('any')}
              tokenSeparators={[' ', ',']}
              onChange={(policyVersions: string[]) =>
                change({ policyVersions: policyVersions.filter(isPolicyVersion) })
              }
              open={false}
              suffixIcon={null}
            />
          )}
        </Field>
        <Field label={t('applications')} wide>
          {(id) => (
            <Input.TextArea
              id={id}
              value={draft.applications}
              autoComplete="off"
              spellCheck={false}
              rows={1}
              className="grows"
              onChange={({ target }) => change({ applications: target.value })}
            />
          )}
        </Field>
      </div>
    </Section>
  )
}

/** Any number of them; none is the same as all. */
function Many<T extends string>({
  id,
  value,
  onChange,
  options,
}: {
  id: string
  value: readonly T[]
  onChange: (chosen: T[]) => void
  options: { value: T; label: string; search?: string }[]
}) {
  const t = useTexts(rerunTexts)
  return (
    <Select
      id={id}
      mode="multiple"
      value={[...value]}
      onChange={onChange}
      options={options}
      allowClear
      maxTagCount="responsive"
      placeholder={t('any')}
      showSearch={{ optionFilterProp: options.some(({ search }) => search !== undefined) ? 'search' : 'label' }}
      popupMatchSelectWidth={false}
    />
  )
}
