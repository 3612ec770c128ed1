import { fork } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { type Answer, type CallMessage, isProcessMessage, type ProcessMessage } from './process-messages.ts'

/**
 * With more JavaScript heap than this V8 ends the process. Megabytes. Pixels and models lie outside of that heap; what lies
 * inside is 20 MB with a usual photo (measured), and from source the compiler's besides.
 */
const HEAP_LIMIT = 256
/**
 * Parts in which the C library of Linux keeps native memory, where each thread would have its own and give none of it back:
 * with two, 120 photos take 394 instead of 455 MB at their peak. Elsewhere it means nothing.
 */
const NATIVE_ARENAS = 2

export type ProcessFault =
  | 'PHOTO_PROCESS_NOT_STARTED'
  | 'PHOTO_PROCESS_CRASHED'
  | 'PHOTO_TIMED_OUT'
  | 'PHOTO_POOL_CLOSED'

/** A fault of a process that looks at photos. Its text names no file, and nothing that a photo shows. */
export class PhotoProcessError extends Error {
  readonly code: ProcessFault

  constructor(code: ProcessFault, message: string) {
    super(message)
    this.name = 'PhotoProcessError'
    this.code = code
  }
}

export type CallOutcome =
  | { is: 'answered'; answer: Answer; memory: number }
  /** The process had ended before it saw the call. */
  | { is: 'not-begun'; error: PhotoProcessError }
  | { is: 'failed'; error: PhotoProcessError }

export interface ProcessEvents {
  ready: () => void
  begun: (method: string) => void
  /** Once for each call. */
  outcome: (outcome: CallOutcome) => void
  /** Last of all. */
  ended: (error: PhotoProcessError) => void
}

export interface PoolProcess {
  readonly pid: number | undefined
  /** One call at a time, once ready. The process is killed when it has not answered within `limit` milliseconds. */
  send(call: CallMessage, limit: number): void
  kill(error: PhotoProcessError): void
}

export interface ProcessOptions {
  /** Path of the module that the process runs; it answers by `serveCalls`. */
  script: string
  args: readonly string[]
  /** Milliseconds within which it must be ready. */
  startLimit: number
  /** Whether somebody waits for its answers: then it takes turns with the service instead of giving way to it. */
  awaited?: boolean
}

/** Starts one process and tells what becomes of it. */
export function startProcess({ script, args, startLimit, awaited }: ProcessOptions, on: ProcessEvents): PoolProcess {
  // From source (tests, tsx) the process runs TypeScript too.
  const loader = script.endsWith('.ts') ? ['--import', 'tsx'] : []
  const child = fork(script, args, {
    serialization: 'advanced',
    execArgv: [...loader, `--max-old-space-size=${HEAP_LIMIT}`],
    // The child's own is the parent's and this; nothing is read here.
    // oxlint-disable-next-line node/no-process-env
    env: { ...process.env, MALLOC_ARENA_MAX: String(NATIVE_ARENAS) },
  })
  // At once: threads take it over from the thread that makes them.
  if (child.pid !== undefined && !awaited) giveWay(child.pid)

  let ready = false
  let ended = false
  /** Why the process ends, when that is known before it does. */
  let cause: PhotoProcessError | undefined
  let call: { name: string; begun: boolean } | undefined
  let timer = setTimeout(() => {
    kill(new PhotoProcessError('PHOTO_PROCESS_NOT_STARTED', `a photo process was not ready within ${startLimit} ms`))
  }, startLimit)

  function kill(error: PhotoProcessError): void {
    cause ??= error
    child.kill('SIGKILL')
  }

  function hear(message: ProcessMessage): void {
    if (message.is === 'ready') {
      ready = true
      clearTimeout(timer)
      on.ready()
    } else if (message.is === 'failed') {
      cause ??= new PhotoProcessError('PHOTO_PROCESS_NOT_STARTED', message.message)
    } else if (call) {
      if (message.is === 'begun') {
        call.begun = true
        on.begun(call.name)
      } else {
        call = undefined
        clearTimeout(timer)
        on.outcome(message)
      }
    }
  }

  function end(how: string): void {
    if (ended) return
    ended = true
    clearTimeout(timer)
    const [code, what] = ready
      ? ([
          'PHOTO_PROCESS_CRASHED',
          call ? `the process that looked at a photo (${call.name})` : 'a photo process',
        ] as const)
      : (['PHOTO_PROCESS_NOT_STARTED', 'a photo process'] as const)
    const error = cause ?? new PhotoProcessError(code, `${what} ended ${how}${ready ? '' : ' before it was ready'}`)
    if (call) on.outcome({ is: call.begun || cause ? 'failed' : 'not-begun', error })
    on.ended(error)
  }

  child.on('message', (message: unknown) => {
    // A process that is being killed has nothing more to say.
    if (isProcessMessage(message) && !cause) hear(message)
  })
  // Not 'exit', which may come before the last messages have been read.
  child.on('close', (code, signal) => end(signal === null ? `with exit code ${code}` : `by ${signal}`))
  // It could not be started, or a call did not get through; the latter comes with its end.
  child.on('error', (error) => {
    if (child.pid === undefined) end(`: ${error.message}`)
  })

  return {
    pid: child.pid,
    send(message, limit) {
      const name = message.method
      call = { name, begun: false }
      timer = setTimeout(() => {
        kill(new PhotoProcessError('PHOTO_TIMED_OUT', `looking at a photo (${name}) took longer than ${limit} ms`))
      }, limit)
      // A process that has just ended fails the call by its end.
      child.send(message, () => {})
    },
    kill,
  }
}

/**
 * The API and the queues come first: a photo can wait, a request should not. With both of two cores reading, 99 of 100
 * answers of /health/live come within 24 ms, 68 ms without this (mean of two runs each on a busy machine).
 */
function giveWay(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // Not allowed here, or it has ended already; neither keeps a photo from being looked at.
  }
}
