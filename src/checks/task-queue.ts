import type { WorkerPoolOptions } from 'workerpool'

export type TaskQueue = Exclude<WorkerPoolOptions['queueStrategy'], string | undefined>
type Task = NonNullable<ReturnType<TaskQueue['pop']>>

/**
 * The pool's waiting tasks: first those that somebody waits for at the other end of an HTTP request, then the others,
 * each in the order they came. To look an upload over takes some 20 ms, so the others hardly notice.
 */
export function urgentFirst(urgentMethod: string): TaskQueue {
  let urgent: Task[] = []
  let others: Task[] = []
  return {
    push: (task) => void (task.method === urgentMethod ? urgent : others).push(task),
    pop: () => urgent.shift() ?? others.shift(),
    size: () => urgent.length + others.length,
    contains: (task) => urgent.includes(task) || others.includes(task),
    clear: () => {
      urgent = []
      others = []
    },
  }
}
