import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import type { EventData } from '../contracts/events.ts'
import { followedTypes, staleAfter } from './live-types.ts'
import { useMay } from './session.ts'

/** False while the stream of events is broken: what is shown may be old. */
const ConnectedContext = createContext(true)

/** Many events at once, as from an import, make one refresh. Milliseconds. */
const GATHER = 300
/** A stream that was refused, as when there are too many, is asked for again after so long; a broken one comes back by itself. Milliseconds. */
const AGAIN = 10_000

/** Follows the service's events and refreshes what they make stale: new work appears without a reload. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const mayFollow = useMay()('event.follow')
  const [connected, setConnected] = useState(true)

  useEffect(() => {
    if (!mayFollow) return undefined
    const stale = gatherer(client)
    let lost = false
    let again: ReturnType<typeof setTimeout> | undefined
    const open = (): EventSource => {
      const source = new EventSource(`/v1/events?type=${followedTypes.join(',')}`)
      source.addEventListener('open', () => {
        setConnected(true)
        // The stream goes on where it broke; what failed to load meanwhile is asked for again.
        if (lost) void client.invalidateQueries()
        lost = false
      })
      source.addEventListener('error', () => {
        lost = true
        setConnected(false)
        if (source.readyState === EventSource.CLOSED) again = setTimeout(() => (current = open()), AGAIN)
      })
      const onEvent = (message: MessageEvent<string>) => {
        const event: EventData = JSON.parse(message.data)
        stale.add(event)
      }
      for (const type of followedTypes) source.addEventListener(type, onEvent)
      return source
    }
    let current = open()
    return () => {
      clearTimeout(again)
      current.close()
      stale.stop()
    }
  }, [client, mayFollow])

  return <ConnectedContext value={connected}>{children}</ConnectedContext>
}

export const useConnected = (): boolean => useContext(ConnectedContext)

/** Refreshes what became stale, one round after the other: a service that is slow is not asked faster than it answers. */
function gatherer(client: QueryClient): { add: (event: EventData) => void; stop: () => void } {
  const keys = new Map<string, readonly string[]>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let refreshing = false
  let stopped = false
  const plan = () => {
    if (!refreshing && !stopped) timer ??= setTimeout(() => void refresh(), GATHER)
  }
  const refresh = async () => {
    timer = undefined
    refreshing = true
    const round = [...keys.values()].map((queryKey) => client.invalidateQueries({ queryKey }))
    keys.clear()
    await Promise.allSettled(round)
    refreshing = false
    if (keys.size > 0) plan()
  }
  return {
    add: (event) => {
      for (const key of staleAfter(event)) keys.set(key.join(' '), key)
      plan()
    },
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}
