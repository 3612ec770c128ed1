import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import type { RerunBatch } from '../../../contracts/rerun-view.ts'
import { errorText, post } from '../../api.ts'
import { useSay, useTexts } from '../../language.tsx'
import { Fault, useSending } from '../../sending.tsx'
import { rerunTexts } from './rerun-texts.ts'

/** Those that are asked about once more, with a word to them. */
const asked = ['approve', 'refuse', 'cancel'] as const
type Asked = (typeof asked)[number]
const hints = { approve: 'approveHint', refuse: 'refuseHint', cancel: 'cancelHint' } as const

/** As the API has it. Characters. */
const ANSWER_MAX = 500

function useChange(batch: RerunBatch) {
  const client = useQueryClient()
  return async (act: string, why?: string) => {
    try {
      const changed = await post<RerunBatch>(`/v1/reruns/${batch.id}/${act}`, why ? { why } : {})
      client.setQueryData(['reruns', 'one', batch.id], changed)
    } finally {
      // Also where it was refused: somebody else was faster, and the page shows what they did.
      void client.invalidateQueries({ queryKey: ['reruns'] })
    }
  }
}

/** What the one signed in may do with a batch now. */
export function BatchActs({ batch }: { batch: RerunBatch }) {
  const t = useTexts(rerunTexts)
  const say = useSay()
  const { message } = App.useApp()
  const change = useChange(batch)
  const [dialogue, setDialogue] = useState<Asked | null>(null)
  const [busy, setBusy] = useState(false)
  const { may } = batch
  const at = (act: 'pause' | 'resume') => async () => {
    setBusy(true)
    try {
      await change(act)
    } catch (error) {
      void message.error(say(errorText(error)))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="batch-acts">
      {may.approve && (
        <>
          <Button type="primary" onClick={() => setDialogue('approve')}>
            {t('approve')}
          </Button>
          <Button onClick={() => setDialogue('refuse')}>{t('refuse')}</Button>
        </>
      )}
      {may.pause && (
        <Button loading={busy} onClick={() => void at('pause')()}>
          {t('pause')}
        </Button>
      )}
      {may.resume && (
        <Button type="primary" loading={busy} onClick={() => void at('resume')()}>
          {t('resume')}
        </Button>
      )}
      {may.cancel && (
        <Button danger onClick={() => setDialogue('cancel')}>
          {t('cancel')}
        </Button>
      )}
      {dialogue && <Dialogue key={dialogue} act={dialogue} change={change} close={() => setDialogue(null)} />}
    </div>
  )
}

function Dialogue({
  act,
  change,
  close,
}: {
  act: Asked
  change: (act: string, why?: string) => Promise<void>
  close: () => void
}) {
  const t = useTexts(rerunTexts)
  const { fault, busy, send } = useSending()
  const [why, setWhy] = useState('')
  const finish = () => {
    if (busy) return
    void send(async () => {
      await change(act, why.trim())
      close()
    })
  }
  return (
    <Modal
      open
      title={t(act)}
      okText={t(act)}
      cancelText={t('keep')}
      okButtonProps={{ loading: busy, danger: act !== 'approve' }}
      onOk={finish}
      onCancel={close}
    >
      <p>{t(hints[act])}</p>
      <Form layout="vertical" onFinish={finish}>
        <Form.Item label={t('answer')} htmlFor="rerun-answer">
          <Input.TextArea
            id="rerun-answer"
            autoFocus
            value={why}
            maxLength={ANSWER_MAX}
            rows={2}
            className="grows"
            onChange={({ target }) => setWhy(target.value)}
            onKeyDown={(event) => event.key === 'Enter' && event.ctrlKey && finish()}
          />
        </Form.Item>
        <Fault text={fault} />
      </Form>
    </Modal>
  )
}
