import { Client, type ClientConfig } from 'pg'
import type { Logger } from '../platform/logger.ts'
import { asError } from './errors.ts'

/**
 * LISTEN for many listeners over one connection. A wake-up says only "look again": notifications sent while the
 * connection is lost are gone, so every listener is woken after each reconnection, and must poll slowly besides.
 */
export interface Wakeups {
  /** Calls `onWake` after each notification on the channel, and after each (re)connection. Returns how to stop. */
  listen(channel: string, onWake: () => void): () => void
  close(): Promise<void>
}

/** Milliseconds. A connection that a firewall dropped silently is found by this query, not by waiting for ever. */
const heartbeatInterval = 15_000
const heartbeatTimeout = 5_000
/** Milliseconds between attempts to reconnect; doubles from the first to the last. */
const reconnectDelay = { first: 100, last: 5_000 }

export function openWakeups(settings: ClientConfig, log: Logger): Wakeups {
  const listeners = new Map<string, Set<() => void>>()
  let client: Client | undefined
  let connecting: Promise<void> | undefined
  let retry: NodeJS.Timeout | undefined
  let failures = 0
  let closed = false

  const wake = (channel: string) => {
    for (const onWake of listeners.get(channel) ?? []) onWake()
  }

  const lost = (of: Client, error: Error) => {
    if (client !== of) return
    client = undefined
    // Ending a broken connection may fail in its own way; there is nothing left to learn from it.
    of.end().catch(() => {})
    if (!closed) reconnect(error)
  }

  const reconnect = (error: Error) => {
    // The first failure is worth a line, the following ones of the same outage are not.
    if (failures === 0)
      log.warn({ error: error.message }, 'the connection for notifications was lost; polling until it is back')
    const delay = Math.min(reconnectDelay.first * 2 ** failures++, reconnectDelay.last)
    retry = setTimeout(connect, delay)
    retry.unref()
  }

  const connect = () => {
    retry = undefined
    connecting = open().finally(() => (connecting = undefined))
  }

  const open = async () => {
    const next = new Client({
      ...settings,
      query_timeout: heartbeatTimeout,
      connectionTimeoutMillis: heartbeatTimeout,
    })
    next.on('notification', (message) => wake(message.channel))
    next.on('error', (error) => lost(next, error))
    next.on('end', () => lost(next, new Error('connection ended')))
    try {
      await next.connect()
      client = next
      for (const channel of listeners.keys()) await next.query(`listen "${channel}"`)
      if (failures > 0) log.info({}, 'the connection for notifications is back')
      failures = 0
      // Whatever was sent before LISTEN took effect.
      for (const channel of listeners.keys()) wake(channel)
    } catch (error) {
      if (client === next) lost(next, asError(error))
      else {
        next.end().catch(() => {})
        if (!closed) reconnect(asError(error))
      }
    }
  }

  const heartbeat = setInterval(() => {
    const asked = client
    asked?.query('select 1').catch((error: Error) => lost(asked, error))
  }, heartbeatInterval)
  heartbeat.unref()

  return {
    listen(channel, onWake) {
      const own = () => onWake()
      const known = listeners.get(channel)
      if (known) known.add(own)
      else {
        listeners.set(channel, new Set([own]))
        const ready = client
        if (ready) {
          ready
            .query(`listen "${channel}"`)
            .then(() => wake(channel))
            .catch((error: Error) => lost(ready, error))
        }
      }
      if (!client && !connecting && !retry && !closed) connect()
      return () => {
        // The channel stays listened to: a notification nobody waits for costs nothing, and followers come and go.
        listeners.get(channel)?.delete(own)
      }
    },
    async close() {
      closed = true
      clearInterval(heartbeat)
      clearTimeout(retry)
      listeners.clear()
      await connecting
      const last = client
      client = undefined
      await last?.end().catch(() => {})
    },
  }
}
