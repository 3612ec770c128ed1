import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { z } from 'zod'
import { version } from '../platform/version.ts'
import type { Installation } from '../review/operations/overview.ts'
import type { Store } from '../store/open-store.ts'

const manifest = z.object({ version: z.string() })

/** What this process knows of itself without asking anybody. */
export function installation({ pool }: Pick<Store, 'pool'>, photos: 'local' | 's3'): Installation {
  const bullmq = createRequire(import.meta.url).resolve('bullmq/package.json')
  return {
    program: version,
    node: process.versions.node,
    bullmq: manifest.parse(JSON.parse(readFileSync(bullmq, 'utf8'))).version,
    photos,
    pool: () => ({
      used: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
      max: pool.options.max ?? pool.totalCount,
    }),
  }
}
