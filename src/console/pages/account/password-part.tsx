import { Alert, App, Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import type { SessionView } from '../../../contracts/session-view.ts'
import { errorText, post } from '../../api.ts'
import { useSay, useTexts } from '../../language.tsx'
import { useTakeSession } from '../../session.ts'
import { typed } from '../../typed.ts'
import { accountTexts } from './account-texts.ts'

export function PasswordPart() {
  const t = useTexts(accountTexts)
  const say = useSay()
  const { message } = App.useApp()
  const take = useTakeSession()
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const given = new FormData(form)
    const next = typed(given, 'next')
    if (next !== typed(given, 'repeat')) {
      setError(t('differ'))
      return
    }
    setBusy(true)
    setError(null)
    try {
      take(await post<SessionView>('/v1/session/password', { current: typed(given, 'current'), next }))
      form.reset()
      void message.success(t('saved'))
    } catch (thrown) {
      setError(say(errorText(thrown)))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="card" aria-labelledby="password-title">
      <h2 id="password-title">{t('password')}</h2>
      {error !== null && <Alert role="alert" type="error" showIcon title={error} />}
      <form className="fields" onSubmit={(event) => void save(event)}>
        <label>
          {t('current')}
          <Input.Password name="current" autoComplete="current-password" required />
        </label>
        <label>
          {t('next')}
          <Input.Password
            name="next"
            autoComplete="new-password"
            minLength={12}
            required
            aria-describedby="next-hint"
          />
          <span id="next-hint" className="quiet">
            {t('nextHint')}
          </span>
        </label>
        <label>
          {t('repeat')}
          <Input.Password name="repeat" autoComplete="new-password" required />
        </label>
        <Button htmlType="submit" loading={busy}>
          {t('save')}
        </Button>
      </form>
    </section>
  )
}
