import { fileURLToPath } from 'node:url'
import { pool as createPool } from 'workerpool'
import type { EngineName } from '../ocr/engine.ts'
import { ZhunruError } from '../platform/errors.ts'
import { visionVersion } from '../vision/version.ts'
import type { PhotoChecks } from './photo-checks.ts'
import type { Answer, PhotoMethods } from './photo-process.ts'
import { urgentFirst } from './task-queue.ts'

/** A photo takes a second or two; one that takes this long has hit a fault, and its process is ended. Milliseconds. */
const TIME_LIMIT = 60_000
/** Reading bumps this when the field readers change what the same text yields. */
const READERS_VERSION = 'fields/1'

export interface PhotoPoolOptions {
  engine: EngineName
  /** Processes that look at photos; one per core is the most that helps. */
  processes: number
}

/** Starts the processes that look at photos. The first call waits until the models are loaded. */
export async function startPhotoPool({ engine, processes }: PhotoPoolOptions): Promise<PhotoChecks> {
  // From source (tests, tsx) the process runs TypeScript too; compiled, it is plain JavaScript beside this file.
  const fromSource = import.meta.url.endsWith('.ts')
  const script = fileURLToPath(new URL(fromSource ? './photo-process.ts' : './photo-process.js', import.meta.url))
  const pool = createPool(script, {
    workerType: 'process',
    minWorkers: processes,
    maxWorkers: processes,
    queueStrategy: urgentFirst('inspect' satisfies keyof PhotoMethods),
    forkArgs: [engine],
    forkOpts: { serialization: 'advanced', execArgv: fromSource ? ['--import', 'tsx'] : [] },
  })

  let closed = false
  async function close(): Promise<void> {
    closed = true
    await pool.terminate(true)
  }

  async function ask<T>(method: keyof PhotoMethods, args: unknown[]): Promise<Answer<T>> {
    try {
      return await pool.exec(method, args).timeout(TIME_LIMIT)
    } catch (error) {
      if (closed) throw error
      // Each such error takes one ended process out of the pool, so this comes to an end.
      if (wasNeverAsked(error)) return ask(method, args)
      // workerpool 10.0.3 waits for ever for the end of a process that has ended already, and meanwhile leaves the
      // calls that wait where they are; a further call makes it look again.
      pool.exec('version' satisfies keyof PhotoMethods).catch(() => {})
      throw error
    }
  }

  async function call<T>(method: keyof PhotoMethods, ...args: unknown[]): Promise<T> {
    const answer = await ask<T>(method, args)
    if (answer.ok) return answer.value
    throw new ZhunruError(answer.code, answer.values)
  }

  const engineVersion = await call<string>('version').catch(async (error: unknown) => {
    await close()
    throw error
  })
  return {
    inspect: (bytes, name) => call('inspect', bytes, name),
    ocr: (kind, bytes) => call('ocr', kind, bytes),
    clarity: (kind, bytes) => call('clarity', kind, bytes),
    scene: (photos) => call('scene', photos),
    versions: { ocr: `${engineVersion} ${READERS_VERSION}`, clarity: visionVersion, scene: visionVersion },
    close,
  }
}

/** The process ended while it had nothing to do, which the pool finds out with the next call: nobody has looked yet. */
const wasNeverAsked = (error: unknown): boolean => error instanceof Error && error.message === 'Worker is terminated'
