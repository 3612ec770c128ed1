import { Alert, Button, Card, Flex, Input, Radio } from 'antd'
import type { CallOutcome } from '../../../domain/callback.ts'
import { useTexts } from '../../language.tsx'
import { outcomes } from './answers.ts'
import { callbackTexts } from './callback-texts.ts'
import './callback.css'

/** What a field for date and time holds, taken for the clock of China wherever the browser is: `2026-11-24T14:30`. */
const instantOf = (typed: string): Date | null => (typed === '' ? null : new Date(`${typed}:00+08:00`))
const typedOf = (instant: Date): string => new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 16)

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
          <Flex gap={8} align="center" wrap>
            <Input
              type="datetime-local"
              className="call-again"
              aria-label={t('again')}
              min={typedOf(new Date())}
              value={again === null ? '' : typedOf(again)}
              onChange={({ target }) => onAgain(instantOf(target.value))}
            />
            <span className="quiet">{t('notNow', hours)}</span>
          </Flex>
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
