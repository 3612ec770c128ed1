import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Alert, Button, Card, Flex } from 'antd'
import { useEffect, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { AttemptRecorded, CallbackView } from '../../../contracts/callback-view.ts'
import type { CallOutcome } from '../../../domain/callback.ts'
import { errorText, get, post } from '../../api.ts'
import { useKeys } from '../../keys.tsx'
import { useSay, useTexts } from '../../language.tsx'
import { useMay } from '../../session.ts'
import { Failed, Loading } from '../../states.tsx'
import { useTitle } from '../../use-title.ts'
import { type Answers, attempt, endedBy, hindrance } from './answers.ts'
import { Log, Standing, Whom } from './callback-parts.tsx'
import { callbackTexts } from './callback-texts.ts'
import './callback.css'
import { OutcomePart } from './outcome-part.tsx'
import { Recorded } from './recorded.tsx'
import { ScriptPart } from './script-part.tsx'
import { clockText, useCallTimer } from './use-call-timer.ts'

const keyOf = (id: string) => ['callback', id] as const
/** Well within the lease, which is of minutes: whoever is on the phone keeps it. Milliseconds. */
const STAY = 120_000

/** One phone verification: whom to call, what to ask, what was said. Also for a phone's screen. */
export function CallbackPage() {
  const { id = '' } = useParams()
  const { data, error, refetch } = useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => get<CallbackView>(`/v1/callbacks/${id}`, signal),
  })
  const [made, setMade] = useState<Made | null>(null)
  if (!data) return error ? <Failed error={error} again={() => void refetch()} /> : <Loading />
  const own = made?.recorded.callback.id === id ? made : null
  return (
    <Call
      // Another call begins with nothing tapped; what became of the last one stays until then, whatever the events say.
      key={`${id} ${own?.attempts ?? data.attempts}`}
      callback={data}
      recorded={own?.recorded ?? null}
      onRecorded={(recorded) => setMade(recorded && { attempts: data.attempts, recorded })}
    />
  )
}

/** A call recorded on this page, and how many there had been before it. */
interface Made {
  attempts: number
  recorded: AttemptRecorded
}

