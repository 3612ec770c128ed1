import { App } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { CaseItem } from '../../../contracts/case-list.ts'
import { errorText, post } from '../../api.ts'
import { useSay, useTexts } from '../../language.tsx'
import { useCaseAction } from './case-data.ts'
import { caseTexts } from './case-texts.ts'

/** What asks for a word or a choice first. */
export type Dialogue = 'snooze' | 'escalate' | 'transfer'

export interface CaseActs {
  claim: () => Promise<void>
  release: () => Promise<void>
  next: () => Promise<void>
  comment: (text: string) => Promise<void>
  open: (dialogue: Dialogue) => void
  close: () => void
  dialogue: Dialogue | null
  /** Does what the dialogue was about. */
  finish: (body: unknown) => Promise<void>
  busy: string | null
}

/** What can be done with a case besides deciding it; faults are said, and leave all as it was. */
export function useCaseActs(id: string): CaseActs {
  const t = useTexts(caseTexts)
  const say = useSay()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const client = useQueryClient()
  const action = useCaseAction(id)
  const [dialogue, setDialogue] = useState<Dialogue | null>(null)
  const [busy, setBusy] = useState<string | null>(null)
  // A key pressed twice comes before anything is drawn anew: asked for twice, `next` would give two cases.
  const running = useRef(false)

  const run = async (name: string, work: () => Promise<unknown>) => {
    if (running.current) return
    running.current = true
    setBusy(name)
    try {
      await work()
    } catch (error) {
      void message.error(say(errorText(error)))
      throw error
    } finally {
      running.current = false
      setBusy(null)
    }
  }
  const quietly = (work: Promise<void>) => work.catch(() => {})
  const does = (name: string, body?: unknown) => run(name, () => action.mutateAsync({ action: name, body }))
  return {
    claim: () => quietly(does('claim')),
    release: () =>
      quietly(
        does('release').then(() => {
          void message.success(t('released'))
          return undefined
        }),
      ),
    next: () =>
      quietly(
        run('next', async () => {
          const answer = await post<{ case: CaseItem | null }>('/v1/cases/next')
          void client.invalidateQueries({ queryKey: ['cases'] })
          if (answer.case) await navigate(`/cases/${answer.case.id}`)
          else void message.info(t('noNext'))
        }),
      ),
    comment: (text) => does('comments', { text }),
    open: setDialogue,
    close: () => setDialogue(null),
    dialogue,
    finish: async (body) => {
      if (dialogue === null || running.current) return
      await does(dialogue, body)
      setDialogue(null)
    },
    busy,
  }
}
