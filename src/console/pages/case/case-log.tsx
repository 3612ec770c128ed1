import { Button, Input, Tag } from 'antd'
import { type RefObject, useState } from 'react'
import type { CaseStep } from '../../../contracts/case-list.ts'
import { useSay, useTexts } from '../../language.tsx'
import { ActorName } from '../../parts/actor-name.tsx'
import { Time } from '../../times.tsx'
import { caseTexts } from './case-texts.ts'
import { logTexts } from './log-texts.ts'

/** What happened to the case, newest first, with a line to write on. */
export function CaseLog({
  log,
  onComment,
  field,
}: {
  log: readonly CaseStep[]
  /** Null where the reader may not. */
  onComment: ((text: string) => Promise<void>) | null
  field: RefObject<HTMLTextAreaElement | null>
}) {
  return (
    <>
      {onComment && <CommentLine onComment={onComment} field={field} />}
      <ol className="case-log">
        {[...log].reverse().map((step) => (
          <LogLine key={step.id} step={step} />
        ))}
      </ol>
    </>
  )
}

function CommentLine(props: {
  onComment: (text: string) => Promise<void>
  field: RefObject<HTMLTextAreaElement | null>
}) {
  const { onComment, field } = props
  const t = useTexts(caseTexts)
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const send = async () => {
    if (text.trim() === '' || busy) return
    setBusy(true)
    try {
      await onComment(text.trim())
      setText('')
    } catch {
      // Said by whoever sent it; what was typed stays.
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="comment-line">
      <Input.TextArea
        ref={(node) => {
          field.current = node?.resizableTextArea?.textArea ?? null
        }}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.ctrlKey) {
            // Not the page's: what is being written is the comment.
            event.preventDefault()
            event.stopPropagation()
            void send()
          }
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
        rows={1}
        className="grows"
        maxLength={2_000}
        placeholder={t('commentHint')}
        aria-label={t('comment')}
      />
      <Button disabled={text.trim() === ''} loading={busy} onClick={() => void send()}>
        {t('addComment')}
      </Button>
    </div>
  )
}

function LogLine({ step }: { step: CaseStep }) {
  const say = useSay()
  const { why, until } = step.data
  return (
    <li>
      <p>
        <span className="quiet">
          <Time at={step.at} />
        </span>{' '}
        <ActorName actor={step.actor} /> <Tag>{say(logTexts[step.what])}</Tag>
        {typeof until === 'string' && step.what === 'snoozed' && (
          <span className="quiet">
            → <Time at={until} />
          </span>
        )}
      </p>
      {step.text !== null && <p className="said">{step.text}</p>}
      {step.text === null && typeof why === 'string' && <p className="said">{why}</p>}
    </li>
  )
}
