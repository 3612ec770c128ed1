import { Button, Card, Flex, Input, Radio, Typography } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { CallbackQuestion } from '../../../contracts/callback-view.ts'
import { useKeys } from '../../keys.tsx'
import { useSay, useTexts } from '../../language.tsx'
import { type Answers, open } from './answers.ts'
import { callbackTexts } from './callback-texts.ts'
import './callback.css'

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

/** The questions one below the other, the current one marked: one tap, or one digit, answers it and goes on. */
export function ScriptPart({
  script,
  answers,
  disabled,
  onAnswer,
  onWords,
}: {
  script: readonly CallbackQuestion[]
  answers: Answers
  disabled: boolean
  onAnswer: (question: string, choice: string) => void
  onWords: (question: string, text: string) => void
}) {
  const t = useTexts(callbackTexts)
  const [at, setAt] = useState(0)
  const current = script[Math.min(at, script.length - 1)]
  const place = useRef<HTMLLIElement>(null)
  useEffect(() => {
    // Where it returns a promise, React must not take that for its cleanup.
    place.current?.scrollIntoView({ block: 'nearest' })
  }, [at])

  const answer = (question: CallbackQuestion, choice: string) => {
    onAnswer(question.id, choice)
    const after = { ...answers, [question.id]: { choice } }
    const next = open(script, after)[0]
    setAt(next ? script.indexOf(next) : script.indexOf(question))
  }
  const move = (by: number) => setAt((before) => Math.max(0, Math.min(script.length - 1, before + by)))
  useKeys(
    callbackTexts.script,
    disabled
      ? []
      : [
          { keys: 'j', text: callbackTexts.nextQuestion, run: () => move(1) },
          { keys: 'k', text: callbackTexts.previousQuestion, run: () => move(-1) },
          ...digits.slice(0, current?.choices.length ?? 0).map((keys, n) => ({
            keys,
            text: callbackTexts.chooseByDigit,
            run: () => {
              const choice = current?.choices[n]
              if (current && choice) answer(current, choice.id)
            },
          })),
        ],
  )
  return (
    <Card
      size="small"
      title={t('script')}
      extra={t('answered', { done: script.length - open(script, answers).length, all: script.length })}
    >
      <Typography.Paragraph type="secondary" className="call-wide">
        {t('scriptHint')}
      </Typography.Paragraph>
      <ol className="call-script">
        {script.map((question, n) => (
          <li
            key={question.id}
            ref={n === at ? place : null}
            className={n === at && !disabled ? 'call-current' : undefined}
            aria-current={n === at && !disabled ? 'step' : undefined}
          >
            <Question
              question={question}
              answer={answers[question.id]}
              disabled={disabled}
              onFocus={() => setAt(n)}
              onChoose={(choice) => answer(question, choice)}
              onWords={(text) => onWords(question.id, text)}
            />
          </li>
        ))}
      </ol>
    </Card>
  )
}

function Question({
  question: { id, text, choices },
  answer,
  disabled,
  onFocus,
  onChoose,
  onWords,
}: {
  question: CallbackQuestion
  answer: Answers[string] | undefined
  disabled: boolean
  onFocus: () => void
  onChoose: (choice: string) => void
  onWords: (text: string) => void
}) {
  const t = useTexts(callbackTexts)
  const say = useSay()
  const [noting, setNoting] = useState(false)
  return (
    <Flex vertical gap={6} onFocus={onFocus}>
      <span id={`question-${id}`} className="call-question">
        {say(text)}
      </span>
      <Radio.Group
        aria-labelledby={`question-${id}`}
        className="call-choices"
        disabled={disabled}
        value={answer?.choice ?? null}
        onChange={({ target }) => onChoose(String(target.value))}
      >
        {choices.map((choice, n) => (
          <Radio.Button key={choice.id} value={choice.id} className="call-choice">
            <span className="call-digit" aria-hidden>
              {n + 1}
            </span>
            {say(choice.text)}
            {choice.value !== null && <span className="call-value">{choice.value}</span>}
          </Radio.Button>
        ))}
      </Radio.Group>
      {answer &&
        (noting ? (
          <Input
            size="small"
            maxLength={500}
            aria-label={t('words')}
            placeholder={t('words')}
            value={answer.text ?? ''}
            disabled={disabled}
            onChange={({ target }) => onWords(target.value)}
          />
        ) : (
          <div>
            <Button type="link" size="small" disabled={disabled} onClick={() => setNoting(true)}>
              {t('addWords')}
            </Button>
          </div>
        ))}
    </Flex>
  )
}
