import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Card, Descriptions, Flex, Form, Input, Popconfirm, Progress, Typography } from 'antd'
import { useState } from 'react'
import type { ApplicationView } from '../../../contracts/application-view.ts'
import type { MaterialKind } from '../../../domain/application.ts'
import { fieldName, materialNames } from '../../../domain/terms.ts'
import { errorText, get, post } from '../../api.ts'
import { useSay, useTexts } from '../../language.tsx'
import { Failed, Loading } from '../../states.tsx'
import { patched, type Tree } from './fields.ts'
import { isUploading, uploadedIn } from './photos.ts'
import { Refusal } from './refusal.tsx'
import { SlotCard } from './slot-card.tsx'
import { tryTexts } from './try-texts.ts'
import './try.css'
import { useSending } from './use-submission.ts'
import { useSlots } from './use-slots.ts'

/** Milliseconds. Screening takes some seconds; people take longer, and come with the page's own refreshing. */
const ASK_EVERY = 1_500
const underWay: readonly string[] = ['submitted', 'screening', 'deciding']

/** An application as its applicant sees it: what is under way, what came out, what is to be mended. */
export function Result({ id, onAnother }: { id: string; onAnother: () => void }) {
  const t = useTexts(tryTexts)
  const { data, error, refetch } = useQuery({
    queryKey: ['tried', id],
    queryFn: ({ signal }) => get<ApplicationView>(`/v1/applications/${id}`, signal),
    refetchInterval: ({ state }) => (state.data && !underWay.includes(state.data.status) ? 10_000 : ASK_EVERY),
  })
  if (!data) return error ? <Failed error={error} again={() => void refetch()} /> : <Loading />
  return (
    <Flex vertical gap={16}>
      <Flex justify="space-between" align="center" wrap gap={8}>
        <Typography.Text type="secondary">
          {t('reference', { reference: data.reference, revision: data.revision })}
        </Typography.Text>
        <Flex gap={8}>
          <Withdraw application={data} />
          <Button onClick={onAnother}>{t('another')}</Button>
        </Flex>
      </Flex>
      <Standing application={data} />
      {/* Another revision asks for other things: what was typed for the one before is gone. */}
      {data.status === 'returned' && <Mend key={data.revision} application={data} />}
      {data.status === 'rejected' && <Appeal application={data} />}
    </Flex>
  )
}

function Standing({ application }: { application: ApplicationView }) {
  const t = useTexts(tryTexts)
  const say = useSay()
  const { status, checks, promised, reasons } = application
  const told = reasons.filter(({ tellApplicant }) => tellApplicant)
  if (underWay.includes(status)) {
    const done = checks.filter((check) => check.status === 'done' || check.status === 'failed').length
    return (
      <Card role="status" title={t('screening')}>
        <Progress percent={Math.round((100 * done) / Math.max(1, checks.length))} status="active" />
        <p>
          {t('checksDone', { done, all: checks.length })} {t('screeningHint')}
        </p>
      </Card>
    )
  }
  const shown = standings[status]
  return (
    <Card>
      <Flex vertical gap={12}>
        <Alert
          type={shown.type}
          showIcon
          title={t(shown.title, { count: application.due.length })}
          description={status === 'returned' ? null : shown.hint && t(shown.hint)}
        />
        {status !== 'returned' &&
          told.map(({ code, field, material, message, hint }) => (
            <div key={`${code} ${material} ${field}`}>
              <strong>{say(message)}</strong> {say(hint)}
            </div>
          ))}
        {promised && !shown.ended && (
          <Descriptions size="small" items={[{ key: 'p', children: t('promised', { text: say(promised.text) }) }]} />
        )}
      </Flex>
    </Card>
  )
}

type Shown = {
  type: 'success' | 'info' | 'warning' | 'error'
  title: keyof typeof tryTexts
  hint?: keyof typeof tryTexts
  ended?: true
}
const withPeople: Shown = { type: 'info', title: 'withPeople', hint: 'withPeopleHint' }
const standings: Record<ApplicationView['status'], Shown> = {
  draft: { type: 'info', title: 'screening' },
  submitted: { type: 'info', title: 'screening' },
  screening: { type: 'info', title: 'screening' },
  deciding: { type: 'info', title: 'screening' },
  approved: { type: 'success', title: 'approved', hint: 'approvedHint', ended: true },
  returned: { type: 'warning', title: 'returned' },
  callback_pending: { type: 'info', title: 'callback_pending', hint: 'callbackHint' },
  review_pending: withPeople,
  in_review: withPeople,
  second_approval: withPeople,
  appealed: withPeople,
  rejected: { type: 'error', title: 'rejected', ended: true },
  withdrawn: { type: 'info', title: 'withdrawn', ended: true },
  expired: { type: 'info', title: 'expired', ended: true },
  terminal_shipped: { type: 'success', title: 'terminal_shipped', ended: true },
}

