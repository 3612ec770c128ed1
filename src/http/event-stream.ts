import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import type { EventData } from '../contracts/events.ts'
import type { FollowedEvent } from './use-cases.ts'

export interface StreamOptions {
  /** Milliseconds between comments while nothing happens: less than proxies wait before they cut a silent connection. */
  heartbeat: number
  /** Ends the stream: the client is gone, or we stop. */
  signal: AbortSignal
}

/** Milliseconds after which a client that lost its connection should come back. */
const RETRY = 2_000

/**
 * Events as server-sent events (HTML Living Standard, 9.2). Reads no further than the client takes: a slow one holds what
 * one look into the database brought, and no more.
 */
export function eventStream(
  follow: (onReady: () => void) => AsyncIterable<FollowedEvent>,
  { heartbeat, signal }: StreamOptions,
): PassThrough {
  const stream = new PassThrough()
  // A client that goes is no error of ours.
  stream.on('error', () => {})
  const beat = setInterval(() => {
    if (!stream.writableNeedDrain && !signal.aborted) stream.write(': still here\n\n')
  }, heartbeat)
  beat.unref()
  const pump = async () => {
    // The first line tells the client that from now on it misses nothing.
    for await (const event of follow(() => stream.write(`retry: ${RETRY}\n\n`))) {
      if (signal.aborted) return
      beat.refresh()
      if (!stream.write(frame(event))) await once(stream, 'drain', { signal })
    }
  }
  pump()
    // What the client has missed it gets when it comes back with the last id that it has seen.
    .catch(() => {})
    .finally(() => {
      clearInterval(beat)
      stream.end()
    })
  return stream
}

/** JSON has no line breaks of its own, so one `data` line holds it. */
function frame({ id, applicationId, revision, type, data, at }: FollowedEvent): string {
  const body: EventData = { id, applicationId, revision, type, data, at: at.toISOString() }
  return `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(body)}\n\n`
}
