import { Worker } from 'node:worker_threads'
import type { EventLoopWatch } from './event-loop-thread.ts'

/** Milliseconds between two signs that the event loop turns. */
const TURN_MS = 1_000
/** Seconds without one after which it is said. Probes fail by then, and say no more than that nothing answers. */
const SILENT_SECONDS = 10

const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'

/**
 * Has a thread of its own say in the log that the event loop stands still: the process itself cannot, and whoever reads why it was
 * killed by its supervisor would find nothing.
 * @param level of the log
 * @param about what stands in every line
 */
export function watchEventLoop(
  level: string,
  about: Readonly<Record<string, unknown>>,
  silentSeconds = SILENT_SECONDS,
): { stop(): Promise<void> } {
  const turns = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const turning = setInterval(() => Atomics.add(turns, 0, 1), TURN_MS).unref()
  const watch: EventLoopWatch = { turns, level, about, silentTurns: (silentSeconds * 1_000) / TURN_MS, turnMs: TURN_MS }
  const thread = new Worker(new URL(`./event-loop-thread${extension}`, import.meta.url), {
    workerData: watch,
    // It does next to nothing.
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
  })
  thread.unref()
  // Without it all goes on as before.
  thread.on('error', () => clearInterval(turning))
  return {
    async stop() {
      clearInterval(turning)
      await thread.terminate()
    },
  }
}
