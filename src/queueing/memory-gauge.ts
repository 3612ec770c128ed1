import type { Logger } from '../platform/logger.ts'
import type { QueueBackend } from './backend.ts'
import { createBell } from './bell.ts'

/** From this share on somebody should be told: a full Redis can neither take work nor let it be finished. */
export const MEMORY_WARN = 0.7
/** Below it somebody may be told anew: a share that goes up and down around the mark is one news. */
const MEMORY_CALM = 0.65
/** From this share on no more is taken in: workers need the rest to drain what is there. */
export const MEMORY_FULL = 0.8
/** How old the answer may be. At 150 applications a second of some 40 kB each, it is then 12 MB behind. */
const LOOK_EVERY_MS = 2_000

export interface MemoryGauge {
  /** Share of the memory that is used, 0 to 1; null when there is no limit or nobody answers. */
  share(): number | null
  /** Whether no more work should be taken in. */
  full(): boolean
  stop(): Promise<void>
}

/** Looks at the memory of the queues now and then, so that no request has to. */
export function startMemoryGauge({
  backend,
  log,
  everyMs = LOOK_EVERY_MS,
}: {
  backend: Pick<QueueBackend, 'memory'>
  log: Logger
  everyMs?: number
}): MemoryGauge {
  const stopping = new AbortController()
  const bell = createBell(stopping.signal)
  let used: number | null = null
  const isFull = () => used !== null && used >= MEMORY_FULL
  const looking = look()

  async function look(): Promise<void> {
    while (!stopping.signal.aborted) {
      const before = isFull()
      // While Redis is away the outbox takes the work, and it costs Redis nothing.
      used = await memoryShare(backend).catch(() => null)
      if (isFull() !== before) tell()
      await bell.waitFor(everyMs)
    }
  }

  function tell(): void {
    const percent = used === null ? null : Math.round(used * 100)
    if (isFull()) log.error({ percent }, 'the memory of the queues is nearly used up: no application is taken in')
    else log.info({ percent }, 'the queues have memory again: applications are taken in')
  }

  return {
    share: () => used,
    full: isFull,
    async stop() {
      stopping.abort()
      await looking
    },
  }
}

/** Share of the memory of the queues that is used; null when there is no limit. */
export async function memoryShare(backend: Pick<QueueBackend, 'memory'>): Promise<number | null> {
  const memory = await backend.memory()
  return memory && memory.usedBytes / memory.maxBytes
}

/** @returns a look: the percentage when it has become alarming since it was last calm, otherwise 0, so that it is told once. */
export function memoryAlarm(backend: Pick<QueueBackend, 'memory'>): () => Promise<number> {
  let told = false
  return async () => {
    const share = (await memoryShare(backend)) ?? 0
    if (share < MEMORY_CALM) told = false
    if (told || share < MEMORY_WARN) return 0
    told = true
    return Math.round(share * 100)
  }
}
