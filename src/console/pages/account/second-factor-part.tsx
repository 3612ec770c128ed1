import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, QRCode } from 'antd'
import { type FormEvent, useState } from 'react'
import type { z } from 'zod'
import type { secondFactorView } from '../../../contracts/session-view.ts'
import { request } from '../../api.ts'
import { useTexts } from '../../language.tsx'
import { Fault, useSending } from '../../sending.tsx'
import { sessionKey } from '../../session.ts'
import { typed } from '../../typed.ts'
import { accountTexts } from './account-texts.ts'

type Secret = z.infer<typeof secondFactorView>

/** Codes of an authenticator app (RFC 6238) beside the password. */
export function SecondFactorPart({ on }: { on: boolean }) {
  const t = useTexts(accountTexts)
  const { message } = App.useApp()
  const client = useQueryClient()
  const [secret, setSecret] = useState<Secret | null>(null)
  const { fault, busy, send } = useSending()
  const begin = () => send(async () => setSecret(await request<Secret>('POST', '/v1/session/totp', { body: {} })))
  const give = (method: 'PUT' | 'DELETE') => (code: string) =>
    send(async () => {
      await request(method, '/v1/session/totp', { body: { code } })
      setSecret(null)
      void message.success(t(method === 'PUT' ? 'turnedOn' : 'turnedOff'))
      await client.invalidateQueries({ queryKey: sessionKey })
    })
  return (
    <section className="card" aria-labelledby="second-title">
      <h2 id="second-title">{t('second')}</h2>
      <Fault text={fault} />
      <p>{t(on ? 'secondOn' : 'secondOff')}</p>
      {on ? (
        <CodeForm action={t('turnOff')} danger busy={busy} give={give('DELETE')} />
      ) : secret === null ? (
        <Button type="primary" loading={busy} onClick={() => void begin()}>
          {t('begin')}
        </Button>
      ) : (
        <div className="scan">
          <QRCode value={secret.uri} type="svg" size={168} color="#000000" bgColor="#ffffff" />
          <div>
            <p>{t('scan')}</p>
            <p className="quiet">
              {t('secret')}
              <br />
              <code>{secret.secret.match(/.{1,4}/g)?.join(' ')}</code>
            </p>
            <CodeForm action={t('confirm')} busy={busy} give={give('PUT')} cancel={() => setSecret(null)} />
          </div>
        </div>
      )}
    </section>
  )
}

function CodeForm({
  action,
  busy,
  give,
  cancel,
  danger = false,
}: {
  action: string
  busy: boolean
  give: (code: string) => Promise<void>
  cancel?: () => void
  danger?: boolean
}) {
  const t = useTexts(accountTexts)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    const form = event.currentTarget
    void give(typed(new FormData(form), 'code').trim()).then(() => form.reset())
  }
  return (
    <form className="code-form" onSubmit={submit}>
      <Input
        name="code"
        aria-label={t('code')}
        placeholder={t('code')}
        autoComplete="one-time-code"
        inputMode="numeric"
        pattern="\s*[0-9]{6}\s*"
        required
      />
      <Button htmlType="submit" loading={busy} danger={danger} type={danger ? 'default' : 'primary'}>
        {action}
      </Button>
      {cancel && <Button onClick={cancel}>{t('cancel')}</Button>}
    </form>
  )
}
