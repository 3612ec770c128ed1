import { useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import type { QueueOverview } from '../../../contracts/operations-view.ts'
import type { QueueChanged } from '../../../contracts/queue-control.ts'
import { post } from '../../api.ts'
import { useSay, useTexts } from '../../language.tsx'
import { Fault, useSending } from '../../sending.tsx'
import { operationsKey } from './operations-data.ts'
import { operationsTexts } from './operations-texts.ts'
import { stepTexts } from './operations-words-texts.ts'

/** As the API has it. Characters. */
const REASON = { least: 3, most: 300 }

/** Asks why a queue is to be paused or resumed, and does it for all processes. */
export function PauseDialogue({ queue, close }: { queue: QueueOverview; close: () => void }) {
  const t = useTexts(operationsTexts)
  const say = useSay()
  const client = useQueryClient()
  const { message } = App.useApp()
  const { fault, busy, send } = useSending()
  const [reason, setReason] = useState('')
  // As it was when it was asked for: the page goes on looking meanwhile.
  const [act] = useState<'pause' | 'resume'>(queue.paused ? 'resume' : 'pause')
  const name = Object.entries(stepTexts).find(([step]) => step === queue.name)?.[1]
  const said = reason.trim()
  const ready = said.length >= REASON.least
  const finish = () => {
    if (!ready || busy) return
    void send(async () => {
      const { applied } = await post<QueueChanged>(`/v1/operations/queues/${queue.name}/${act}`, { reason: said })
      void (applied
        ? message.success(t(act === 'pause' ? 'nowPaused' : 'nowResumed'))
        : message.warning(t('willApply')))
      await client.invalidateQueries({ queryKey: operationsKey })
      close()
    })
  }
  return (
    <Modal
      open
      title={t(act === 'pause' ? 'pauseTitle' : 'resumeTitle', { queue: name ? say(name) : queue.name })}
      okText={t(act)}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: !ready, loading: busy }}
      onOk={finish}
      onCancel={close}
    >
      <p>{t(act === 'pause' ? 'pauseHint' : 'resumeHint')}</p>
      <Form layout="vertical" onFinish={finish}>
        <Form.Item label={t('reason')} htmlFor="pause-reason">
          <Input
            id="pause-reason"
            autoFocus
            autoComplete="off"
            value={reason}
            maxLength={REASON.most}
            onChange={({ target }) => setReason(target.value)}
          />
        </Form.Item>
        <Fault text={fault} />
      </Form>
    </Modal>
  )
}
