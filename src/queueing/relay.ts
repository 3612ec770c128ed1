import type { Logger } from '../platform/logger.ts'
import { PermanentError } from '../platform/permanent-error.ts'
import { loadFlowParts } from '../store/flow-parts.ts'
import { continueTrace } from '../platform/tracing/trace-context.ts'
import type { Store } from '../store/open-store.ts'
import { claimOutbox, listenOutbox } from '../store/outbox.ts'
import type { OutboxMessage } from '../store/schema.ts'
import { backoffMs } from './backoff.ts'
import { contractOf, type QueueBackend } from './backend.ts'
import { createBell } from './bell.ts'
import { planFlow } from './plan-flow.ts'
import { createQuietErrors } from './quiet-errors.ts'

/** The longest that a message waits when its notification was lost. */
const POLL_MS = 1_000
const BATCH = 100

export interface RelayOptions {
  store: Store
  backend: Pick<QueueBackend, 'ready' | 'publishFlow' | 'publishJob'>
  log: Logger
}

/**
 * Hands the outbox over to the queues, at least once: a message is marked as sent after its jobs stand in the queue, and
 * job ids make a second handing-over a no-op. Any number of relays may run. Waits through outages of either side.
 */
export function startRelay({ store, backend, log }: RelayOptions): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const errors = createQuietErrors(log)
  const bell = createBell(stopping.signal)
  const stopListening = listenOutbox(store, bell.ring)
  const running = run()

  async function run(): Promise<void> {
    const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()))
    try {
      // Before that every message would only be put off.
      await Promise.race([backend.ready(), stopped])
    } catch (error) {
      // The configuration is wrong or the backend was closed; whoever opened it has been told.
      errors.report('relay', error)
      return
    }
    for (let failures = 0; !stopping.signal.aborted;) {
      const { sent, error } = await handOver()
      failures = error === undefined ? 0 : failures + 1
      if (sent === BATCH) continue
      await bell.waitFor(failures === 0 ? POLL_MS : Math.max(backoffMs(failures), POLL_MS / 4))
    }
  }

  async function handOver(): Promise<{ sent: number; error?: unknown }> {
    try {
      const { sent, failed, error } = await claimOutbox(store.db, BATCH, publish)
      if (failed === 0) return { sent }
      errors.report('relay', error)
      return { sent, error }
    } catch (error) {
      errors.report('relay', error)
      return { sent: 0, error }
    }
  }

  const publish = (message: OutboxMessage) => continueTrace(message.trace, spanOf(message), () => hand(message))

  /**
   * Who was asked for something and has sent it waits for the second time, and comes before what has just come in; what is
   * done again without anybody waiting comes behind it.
   */
  async function hand(message: OutboxMessage): Promise<void> {
    if (message.kind === 'job') {
      const { name, payload } = contractOf(message.queue)
      const fits = payload.safeParse(message.payload)
      if (!fits.success) throw new PermanentError(`a message does not fit ${name}`)
      return await backend.publishJob(name, message.payload)
    }
    const { applicationId, revision, run: runNumber, again } = message
    const { materials, settled } = await loadFlowParts(store.db, { applicationId, revision, run: runNumber })
    const plan = planFlow({ applicationId, revision, run: runNumber, materials }, settled)
    await backend.publishFlow(plan, again ? 'low' : revision > 1 ? 'urgent' : 'normal')
  }

  return {
    async stop() {
      stopping.abort()
      stopListening()
      await running
    },
  }
}

function spanOf(message: OutboxMessage): { name: string; attributes: Record<string, string | number> } {
  if (message.kind === 'job') return { name: `publish ${message.queue}`, attributes: {} }
  const { applicationId, revision, run } = message
  const attributes = { 'zhunru.application': applicationId, 'zhunru.revision': revision, 'zhunru.run': run }
  return { name: 'publish screening', attributes }
}
