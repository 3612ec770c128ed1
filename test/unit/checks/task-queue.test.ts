import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type TaskQueue, urgentFirst } from '../../../src/checks/task-queue.ts'

type Task = Parameters<TaskQueue['push']>[0]
const task = (method: string, params: number[] = []): Task =>
  ({ method, params, resolver: null, timeout: null }) as unknown as Task

test('urgent tasks come first, each kind in the order it came, and none is lost', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('inspect', 'ocr', 'clarity')), (methods) => {
      const queue = urgentFirst('inspect')
      const tasks = methods.map((method, i) => task(method, [i]))
      for (const each of tasks) queue.push(each)
      expect(queue.size()).toBe(tasks.length)
      expect(tasks.every((each) => queue.contains(each))).toBe(true)
      const popped = Array.from(tasks, () => queue.pop())
      const urgent = (each: Task) => each.method === 'inspect'
      expect(popped).toEqual([...tasks.filter(urgent), ...tasks.filter((each) => !urgent(each))])
      expect(queue.pop()).toBeUndefined()
      expect(queue.size()).toBe(0)
    }),
  )
})

test('a cleared queue is empty', () => {
  const queue = urgentFirst('inspect')
  const tasks = [task('inspect'), task('ocr')]
  for (const each of tasks) queue.push(each)
  queue.clear()
  expect([queue.size(), queue.pop(), tasks.some((each) => queue.contains(each))]).toEqual([0, undefined, false])
})
