import type { Logger } from '../platform/logger.ts'
import type { QueueBackend } from '../queueing/backend.ts'
import { canaries, CANARY_EVERY_MS } from '../queueing/canaries.ts'
import { keepPauses } from '../review/operations/queue-control.ts'
import { MEMORY_FULL, memoryAlarm } from '../queueing/memory-gauge.ts'
import type { Store } from '../store/open-store.ts'
import type { Round } from './rounds.ts'

/** The rounds of a relay, which see to the queues themselves. */
export const queueRounds = (parts: { store: Store; backend: QueueBackend; log: Logger }): Round[] => [
  {
    name: 'canaries',
    every: CANARY_EVERY_MS,
    run: canaries(parts),
    did: 'queues have no worker that answers',
    alarm: true,
  },
  {
    name: 'pauses',
    every: 5_000,
    run: () => keepPauses({ db: parts.store.db, queues: parts.backend }),
    did: 'queues were told again whether they are paused',
  },
  {
    name: 'memory of the queues',
    every: 15_000,
    run: memoryAlarm(parts.backend),
    did: `percent of the memory of Redis is used: make room; at ${MEMORY_FULL * 100} no application is taken in`,
    alarm: true,
  },
]
