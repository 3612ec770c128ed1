import { useEffect, useRef, useState } from 'react'
import type { CaseItem } from '../../../contracts/case-list.ts'
import { post } from '../../api.ts'

/** A sign of life is sent at most so often. Milliseconds. Own choice: well within any lease. */
const EVERY = 60_000
/** Below this the page warns. Milliseconds. */
const ENDING = 3 * 60_000
const TICK = 1_000

const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'scroll'] as const

/** Keeps a claimed case as long as somebody works on it, and says how long it lasts otherwise. */
export function useLease({ id, mine, leaseUntil }: Pick<CaseItem, 'id' | 'mine' | 'leaseUntil'>, onChange: () => void) {
  const [extended, setExtended] = useState<string | null>(null)
  const [now, setNow] = useState(() => Date.now())
  const until = latest(leaseUntil, extended)
  const changed = useRef(onChange)
  useEffect(() => {
    changed.current = onChange
  })
  // What was extended belongs to that case and that claim.
  useEffect(() => setExtended(null), [id, mine])

  useEffect(() => {
    if (!mine) return undefined
    let last = Date.now()
    const sign = () => {
      if (Date.now() - last < EVERY) return
      last = Date.now()
      void post<Partial<CaseItem>>(`/v1/cases/${id}/extend`)
        .then((answer) => setExtended(answer.leaseUntil ?? null))
        // Lost: the page says so as soon as it has asked.
        .catch(() => changed.current())
    }
    for (const each of signs) window.addEventListener(each, sign, { passive: true, capture: true })
    return () => {
      for (const each of signs) window.removeEventListener(each, sign, { capture: true })
    }
  }, [id, mine])

  useEffect(() => {
    if (!mine || until === null) return undefined
    let told = false
    const timer = setInterval(() => {
      setNow(Date.now())
      if (told || Date.parse(until) > Date.now()) return
      // Once: clocks may differ, and the service knows better.
      told = true
      changed.current()
    }, TICK)
    return () => clearInterval(timer)
  }, [mine, until])

  const left = until === null ? null : Math.max(0, Date.parse(until) - now)
  return { left, ending: left !== null && left < ENDING }
}

const latest = (a: string | null, b: string | null): string | null => {
  if (a === null || b === null) return a ?? b
  return Date.parse(a) > Date.parse(b) ? a : b
}

/** `4:07` */
export function minutesLeft(left: number): string {
  const seconds = Math.round(left / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
