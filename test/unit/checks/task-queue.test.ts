import fc from 'fast-check'
import { expect, test } from 'vitest'
import { urgentFirst } from '../../../src/checks/task-queue.ts'

interface Task {
  method: string
  n: number
}
const isUrgent = ({ method }: Task) => method === 'inspect'
const someTasks = fc
  .array(fc.constantFrom('inspect', 'ocr', 'clarity'))
  .map((methods) => methods.map((method, n): Task => ({ method, n })))

test('urgent tasks come first, each kind in the order it came, and none is lost', () => {
  fc.assert(
    fc.property(someTasks, (tasks) => {
      const queue = urgentFirst(isUrgent)
      for (const task of tasks) queue.push(task)
      expect(queue.size).toBe(tasks.length)
      const taken = Array.from(tasks, () => queue.shift())
      expect(taken).toEqual([...tasks.filter(isUrgent), ...tasks.filter((task) => !isUrgent(task))])
      expect(queue.shift()).toBeUndefined()
      expect(queue.size).toBe(0)
    }),
  )
})

test('a task that is put back comes before all others of its kind', () => {
  fc.assert(
    fc.property(someTasks, (tasks) => {
      const queue = urgentFirst(isUrgent)
      for (const task of tasks) queue.push(task)
      const taken = queue.shift()
      if (taken) queue.unshift(taken)
      expect(queue.size).toBe(tasks.length)
      expect(queue.shift()).toBe(taken)
    }),
  )
})
