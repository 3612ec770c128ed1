import { Worker } from 'bullmq'

/** Milliseconds. */
const BLOCKED = 20_000

/** What looks like a phone number, in what a database says of a value that it refuses. */
export const somebodysPhone = '13900000001'

const never = () => new Promise<never>(() => {})

/** What a process of the service does to itself. */
export const mischiefs = {
  /** Its event loop stands still for a while: all its jobs lose their locks, and nobody is answered. */
  block() {
    for (const end = performance.now() + BLOCKED; performance.now() < end;);
  },
  /** Its workers ask for no more jobs, and everything else goes on. */
  deafen() {
    Object.assign(Worker.prototype, { moveToActive: never, waitForJob: never })
  },
  /** An error that nobody catches. */
  reject() {
    const error = new Error(`duplicate key value: (phone)=(${somebodysPhone})`)
    void Promise.reject(Object.assign(error, { code: '23505', detail: `Key (phone)=(${somebodysPhone}) exists` }))
  },
}
export type Mischief = keyof typeof mischiefs
