import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { FailureGroup } from '../../../contracts/failure-view.ts'
import { post } from '../../api.ts'
import { useSay, useTexts } from '../../language.tsx'
import { ActorName } from '../../parts/actor-name.tsx'
import { useMay } from '../../session.ts'
import { Fault, useSending } from '../../sending.tsx'
import { Time } from '../../times.tsx'
import type { FailureFilters } from './failure-filters.ts'
import { FailureTable } from './failure-table.tsx'
import { failuresTexts } from './failures-texts.ts'
import { planAddress } from './rerun-plan.ts'

/** As the API has it. Characters. */
const NOTE_MAX = 1_000

/** What one fault is, what to do about it, what people say of it, and whom it met. */
export function FaultDetail({ group, filters }: { group: FailureGroup; filters: FailureFilters }) {
  const t = useTexts(failuresTexts)
  const say = useSay()
  const may = useMay()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const { fault, busy, send } = useSending()
  const { fingerprint, code, help, error, firstSeen, lastSeen, attempts, current } = group
  const looked = () =>
    void send(async () => {
      await post(`/v1/failure-groups/${fingerprint}/looked`)
      void message.success(t('markedLooked'))
      await client.invalidateQueries({ queryKey: ['failures'] })
    })
  return (
    <div className="fault-detail">
      <div>
        <p>
          <strong>{t('whatToDo')}</strong> {say(help)}
        </p>
        <p className="said">{error}</p>
        <p className="quiet small">
          <code>{code}</code> · {t('fingerprint')} <code>{fingerprint}</code> · {t('first')} <Time at={firstSeen} /> ·{' '}
          {t('last')} <Time at={lastSeen} /> · {t('attempts')} {attempts}
        </p>
        <div className="fault-acts">
          {may('rerun.start') && current > 0 && (
            <Button
              type="primary"
              size="small"
              title={t('rerunHint')}
              onClick={() => void navigate(`/operations/reruns/new?${planAddress({ mode: 'failed', fingerprint })}`)}
            >
              {t('rerun')}
            </Button>
          )}
          {may('failure.note') && (
            <Button size="small" loading={busy} onClick={looked}>
              {t('markLooked')}
            </Button>
          )}
        </div>
        <Fault text={fault} />
      </div>
      <Notes group={group} />
      <FailureTable group={group} filters={filters} />
    </div>
  )
}

function Notes({ group: { fingerprint, notes } }: { group: FailureGroup }) {
  const t = useTexts(failuresTexts)
  const mayNote = useMay()('failure.note')
  const client = useQueryClient()
  const { fault, busy, send } = useSending()
  const [note, setNote] = useState('')
  const said = note.trim()
  const add = () => {
    if (said === '' || busy) return
    void send(async () => {
      await post(`/v1/failure-groups/${fingerprint}/notes`, { note: said })
      setNote('')
      await client.invalidateQueries({ queryKey: ['failures'] })
    })
  }
  return (
    <section aria-label={t('notes')}>
      <h3>{t('notes')}</h3>
      {notes.length === 0 ? (
        <p className="quiet">{t('noNotes')}</p>
      ) : (
        <ul className="plain fault-notes">
          {notes.map(({ id, note: text, by, at }) => (
            <li key={id}>
              <span className="value">{text}</span>{' '}
              <span className="quiet small">
                <ActorName actor={by} /> · <Time at={at} relative />
              </span>
            </li>
          ))}
        </ul>
      )}
      {mayNote && (
        <form
          className="fault-note"
          onSubmit={(event) => {
            event.preventDefault()
            add()
          }}
        >
          <Input
            value={note}
            maxLength={NOTE_MAX}
            autoComplete="off"
            aria-label={t('note')}
            placeholder={t('note')}
            onChange={({ target }) => setNote(target.value)}
          />
          <Button htmlType="submit" disabled={said === ''} loading={busy}>
            {t('addNote')}
          </Button>
        </form>
      )}
      <Fault text={fault} />
    </section>
  )
}
