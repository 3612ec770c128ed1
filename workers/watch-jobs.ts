/** One attempt of a job, as it begins. Ids only. */
export interface JobAttempt {
  queue: string
  jobId: string
  /** 1 for the first. */
  attempt: number
  /** When the job was published; milliseconds since 1970. */
  since: number
}

/** `again`: it failed and will be tried again. `handed_back`: the process stops, and another will do it. */
export type JobEnd = 'done' | 'failed' | 'again' | 'handed_back'

/** Told of every attempt as it begins; what it returns is told how it ended. Must not throw. */
export type JobWatch = (attempt: JobAttempt) => (end: JobEnd) => void

export const noWatch: JobWatch = () => () => {}

/** All of them, each told of everything. */
export const watchAll =
  (...watches: readonly JobWatch[]): JobWatch =>
  (attempt) => {
    const ends = watches.map((watch) => watch(attempt))
    return (end) => ends.forEach((tell) => tell(end))
  }
