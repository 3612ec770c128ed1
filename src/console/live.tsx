import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import type { EventData } from '../contracts/events.ts'
import { followedTypes, staleAfter } from './live-types.ts'
import { useMay } from './session.ts'

type Listener = (event: EventData) => void
interface Live {
  /** False while the stream of events is broken: what is shown may be old. */
  connected: boolean
  listen: (listener: Listener) => () => void
}

const LiveContext = createContext<Live>({ connected: true, listen: () => () => {} })

/** Many events at once, as from an import, make one refresh. Milliseconds. */
const GATHER = 250

/** Follows the service's events and refreshes what they make stale: new work appears without a reload. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const mayFollow = useMay()('event.follow')
  const [connected, setConnected] = useState(true)
  const listeners = useRef(new Set<Listener>())

  useEffect(() => {
    if (!mayFollow) return undefined
    const stale = gatherer(client)
    const source = new EventSource(`/v1/events?type=${followedTypes.join(',')}`)
    let lost = false
    source.addEventListener('open', () => {
      setConnected(true)
      // The stream goes on where it broke; what failed to load meanwhile is asked for again.
      if (lost) void client.invalidateQueries()
      lost = false
    })
    source.addEventListener('error', () => {
      lost = true
      setConnected(false)
    })
    const onEvent = (message: MessageEvent<string>) => {
      const event: EventData = JSON.parse(message.data)
      stale.add(event)
      for (const listener of listeners.current) listener(event)
    }
    for (const type of followedTypes) source.addEventListener(type, onEvent)
    return () => {
      source.close()
      stale.stop()
    }
  }, [client, mayFollow])

  const live: Live = {
    connected,
    listen: (listener) => {
      listeners.current.add(listener)
      return () => void listeners.current.delete(listener)
    },
  }
  return <LiveContext value={live}>{children}</LiveContext>
}

export const useConnected = (): boolean => useContext(LiveContext).connected

/** Runs at each event, for a page that must know more than that its data is stale. */
export function useEvents(listener: Listener): void {
  const { listen } = useContext(LiveContext)
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  })
  useEffect(() => listen((event) => latest.current(event)), [listen])
}

function gatherer(client: QueryClient): { add: (event: EventData) => void; stop: () => void } {
  const keys = new Map<string, readonly string[]>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    for (const queryKey of keys.values()) void client.invalidateQueries({ queryKey })
    keys.clear()
  }
  return {
    add: (event) => {
      for (const key of staleAfter(event)) keys.set(key.join(' '), key)
      timer ??= setTimeout(flush, GATHER)
    },
    stop: () => clearTimeout(timer),
  }
}
