/**
 * A pool of processes that each do one call at a time; a process that grew is replaced, one that crashed or took too
 * long fails its own call and nothing else.
 *
 * Our own, because the pools on npm lack what native code needs (looked at in November 2026). workerpool 10.0.3 cannot
 * replace one process, leaves waiting calls where they are after a crash, and takes two seconds more to end a process that
 * is stuck. tinypool and jest-worker judge by V8's heap, which holds neither pixels nor models, and know no limit of time
 * for one call. piscina has threads only, where a crash of native code ends the whole service.
 */
import { ZhunruError } from '../platform/errors.ts'
import { type CallOutcome, PhotoProcessError, type PoolProcess, startProcess } from './pool-process.ts'
import type { Answer, CallMessage } from './process-messages.ts'
import type { Methods } from './serve-calls.ts'
import { urgentFirst } from './task-queue.ts'

export interface ProcessPoolOptions {
  /** Path of the module that each process runs. */
  script: string
  args: readonly string[]
  processes: number
  /** Milliseconds for a process to start. */
  startLimit: number
  /** Whether somebody waits for the answers, at the other end of an HTTP request or before a terminal. */
  awaited?: boolean
  /** A process is replaced once it holds more than this after a call, bytes resident. */
  memoryLimit: number
  /** Calls before a process may be replaced for its memory, so that a start is never more than a part of the work. */
  leastCalls: number
  /** And replaced after this many calls in any case. */
  mostCalls: number
  isUrgent: (method: string) => boolean
  watch?: ((event: PoolEvent) => void) | undefined
}

/** For measurements and tests. An `ended` without error is that of a process that was replaced. */
export type PoolEvent = Happening & { pid: number | undefined }
type Happening =
  | { is: 'started' | 'ready' }
  | { is: 'begun'; method: string }
  /** `memory`: resident after the call, bytes. */
  | { is: 'answered'; memory: number }
  | { is: 'ended'; calls: number; memory: number; error: PhotoProcessError | null }

export interface ProcessPool<M extends Methods> {
  /**
   * @param limit milliseconds from the moment a process takes the call on; waiting for one does not count.
   * @throws ZhunruError when the file is refused; PhotoProcessError when the process ended under the call; what the
   * method threw otherwise.
   */
  call<K extends keyof M & string>(method: K, args: Parameters<M[K]>, limit: number): Promise<Awaited<ReturnType<M[K]>>>
  close(): Promise<void>
}

interface Call {
  message: CallMessage
  limit: number
  /** It was with a process that ended before it saw it. */
  returned: boolean
  resolve(value: unknown): void
  reject(error: unknown): void
}

interface Member {
  process: PoolProcess
  state: 'starting' | 'idle' | 'busy'
  call: Call | null
  calls: number
  memory: number
  /** The member whose place this one takes once it is ready. */
  replaces: Member | null
  /** Its place is taken: it ends after the call in hand. */
  leaving: boolean
}

export function createProcessPool<M extends Methods>(options: ProcessPoolOptions): ProcessPool<M> {
  const waiting = urgentFirst<Call>(({ message }) => options.isUrgent(message.method))
  const members = new Set<Member>()
  let closed: PhotoProcessError | null = null
  let allEnded = (): void => {}
  const empty = new Promise<void>((resolve) => {
    allEnded = resolve
  })

  const inPlace = () => [...members].filter(({ replaces, leaving }) => !replaces && !leaving)

  const tell = (member: Member, event: Happening): void => options.watch?.({ pid: member.process.pid, ...event })

  function start(replaces: Member | null): void {
    const member: Member = {
      process: startProcess(options, {
        ready: () => becameReady(member),
        begun: (method) => tell(member, { is: 'begun', method }),
        outcome: (outcome) => cameBack(member, outcome),
        ended: (error) => ended(member, error),
      }),
      state: 'starting',
      call: null,
      calls: 0,
      memory: 0,
      replaces,
      leaving: false,
    }
    members.add(member)
    tell(member, { is: 'started' })
  }

  /** Starts what is missing. */
  function fill(): void {
    if (!closed) for (let i = inPlace().length; i < options.processes; i++) start(null)
  }

  function dispatch(): void {
    for (const member of members) {
      if (member.state !== 'idle' || member.leaving) continue
      const call = waiting.shift()
      if (!call) return
      Object.assign(member, { state: 'busy', call })
      member.process.send(call.message, call.limit)
    }
  }

  /** One at a time, and the old one serves on until the new one can: a start costs memory, but nobody waits for it. */
  function replaceWorn(): void {
    if (closed || [...members].some(({ replaces, leaving }) => replaces || leaving)) return
    const worn = inPlace().find(isWorn)
    if (worn) start(worn)
  }

  const isWorn = ({ calls, memory }: Member): boolean =>
    calls >= options.mostCalls || (calls >= options.leastCalls && memory > options.memoryLimit)

  function becameReady(member: Member): void {
    member.state = 'idle'
    tell(member, { is: 'ready' })
    const old = member.replaces
    if (old) {
      member.replaces = null
      old.leaving = true
      if (old.state === 'idle') dismiss(old)
    }
    dispatch()
    replaceWorn()
  }

  function cameBack(member: Member, outcome: CallOutcome): void {
    const { call } = member
    if (!call) return
    member.call = null
    if (outcome.is === 'answered') {
      Object.assign(member, { state: 'idle', calls: member.calls + 1, memory: outcome.memory })
      tell(member, { is: 'answered', memory: outcome.memory })
      settle(call, outcome.answer)
      if (member.leaving) dismiss(member)
      // A start that failed is tried again with every answer, not in a circle.
      fill()
      replaceWorn()
      dispatch()
    } else if (outcome.is === 'not-begun' && !call.returned) {
      waiting.unshift({ ...call, returned: true })
    } else {
      call.reject(outcome.error)
    }
  }

  const dismiss = (member: Member): void =>
    member.process.kill(new PhotoProcessError('PHOTO_PROCESS_CRASHED', 'a photo process was replaced'))

  function ended(member: Member, error: PhotoProcessError): void {
    members.delete(member)
    const { calls, memory, leaving, state } = member
    tell(member, { is: 'ended', calls, memory, error: leaving ? null : error })
    for (const other of members) if (other.replaces === member) other.replaces = null
    if (closed) {
      if (members.size === 0) allEnded()
      return
    }
    if (state !== 'starting') fill()
    else if (inPlace().length === 0) {
      // Nobody is left who could take a call: the next in line learns why, the one after it gets another start.
      waiting.shift()?.reject(error)
      if (waiting.size > 0) fill()
    }
    replaceWorn()
  }

  fill()
  return {
    call(method, args, limit) {
      if (closed) return Promise.reject(closed)
      return new Promise((resolve, reject) => {
        waiting.push({ message: { method, args }, limit, returned: false, resolve, reject })
        fill()
        dispatch()
      })
    },
    async close() {
      closed ??= new PhotoProcessError('PHOTO_POOL_CLOSED', 'the photo processes are being stopped')
      for (let call = waiting.shift(); call; call = waiting.shift()) call.reject(closed)
      for (const { process } of members) process.kill(closed)
      if (members.size === 0) allEnded()
      await empty
    },
  }
}

function settle(call: Call, answer: Answer): void {
  if (answer.ok) call.resolve(answer.value)
  else if ('code' in answer) call.reject(new ZhunruError(answer.code, answer.values))
  else call.reject(Object.assign(new Error(answer.error.message), answer.error))
}
