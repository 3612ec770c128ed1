import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'

type LibraryQueue = ConstructorParameters<typeof BullMQAdapter>[0]

/** A queue of BullMQ on whatever datastore: the library works on all, its types know Redis alone. */
export type BoardQueue = object

const isQueue = (queue: object): queue is LibraryQueue => 'getJobCounts' in queue && 'getJobs' in queue

type BoardJob = NonNullable<Awaited<ReturnType<BullMQAdapter['getJob']>>>

/** What jobs carry, all of it ids and counters (queues/); whatever else turned up there is not shown. */
const ids: Record<string, RegExp> = {
  applicationId: /^app_[0-9a-z]{1,40}$/,
  materialId: /^mat_[0-9a-z]{1,40}$/,
  effectId: /^eff_[0-9a-z]{1,40}$/,
  revision: /^\d{1,6}$/,
  run: /^\d{1,6}$/,
  alarm: /^\d{1,6}$/,
}
const HIDDEN = '***'

/** Of a job's data the ids; of the rest only that it is there. */
export function onlyIds(data: unknown): Record<string, unknown> {
  if (typeof data !== 'object' || data === null) return {}
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => {
      const shown = (typeof value === 'string' || typeof value === 'number') && ids[name]?.test(String(value))
      return shown ? [name, value] : [ids[name] ? name : HIDDEN, HIDDEN]
    }),
  )
}

/**
 * A queue that can only be looked at, and of whose jobs only ids are seen. The library formats data, results and progress;
 * traces of where a program failed, logs and the options of jobs it would show as they are.
 */
export class MaskedQueue extends BullMQAdapter {
  constructor(queue: BoardQueue) {
    if (!isQueue(queue)) throw new TypeError('this is no queue')
    super(queue, { readOnlyMode: true, allowRetries: false })
    this.setFormatter('data', onlyIds)
    this.setFormatter('returnValue', () => null)
    this.setFormatter('progress', () => 0)
  }

  override async getJob(id: string) {
    const job = await super.getJob(id)
    return job && masked(job)
  }

  override async getJobs(...asked: Parameters<BullMQAdapter['getJobs']>) {
    return (await super.getJobs(...asked)).map(masked)
  }

  override getJobLogs(): Promise<string[]> {
    return Promise.resolve([])
  }
}

/** The same job, but for what it tells of itself. */
function masked<J extends Pick<BoardJob, 'toJSON'>>(job: J): J {
  return new Proxy(job, {
    get(target, name) {
      if (name === 'toJSON') return () => ({ ...target.toJSON(), stacktrace: [], opts: shownOptions(target.toJSON()) })
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function shownOptions({ opts }: { opts?: unknown }): Record<string, unknown> {
  if (typeof opts !== 'object' || opts === null) return {}
  return Object.fromEntries(
    Object.entries(opts).filter(([name]) => ['attempts', 'backoff', 'delay', 'jobId', 'priority'].includes(name)),
  )
}
