import { App, Button, Input } from 'antd'
import type { FormEvent } from 'react'
import type { SessionView } from '../../../contracts/session-view.ts'
import { post } from '../../api.ts'
import { useTexts } from '../../language.tsx'
import { NewPassword, newPasswordOf } from '../../password-fields.tsx'
import { Fault, useSending } from '../../sending.tsx'
import { useTakeSession } from '../../session.ts'
import { typed } from '../../typed.ts'
import { accountTexts } from './account-texts.ts'

export function PasswordPart() {
  const t = useTexts(accountTexts)
  const { message } = App.useApp()
  const take = useTakeSession()
  const { fault, busy, send, refuse } = useSending()
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const given = new FormData(form)
    const next = newPasswordOf(given, 'next')
    if (next === null) return refuse(accountTexts.differ)
    await send(async () => {
      take(await post<SessionView>('/v1/session/password', { current: typed(given, 'current'), next }))
      form.reset()
      void message.success(t('saved'))
    })
  }
  return (
    <section className="card" aria-labelledby="password-title">
      <h2 id="password-title">{t('password')}</h2>
      <Fault text={fault} />
      <form className="fields" onSubmit={(event) => void save(event)}>
        <label>
          {t('current')}
          <Input.Password name="current" autoComplete="current-password" required />
        </label>
        <NewPassword name="next" label={t('next')} hint={t('nextHint')} again={t('repeat')} />
        <Button htmlType="submit" loading={busy}>
          {t('save')}
        </Button>
      </form>
    </section>
  )
}
