import { Alert, Button, Card, DatePicker, Flex, Input, Radio } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import type { CallOutcome } from '../../../domain/callback.ts'
import { useTexts } from '../../language.tsx'
import { outcomes } from './answers.ts'
import { callbackTexts } from './callback-texts.ts'
import './callback.css'

/** Whoever calls works by the clock of China, wherever the browser thinks it is. Minutes. */
const CHINA = 8 * 60
/** Between what a date picker shows and an instant: it knows only the browser's own time. */
export const instantOf = (shown: Dayjs): Date => new Date(shown.valueOf() - (CHINA - shown.utcOffset()) * 60_000)
export const shownOf = (instant: Date): Dayjs => {
  const own = dayjs(instant)
  return own.add(CHINA - own.utcOffset(), 'minute')
}

/** How the call ended, and what follows from it. */
export function OutcomePart({
  outcome,
  again,
  note,
  hours,
  hindrance,
  busy,
  onOutcome,
  onAgain,
  onNote,
  onRecord,
}: {
  outcome: CallOutcome | null
  again: Date | null
  note: string
  hours: { from: number; until: number }
  hindrance: string | null
  busy: boolean
  onOutcome: (outcome: CallOutcome) => void
  onAgain: (at: Date | null) => void
  onNote: (note: string) => void
  onRecord: () => void
}) {
  const t = useTexts(callbackTexts)
  const outside = Array.from({ length: 24 }, (_, hour) => hour).filter((h) => h < hours.from || h >= hours.until)
  return (
    <Card size="small" title={t('outcome')} className="call-outcome">
      <Flex vertical gap={10}>
        <Radio.Group
          aria-label={t('outcome')}
          className="call-outcomes"
          value={outcome}
          onChange={({ target }) => {
            const chosen = outcomes.find((each) => each === target.value)
            if (chosen) onOutcome(chosen)
          }}
        >
          {outcomes.map((each) => (
            <Radio.Button key={each} value={each}>
              {t(each)}
            </Radio.Button>
          ))}
        </Radio.Group>
        {outcome === 'call_again' && (
          <DatePicker
            aria-label={t('again')}
            placeholder={t('again')}
            format="YYYY-MM-DD HH:mm"
            showTime={{ format: 'HH:mm', minuteStep: 15, disabledTime: () => ({ disabledHours: () => outside }) }}
            disabledDate={(day) => day.isBefore(shownOf(new Date()), 'day')}
            value={again && shownOf(again)}
            onChange={(day) => onAgain(day && instantOf(day))}
          />
        )}
        <Input.TextArea
          rows={2}
          maxLength={500}
          aria-label={t('note')}
          placeholder={t('note')}
          value={note}
          onChange={({ target }) => onNote(target.value)}
        />
        <Flex gap={12} align="center" wrap>
          <Button type="primary" size="large" loading={busy} disabled={hindrance !== null} onClick={onRecord}>
            {t('record')}
          </Button>
          {hindrance !== null && <Alert type="info" title={hindrance} />}
        </Flex>
      </Flex>
    </Card>
  )
}