function Call({
  callback,
  recorded,
  onRecorded,
}: {
  callback: CallbackView
  recorded: AttemptRecorded | null
  onRecorded: (recorded: AttemptRecorded | null) => void
}) {
  const { id, mine, script, state } = callback
  const t = useTexts(callbackTexts)
  const say = useSay()
  useTitle(t('title', { reference: callback.application.reference }))
  const client = useQueryClient()
  const { message } = App.useApp()
  const timer = useCallTimer()
  const [phone, setPhone] = useState<string | null>(null)
  const [answers, setAnswers] = useState<Answers>({})
  const [outcome, setOutcome] = useState<CallOutcome | null>(null)
  const [again, setAgain] = useState<Date | null>(null)
  const [note, setNote] = useState('')

  const fail = (error: unknown) => void message.error(say(errorText(error)))
  const navigate = useNavigate()
  const may = useMay()
  const goOn = async (found: CallbackView) => {
    client.setQueryData(keyOf(found.id), found)
    if (found.id !== id) await navigate(`/callbacks/${found.id}`)
    onRecorded(null)
  }
  const refresh = () => client.invalidateQueries({ queryKey: keyOf(id) })
  const step = (name: string) => ({
    mutationFn: () => post<unknown>(`/v1/callbacks/${id}/${name}`),
    onSuccess: () => void refresh(),
    onError: (error: unknown) => {
      fail(error)
      void refresh()
    },
  })
  const claim = useMutation(step('claim'))
  const release = useMutation(step('release'))
  const reveal = useMutation({
    mutationFn: () => post<{ phone: string }>(`/v1/callbacks/${id}/phone`),
    onSuccess: (shown) => {
      setPhone(shown.phone)
      void refresh()
    },
    onError: fail,
  })
  const record = useMutation({
    mutationFn: (chosen: CallOutcome) =>
      post<AttemptRecorded>(
        `/v1/callbacks/${id}/attempts`,
        attempt(script, { outcome: chosen, answers, again, seconds: timer.seconds, note }),
      ),
    onSuccess: (after) => {
      timer.stop()
      onRecorded(after)
      void client.invalidateQueries({ queryKey: ['callbacks'] })
    },
    onError: fail,
  })
  useStay(id, mine && recorded === null)

  const claimable = (state === 'open' || state === 'waiting') && recorded === null && may('callback.claim')
  // Put back or lost: who claims it anew sees the number anew, which is written down again.
  if (!mine && phone !== null) setPhone(null)
  const working = mine && state === 'claimed' && recorded === null
  const ends = endedBy(script, answers)
  const chosen = ends ?? outcome
  const why = hindrance(callback, { outcome: chosen, answers, again })
  const missing = script.filter((question) => !answers[question.id]).length
  useKeys(callbackTexts.keys, [
    ...(claimable && !claim.isPending ? [{ keys: 'c', text: callbackTexts.claim, run: () => claim.mutate() }] : []),
    ...(working && phone === null && callback.allowedNow && !reveal.isPending
      ? [{ keys: 'p', text: callbackTexts.reveal, run: () => reveal.mutate() }]
      : []),
    {
      keys: 'ctrl+Enter',
      text: callbackTexts.record,
      everywhere: true,
      run: () => {
        if (working && why === null && chosen && !record.isPending) record.mutate(chosen)
      },
    },
  ])

  const answer = (question: string, choice: string) => {
    setAnswers((before) => ({ ...before, [question]: { ...before[question], choice } }))
    // All is answered with this one: then the call has reached its end.
    if (missing <= 1 && !answers[question]) setOutcome((before) => before ?? 'reached')
  }
  return (
    <div className="call-page">
      <aside className="call-side">
        <Whom callback={callback} />
        {working && (
          <Card size="small" title={t('phone')}>
            <Flex vertical gap={10}>
              <span className="call-number">{phone ?? callback.phone}</span>
              {!callback.allowedNow && <Alert type="warning" showIcon title={t('notNow', callback.hours)} />}
              {phone === null ? (
                <Flex vertical gap={4} align="start">
                  <Button
                    type="primary"
                    loading={reveal.isPending}
                    disabled={!callback.allowedNow}
                    onClick={() => reveal.mutate()}
                  >
                    {t('reveal')}
                  </Button>
                  <span className="quiet">{t('revealHint')}</span>
                </Flex>
              ) : (
                // Where the button was that was pressed: the focus stays here.
                <Button type="primary" href={`tel:${phone}`} onClick={timer.start} autoFocus>
                  {t('call')}
                </Button>
              )}
              <Flex gap={8} align="center" justify="space-between">
                <span className="call-timer" role="timer" aria-label={t('timer')}>
                  {clockText(timer.seconds ?? 0)}
                </span>
                <Button size="small" onClick={timer.running ? timer.stop : timer.start}>
                  {t(timer.running ? 'timerStop' : 'timerStart')}
                </Button>
              </Flex>
            </Flex>
          </Card>
        )}
        <Log callback={recorded?.callback ?? callback} />
      </aside>
      <section className="call-main">
        {recorded ? (
          <Recorded recorded={recorded} onNext={goOn} />
        ) : (
          <Standing
            callback={callback}
            claiming={claim.isPending}
            mayClaim={claimable}
            onClaim={() => claim.mutate()}
            onRelease={() => release.mutate()}
          />
        )}
        <ScriptPart
          script={script}
          answers={answers}
          disabled={!working}
          onAnswer={answer}
          onWords={(question, text) =>
            setAnswers((before) => {
              const given = before[question]
              return given ? { ...before, [question]: { ...given, text } } : before
            })
          }
        />
        {working && (
          <OutcomePart
            outcome={chosen}
            again={again}
            note={note}
            hours={callback.hours}
            hindrance={why && t(why, { count: missing })}
            busy={record.isPending}
            onOutcome={setOutcome}
            onAgain={setAgain}
            onNote={setNote}
            onRecord={() => chosen && record.mutate(chosen)}
          />
        )}
      </section>
    </div>
  )
}

/** Says that somebody is still at it, for as long as the page is open. */
function useStay(id: string, at: boolean): void {
  useEffect(() => {
    if (!at) return undefined
    // A lease that was lost meanwhile shows at the next step.
    const stay = setInterval(() => void post(`/v1/callbacks/${id}/extend`).catch(() => {}), STAY)
    return () => clearInterval(stay)
  }, [id, at])
}
