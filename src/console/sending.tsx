import { Alert } from 'antd'
import { useState } from 'react'
import { errorText } from './api.ts'
import { useSay } from './language.tsx'
import type { Text } from './texts.ts'

/** Sends what a form holds: whether it is under way, and why it was refused. */
export function useSending() {
  const [fault, setFault] = useState<Text | null>(null)
  const [busy, setBusy] = useState(false)
  const send = async (run: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setFault(null)
    try {
      await run()
    } catch (thrown) {
      setFault(errorText(thrown))
    } finally {
      setBusy(false)
    }
  }
  return { fault, busy, send, refuse: setFault }
}

export function Fault({ text }: { text: Text | null }) {
  const say = useSay()
  return text && <Alert role="alert" type="error" showIcon title={say(text)} />
}
