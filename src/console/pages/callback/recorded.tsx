import { useMutation } from '@tanstack/react-query'
import { App, Alert, Button, Flex } from 'antd'
import { Link } from 'react-router'
import type { AttemptRecorded, CallbackView, NextCallback } from '../../../contracts/callback-view.ts'
import { errorText, post } from '../../api.ts'
import { useKeys } from '../../keys.tsx'
import { useSay, useTexts } from '../../language.tsx'
import { Time } from '../../times.tsx'
import { callbackTexts } from './callback-texts.ts'
import './callback.css'

/** Where the application went, and the way to the next call. */
export function Recorded({
  recorded,
  onNext,
}: {
  recorded: AttemptRecorded
  onNext: (callback: CallbackView) => Promise<void>
}) {
  const t = useTexts(callbackTexts)
  const { message } = App.useApp()
  const say = useSay()
  const { callback, applicationStatus } = recorded
  const next = useMutation({
    mutationFn: () => post<NextCallback>('/v1/callbacks/next'),
    onSuccess: async ({ callback: found, nextAt }) => {
      if (found) await onNext(found)
      else void message.info(nextAt ? <NextAt at={nextAt} /> : t('nextNone'))
    },
    onError: (error) => void message.error(say(errorText(error))),
  })
  useKeys(callbackTexts.keys, [{ keys: 'n', text: callbackTexts.next, run: () => !next.isPending && next.mutate() }], 1)
  const waiting = callback.state !== 'closed'
  return (
    <Alert
      className="call-recorded"
      type="success"
      showIcon
      role="status"
      title={`${t('recorded')}${t('comma')}${t(waiting ? 'nowWaiting' : (goneTo[applicationStatus] ?? 'nowOther'))}`}
      description={
        waiting && (
          <>
            {callback.nextAttemptAt && (
              <>
                {t('waitingUntil', { time: '' })}
                <Time at={callback.nextAttemptAt} />{' '}
              </>
            )}
            {t('attemptsLeft', { count: callback.attemptsLeft })}
          </>
        )
      }
      action={
        <Flex vertical gap={6}>
          {/* Brings it into view as well: on a phone what was pressed stood far below. */}
          <Button type="primary" loading={next.isPending} onClick={() => next.mutate()} autoFocus>
            {t('next')}
          </Button>
          <Link to="/">{t('toInbox')}</Link>
        </Flex>
      }
    />
  )
}

const goneTo: Readonly<Record<string, keyof typeof callbackTexts>> = {
  approved: 'nowApproved',
  returned: 'nowReturned',
  review_pending: 'nowReview',
  in_review: 'nowReview',
  rejected: 'nowRejected',
}

function NextAt({ at }: { at: string }) {
  const t = useTexts(callbackTexts)
  return (
    <>
      {t('nextNoneUntil', { time: '' })}
      <Time at={at} />
    </>
  )
}
