import { Alert, Button, Card, Descriptions, Flex, Tag } from 'antd'
import type { CallbackView } from '../../../contracts/callback-view.ts'
import { useSay, useTexts } from '../../language.tsx'
import { Due, Time } from '../../times.tsx'
import { callbackTexts } from './callback-texts.ts'
import './callback.css'

/** Whom to call, about what, and when it suits them. */
export function Whom({ callback }: { callback: CallbackView }) {
  const t = useTexts(callbackTexts)
  const say = useSay()
  const { merchantName, person, application, industry, language, reasons, callTimes, suitsNow } = callback
  const wish = ({ day, from, until }: CallbackView['callTimes'][number]) =>
    t('wish', { day: day ?? t('everyDay'), from, until })
  return (
    <Card size="small" title={merchantName}>
      <Flex vertical gap={10}>
        <strong>{t('askFor', { person: say(person) })}</strong>
        {language === 'en' && <Tag color="blue">{t('english')}</Tag>}
        <Descriptions
          size="small"
          column={1}
          items={[
            { key: 'due', label: t('due'), children: <Due at={callback.dueAt} /> },
            { key: 'reference', label: t('reference'), children: application.reference },
            { key: 'industry', label: t('industry'), children: industry },
          ]}
        />
        <div>
          <div className="quiet">{t('why')}</div>
          <ul className="call-log">
            {reasons.map(({ code, material, field, text }) => (
              <li key={`${code} ${material} ${field}`}>{say(text)}</li>
            ))}
          </ul>
        </div>
        {callTimes.length > 0 && (
          <div>
            <div className="quiet">{t('wishes')}</div>
            {callTimes.map(wish).join(t('comma'))}
            <Alert type={suitsNow ? 'success' : 'info'} title={t(suitsNow ? 'suits' : 'suitsNot')} />
          </div>
        )}
      </Flex>
    </Card>
  )
}

/** Who has it, and what can be done about that. */
export function Standing({
  callback: { state, mine, assignee, nextAttemptAt },
  claiming,
  mayClaim,
  onClaim,
  onRelease,
}: {
  callback: CallbackView
  claiming: boolean
  mayClaim: boolean
  onClaim: () => void
  onRelease: () => void
}) {
  const t = useTexts(callbackTexts)
  if (mine && state === 'claimed') {
    return (
      <Flex justify="end">
        <Button onClick={onRelease}>{t('release')}</Button>
      </Flex>
    )
  }
  if (state === 'closed') return <Alert type="info" showIcon title={t('closed')} />
  if (state === 'claimed')
    return <Alert type="info" showIcon title={t('takenBy', { name: assignee?.displayName ?? '' })} />
  return (
    <Alert
      type="info"
      showIcon
      title={t(mayClaim ? 'claimHint' : 'free')}
      description={
        state === 'waiting' && nextAttemptAt ? (
          <>
            {t('waitingUntil', { time: '' })}
            <Time at={nextAttemptAt} />
          </>
        ) : null
      }
      action={
        mayClaim && (
          <Button type="primary" loading={claiming} onClick={onClaim}>
            {t('claim')}
          </Button>
        )
      }
    />
  )
}

export function Log({ callback: { log } }: { callback: CallbackView }) {
  const t = useTexts(callbackTexts)
  return (
    <Card size="small" title={t('history')} className="call-history">
      {log.length === 0 ? (
        <span className="quiet">{t('historyNone')}</span>
      ) : (
        <ul className="call-log">
          {log.map(({ number, at, by, outcome, seconds, note }) => (
            <li key={number}>
              <Time at={at} /> {t(outcome)} <span className="quiet">{by.displayName}</span>{' '}
              {seconds !== null && t('seconds', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })}
              {note !== null && <div>{note}</div>}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
