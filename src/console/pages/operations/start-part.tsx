import { Alert, Button, Input } from 'antd'
import { useId, useState } from 'react'
import type { RerunDryRun } from '../../../contracts/rerun-view.ts'
import type { RerunMode } from '../../../domain/rerun-words.ts'
import { useSay, useTexts } from '../../language.tsx'
import { Section } from '../../parts/section.tsx'
import { Fault } from '../../sending.tsx'
import type { Text } from '../../texts.ts'
import { rerunTexts } from './rerun-texts.ts'
import { countText } from './sizes.ts'

/** As the API has it. Characters. */
const REASON = { least: 4, most: 500 }

/** Why, and then it begins, or waits for another person. */
export function StartPart({
  answer: { count, approval },
  mode,
  stale,
  busy,
  fault,
  start,
}: {
  answer: RerunDryRun
  mode: RerunMode
  stale: boolean
  busy: boolean
  fault: Text | null
  start: (reason: string) => void
}) {
  const t = useTexts(rerunTexts)
  const say = useSay()
  const id = useId()
  const [reason, setReason] = useState('')
  const said = reason.trim()
  const ready = !stale && count > 0 && said.length >= REASON.least
  const needsSecond = approval.length > 0
  return (
    <Section title={t('start')}>
      {needsSecond && (
        <Alert
          type="warning"
          showIcon
          className="needs-second"
          title={t('needsSecond')}
          description={approval.map(({ text }) => say(text)).join('；')}
        />
      )}
      <form
        className="start-rerun"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) start(said)
        }}
      >
        <label htmlFor={id}>{t('startReason')}</label>
        <Input.TextArea
          id={id}
          value={reason}
          maxLength={REASON.most}
          rows={2}
          className="grows"
          onChange={({ target }) => setReason(target.value)}
        />
        <div className="try-out">
          <Button type="primary" htmlType="submit" disabled={!ready} loading={busy}>
            {t(needsSecond ? 'startAsk' : mode === 'shadow' ? 'startShadow' : 'startNow', { n: countText(count) })}
          </Button>
          <span className={stale ? 'urgent' : 'quiet'} role="status">
            {stale ? t('dryRunStale') : count === 0 ? t('nothingFits') : !ready && t('needReason', { n: REASON.least })}
          </span>
        </div>
      </form>
      <Fault text={fault} />
    </Section>
  )
}
