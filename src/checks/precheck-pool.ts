import { fileURLToPath } from 'node:url'
import type { MaterialKind } from '../domain/application.ts'
import type { PhotoFacts } from '../vision/image.ts'
import type { PrecheckedPhoto, PrecheckMethods } from './precheck-photo.ts'
import { createProcessPool, type PoolEvent } from './process-pool.ts'

/**
 * Milliseconds for one photo. The largest acceptable one takes 2 s, on a very busy machine ten times that; and the decoder's
 * own limit (30 s), whose refusal of the file says more, should come first.
 */
const TIME_LIMIT = 40_000
/** Milliseconds for a process to load its libraries: 0.5 s on an idle machine. */
const START_LIMIT = 60_000
/** Bytes resident after a call above which a process is replaced. */
const MEMORY_LIMIT = 350 * 2 ** 20
/** A start costs as much as three photos; at most every fiftieth may be one. */
const LEAST_CALLS = 50
/** What a leak too slow to see would need to matter. */
const MOST_CALLS = 20_000

export type { PrecheckedPhoto } from './precheck-photo.ts'

/** Looks at photos within a blink, in a process of its own, beside those that read. */
export interface Prechecks {
  /** Whether it is a photo and clear. Rejects with a ZhunruError of the FILE_* family when it is none. */
  precheck: (kind: MaterialKind, bytes: Uint8Array, name?: string) => Promise<PrecheckedPhoto>
  /** Whether it is a photo, and nothing else. Rejects like `precheck`. */
  inspect: (bytes: Uint8Array, name?: string) => Promise<PhotoFacts>
  /** A PNG of the photo in which its local sharpness and its faults are drawn. Rejects like `precheck`. */
  clarityMap: (kind: MaterialKind, bytes: Uint8Array, name?: string) => Promise<Uint8Array>
  /** Part of the key under which its evidence is stored: the same as that of the check of clarity. */
  readonly version: string
  close: () => Promise<void>
}

export interface PrecheckPoolOptions {
  /** Processes; one looks some six photos over in a second. */
  processes: number
  /** Milliseconds for one photo, from the moment a process takes it on; then that process is ended and the call fails. */
  timeLimit?: number
  /** Told of processes that come and go. */
  watch?: (event: PoolEvent) => void
}

/** Starts what looks uploads over. Resolves when the first process is ready. */
export async function startPrecheckPool(options: PrecheckPoolOptions): Promise<Prechecks> {
  const { processes, watch, timeLimit = TIME_LIMIT } = options
  const script = import.meta.url.endsWith('.ts') ? './precheck-process.ts' : './precheck-process.js'
  const pool = createProcessPool<PrecheckMethods>({
    script: fileURLToPath(new URL(script, import.meta.url)),
    args: [],
    processes,
    startLimit: START_LIMIT,
    awaited: true,
    memoryLimit: MEMORY_LIMIT,
    leastCalls: LEAST_CALLS,
    mostCalls: MOST_CALLS,
    isUrgent: (method) => method !== ('clarityMap' satisfies keyof PrecheckMethods),
    watch,
  })
  const version = await pool.call('version', [], timeLimit).catch(async (error: unknown) => {
    await pool.close()
    throw error
  })
  return {
    precheck: (kind, bytes, name) => pool.call('precheck', [kind, bytes, name], timeLimit),
    inspect: (bytes, name) => pool.call('inspect', [bytes, name], timeLimit),
    clarityMap: (kind, bytes, name) => pool.call('clarityMap', [kind, bytes, name], timeLimit),
    version,
    close: () => pool.close(),
  }
}
