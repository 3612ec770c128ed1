import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import type { RevealBody } from '../../contracts/story-view.ts'
import { errorText, post } from '../api.ts'
import { useSay, useTexts } from '../language.tsx'
import type { Text } from '../texts.ts'
import { useMay } from '../session.ts'
import { partTexts } from './part-texts.ts'

/** What may be revealed of which application, in which revision. */
const RevealContext = createContext<{ applicationId: string; revision: number } | null>(null)

export function RevealProvider(props: { applicationId: string; revision: number; children: ReactNode }) {
  const { applicationId, revision, children } = props
  return <RevealContext value={{ applicationId, revision }}>{children}</RevealContext>
}

/** A revealed value is hidden again after so long: somebody may pass by the screen. Milliseconds. Own choice. */
const SHOWN_FOR = 60_000

/** A value, masked until it is asked for; asking is written down by the service. */
export function Masked({
  value,
  masked,
  said,
  what,
  name,
  empty,
}: {
  value: string | null
  masked: boolean
  /** Of a value that is a code, what it means. */
  said?: Text | undefined
  what: RevealBody['what'] | null
  /** Of the field, for those who hear the button rather than see it. */
  name: string
  empty?: string
}) {
  const t = useTexts(partTexts)
  const say = useSay()
  const may = useMay()
  const target = useContext(RevealContext)
  const { message } = App.useApp()
  const [clear, setClear] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    if (clear === null) return undefined
    const timer = setTimeout(() => setClear(null), SHOWN_FOR)
    return () => clearTimeout(timer)
  }, [clear])
  if (value === null) return <span className="quiet">{empty ?? t('nothing')}</span>
  if (!masked || !what || !target || !may('personal.reveal'))
    return <span className="value">{said ? say(said) : value}</span>
  const { applicationId, revision } = target
  const reveal = async () => {
    setBusy(true)
    try {
      const body: RevealBody = { what, revision }
      const answer = await post<{ value: string | null }>(`/v1/applications/${applicationId}/reveal`, body)
      setClear(answer.value ?? value)
    } catch (error) {
      void message.error(say(errorText(error)))
    } finally {
      setBusy(false)
    }
  }
  const text = t(clear === null ? 'reveal' : 'hide')
  return (
    <span className="masked">
      <span className="value">{clear ?? value}</span>
      <Button
        type="text"
        size="small"
        loading={busy}
        icon={clear === null ? <EyeOutlined /> : <EyeInvisibleOutlined />}
        title={text}
        aria-label={`${name}: ${text}`}
        onClick={(event) => {
          event.stopPropagation()
          if (clear === null) void reveal()
          else setClear(null)
        }}
      />
    </span>
  )
}