/** Only what was returned: each photo and each field once. */
function Mend({ application: { id, due, dueBy } }: { application: ApplicationView }) {
  const t = useTexts(tryTexts)
  const say = useSay()
  const client = useQueryClient()
  const { slots, choose, remove } = useSlots()
  const [typed, setTyped] = useState<Record<string, string>>({})
  const sending = useSending<{ form?: Tree; materials: { kind: MaterialKind; id: string }[] }>(
    `/v1/applications/${id}/revisions`,
    () => void client.invalidateQueries({ queryKey: ['tried', id] }),
  )
  const changes = Object.entries(typed).filter(([, value]) => value.trim() !== '')
  const materials = uploadedIn(slots)
  const form = changes.reduce<Tree>((tree, [path, value]) => patched(tree, path, value.trim()), {})
  const nothing = changes.length === 0 && materials.length === 0
  return (
    <Flex vertical gap={12}>
      {dueBy && <Typography.Text>{t('returnedBy', { date: dueBy })}</Typography.Text>}
      <div className="try-slots">
        {due.map(({ field, material, message, hint }) =>
          field === null && material !== null ? (
            <SlotCard
              key={material}
              kind={material}
              name={materialNames[material]}
              instruction={{ zh: `${message.zh}。${hint.zh}`, en: `${message.en}. ${hint.en}` }}
              slot={slots[material]}
              onChoose={(kind, file) => void choose(kind, file)}
              onRemove={remove}
            />
          ) : (
            <Card key={field ?? 'application'} size="small">
              <Form layout="vertical">
                <p>
                  {say(message)} {say(hint)}
                </p>
                {field !== null && (
                  <Form.Item label={t('newValue', { field: say(fieldName(field, material)) })} htmlFor={`due-${field}`}>
                    <Input
                      id={`due-${field}`}
                      value={typed[field] ?? ''}
                      onChange={({ target }) => setTyped((before) => ({ ...before, [field]: target.value }))}
                    />
                  </Form.Item>
                )}
              </Form>
            </Card>
          ),
        )}
      </div>
      {sending.error && <Refusal error={sending.error} />}
      <Flex gap={12} align="center">
        <Button
          type="primary"
          loading={sending.isPending}
          disabled={nothing || isUploading(slots)}
          onClick={() => sending.mutate({ ...(changes.length > 0 && { form }), materials })}
        >
          {t('resubmit')}
        </Button>
        {nothing && <Typography.Text type="secondary">{t('resubmitNone')}</Typography.Text>}
      </Flex>
    </Flex>
  )
}

const withdrawable: readonly string[] = ['submitted', 'screening', 'returned', 'callback_pending', 'review_pending']

function Withdraw({ application: { id, status } }: { application: ApplicationView }) {
  const t = useTexts(tryTexts)
  const say = useSay()
  const { message } = App.useApp()
  const client = useQueryClient()
  if (!withdrawable.includes(status)) return null
  const withdraw = async () => {
    await post(`/v1/applications/${id}/withdraw`).catch((error: unknown) => message.error(say(errorText(error))))
    await client.invalidateQueries({ queryKey: ['tried', id] })
  }
  return (
    <Popconfirm title={t('withdrawSure')} okText={t('yes')} cancelText={t('no')} onConfirm={() => void withdraw()}>
      <Button>{t('withdraw')}</Button>
    </Popconfirm>
  )
}

function Appeal({ application: { id } }: { application: ApplicationView }) {
  const t = useTexts(tryTexts)
  const client = useQueryClient()
  const [text, setText] = useState('')
  const sending = useSending<{ text: string }>(
    `/v1/applications/${id}/appeals`,
    () => void client.invalidateQueries({ queryKey: ['tried', id] }),
  )
  return (
    <Card size="small" title={t('appeal')}>
      <Flex vertical gap={12} align="start">
        <Input.TextArea
          aria-label={t('appealText')}
          placeholder={t('appealText')}
          maxLength={2000}
          rows={3}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        {sending.error && <Refusal error={sending.error} />}
        <Button disabled={text.trim() === ''} loading={sending.isPending} onClick={() => sending.mutate({ text })}>
          {t('appeal')}
        </Button>
      </Flex>
    </Card>
  )
}
