import { useQuery } from '@tanstack/react-query'
import { Form, Input, Modal, Radio, Select, Space } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type { peopleView } from '../../../contracts/account-view.ts'
import { get } from '../../api.ts'
import { useTexts } from '../../language.tsx'
import { useAccount } from '../../session.ts'
import { Time } from '../../times.tsx'
import { caseTexts } from './case-texts.ts'
import { type Snooze, snoozedUntil, snoozes } from './snooze-times.ts'
import type { CaseActs, Dialogue } from './use-case-acts.ts'

/** Asks for what putting aside, escalating and handing on need. */
export const CaseDialogue = ({ acts }: { acts: CaseActs }) =>
  acts.dialogue === null ? null : <OpenDialogue key={acts.dialogue} dialogue={acts.dialogue} acts={acts} />

function OpenDialogue({ dialogue, acts }: { dialogue: Dialogue; acts: CaseActs }) {
  const t = useTexts(caseTexts)
  const [why, setWhy] = useState('')
  const [to, setTo] = useState<string | null>(null)
  const [snooze, setSnooze] = useState<Snooze>('snoozeTomorrow')
  const [opened] = useState(() => new Date())
  const said = why.trim()
  const ready = dialogue === 'escalate' ? said !== '' : dialogue === 'transfer' ? to !== null : true
  const body = {
    ...(said !== '' && { why: said }),
    ...(dialogue === 'transfer' && { to }),
    ...(dialogue === 'snooze' && { until: snoozedUntil(snooze, opened).toISOString() }),
  }
  // A fault was said already; the dialogue stays as it is.
  const finish = () => void (ready && acts.finish(body).catch(() => {}))
  return (
    <Modal
      open
      title={t(dialogue)}
      okText={t(dialogue)}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: !ready, loading: acts.busy === dialogue }}
      onOk={finish}
      onCancel={acts.close}
    >
      <Form layout="vertical" onFinish={finish}>
        {dialogue === 'snooze' && (
          <Form.Item label={t('snoozeUntil')}>
            <Radio.Group
              value={snooze}
              onChange={({ target }) => setSnooze(snoozes.find((each) => each === target.value) ?? snooze)}
            >
              <Space orientation="vertical">
                {snoozes.map((each) => (
                  <Radio key={each} value={each} autoFocus={each === snooze}>
                    {t(each)}{' '}
                    <span className="quiet">
                      <Time at={snoozedUntil(each, opened).toISOString()} />
                    </span>
                  </Radio>
                ))}
              </Space>
            </Radio.Group>
          </Form.Item>
        )}
        {dialogue === 'transfer' && <Colleague value={to} onChange={setTo} />}
        <Form.Item label={t(dialogue === 'escalate' ? 'escalateHint' : 'whyOptional')} htmlFor="dialogue-why">
          <Input.TextArea
            id="dialogue-why"
            autoFocus={dialogue === 'escalate'}
            value={why}
            onChange={({ target }) => setWhy(target.value)}
            onKeyDown={(event) => event.key === 'Enter' && event.ctrlKey && finish()}
            maxLength={2_000}
            rows={2}
            className="grows"
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function Colleague({ value, onChange }: { value: string | null; onChange: (id: string) => void }) {
  const t = useTexts(caseTexts)
  const account = useAccount()
  const { data, isPending } = useQuery({
    queryKey: ['people', 'case'],
    queryFn: ({ signal }) => get<z.infer<typeof peopleView>>('/v1/people?for=case', signal),
  })
  const people = data?.people.filter(({ id }) => id !== account.id) ?? []
  return (
    <Form.Item label={t('transferTo')} htmlFor="dialogue-to">
      <Select
        id="dialogue-to"
        autoFocus
        showSearch={{ optionFilterProp: 'name' }}
        loading={isPending}
        value={value}
        onChange={onChange}
        options={people.map(({ id, displayName, open }) => ({
          value: id,
          name: displayName,
          label: `${displayName} · ${t('openCases', { count: open })}`,
        }))}
      />
    </Form.Item>
  )
}
