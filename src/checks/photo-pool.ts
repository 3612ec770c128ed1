import { fileURLToPath } from 'node:url'
import type { EngineName } from '../ocr/engine.ts'
import { visionVersion } from '../vision/version.ts'
import { classifierVersion } from './classifier-description.ts'
import type { PhotoChecks } from './photo-checks.ts'
import type { PhotoMethods } from './photo-methods.ts'
import { createProcessPool, type PoolEvent } from './process-pool.ts'

/**
 * Milliseconds for one photo. A licence takes 2 s of CPU at most, whatever its pixels (measured up to 50 megapixels), hence
 * 20 s where other programs leave a process of low priority a tenth of a core. Longer than the decoder's own limit
 * (30 s), whose refusal of the file should come first.
 */
const TIME_LIMIT = 40_000
/** Milliseconds for a process to load its libraries and models: 1 s on an idle machine, 10 s on a very busy one (measured). */
const START_LIMIT = 60_000
/** Bytes resident after a call above which a process is replaced. The goal for its peak is 500 MB. */
const MEMORY_LIMIT = 450 * 2 ** 20
/** A start costs about as much as a photo; at most every fiftieth may be one. */
const LEAST_CALLS = 50
/** What a leak too slow to see would need to matter. */
const MOST_CALLS = 5_000
/** Reading bumps this when the field readers change what the same text yields. */
const READERS_VERSION = 'fields/5'

export interface PhotoPoolOptions {
  engine: EngineName
  /** Processes that look at photos; one per core is the most that helps. */
  processes: number
  /** Description file of the customer's own classifier of premises photos. */
  classifier?: string | null
  /** Milliseconds for one photo, from the moment a process takes it on; then that process is ended and the call fails. */
  timeLimit?: number
  /** Bytes resident after a call above which a process is replaced. */
  memoryLimit?: number
  /** Told of processes that come and go. */
  watch?: (event: PoolEvent) => void
  /** Another module for the processes to run. */
  script?: URL
}

/** Starts the processes that look at photos. Resolves when the first of them has loaded its models. */
export async function startPhotoPool(options: PhotoPoolOptions): Promise<PhotoChecks> {
  const { engine, processes, classifier = null, timeLimit = TIME_LIMIT } = options
  // Read here as well as in the processes: what is wrong with it is told before anything starts.
  const classifiedBy = classifier === null ? [] : [await classifierVersion(classifier)]
  const script = import.meta.url.endsWith('.ts') ? './photo-process.ts' : './photo-process.js'
  const pool = createProcessPool<PhotoMethods>({
    script: fileURLToPath(options.script ?? new URL(script, import.meta.url)),
    args: classifier === null ? [engine] : [engine, classifier],
    processes,
    startLimit: START_LIMIT,
    memoryLimit: options.memoryLimit ?? MEMORY_LIMIT,
    leastCalls: LEAST_CALLS,
    mostCalls: MOST_CALLS,
    isUrgent: (method) => method === ('inspect' satisfies keyof PhotoMethods),
    watch: options.watch,
  })

  const engineVersion = await pool.call('version', [], timeLimit).catch(async (error: unknown) => {
    await pool.close()
    throw error
  })
  return {
    inspect: (bytes, name) => pool.call('inspect', [bytes, name], timeLimit),
    ocr: (kind, bytes) => pool.call('ocr', [kind, bytes], timeLimit),
    clarity: (kind, bytes) => pool.call('clarity', [kind, bytes], timeLimit),
    premises: (bytes) => pool.call('premises', [bytes], timeLimit),
    confirm: (a, b) => pool.call('confirm', [a, b], timeLimit),
    scene: (photos) => pool.call('scene', [photos], timeLimit * Math.max(1, photos.length)),
    versions: {
      ocr: `${engineVersion} ${READERS_VERSION}`,
      clarity: visionVersion,
      scene: [visionVersion, ...classifiedBy].join(' '),
    },
    close: () => pool.close(),
  }
}
