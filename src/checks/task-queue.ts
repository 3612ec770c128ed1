export interface TaskQueue<T> {
  push(task: T): void
  /** Puts a task back that was handed out too early: it is the next of its kind. */
  unshift(task: T): void
  shift(): T | undefined
  readonly size: number
}

/**
 * Waiting tasks: first those that somebody waits for at the other end of an HTTP request, then the others, each in the
 * order they came. To look an upload over takes some 20 ms, so the others hardly notice.
 */
export function urgentFirst<T>(isUrgent: (task: T) => boolean): TaskQueue<T> {
  const urgent: T[] = []
  const others: T[] = []
  const laneOf = (task: T) => (isUrgent(task) ? urgent : others)
  return {
    push: (task) => void laneOf(task).push(task),
    unshift: (task) => void laneOf(task).unshift(task),
    shift: () => urgent.shift() ?? others.shift(),
    get size() {
      return urgent.length + others.length
    },
  }
}
