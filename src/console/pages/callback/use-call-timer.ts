import { useEffect, useState } from 'react'

/** Seconds of a call: begins when the number is dialled, can be stopped by hand. */
export function useCallTimer() {
  const [begun, setBegun] = useState<number | null>(null)
  const [stopped, setStopped] = useState<number | null>(null)
  const [now, setNow] = useState(() => Date.now())
  const running = begun !== null && stopped === null
  useEffect(() => {
    if (!running) return undefined
    const tick = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(tick)
  }, [running])
  return {
    running,
    seconds: begun === null ? null : Math.max(0, Math.round(((stopped ?? now) - begun) / 1_000)),
    start: () => {
      setBegun(Date.now())
      setStopped(null)
      setNow(Date.now())
    },
    stop: () => setStopped(Date.now()),
  }
}

/** 75 → 1:15. */
export const clockText = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
