import { useSyncExternalStore } from 'react'
import { useLanguage } from './language.tsx'
import { dueText, fullTimeText, relativeText, timeText } from './time-texts.ts'

/** How often what is said of "now" is said anew. Milliseconds. */
const TICK = 20_000

let now = new Date()
const followers = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** One clock for the page: all relative times change together. */
function follow(run: () => void): () => void {
  followers.add(run)
  if (timer === undefined) {
    now = new Date()
    timer = setInterval(() => {
      now = new Date()
      for (const each of followers) each()
    }, TICK)
  }
  return () => {
    followers.delete(run)
    if (followers.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

export const useNow = (): Date => useSyncExternalStore(follow, () => now)

/** `11月24日 17:00`, or how long ago; all of it when pointed at. */
export function Time({ at, relative = false }: { at: string; relative?: boolean }) {
  const { language } = useLanguage()
  const now = useNow()
  const date = new Date(at)
  return (
    <time dateTime={at} title={fullTimeText(date, language)}>
      {relative ? relativeText(date, now, language) : timeText(date, now, language)}
    </time>
  )
}

/** An hour before it is due something is shown as urgent. Milliseconds. */
const URGENT = 3_600_000

/** `还剩 3 小时` or `已超时 2 小时`, marked when it presses. */
export function Due({ at }: { at: string }) {
  const { language } = useLanguage()
  const now = useNow()
  const date = new Date(at)
  const left = date.getTime() - now.getTime()
  return (
    <time
      dateTime={at}
      title={fullTimeText(date, language)}
      className={left <= 0 ? 'overdue' : left < URGENT ? 'urgent' : undefined}
    >
      {dueText(date, now, language)}
    </time>
  )
}
