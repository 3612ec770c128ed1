import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { allQueues } from '../../../queues/index.ts'

const readme = await readFile(new URL('../../../queues/README.md', import.meta.url), 'utf8')

test('the table says what the contracts say, in the order of the flow', () => {
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'))
  expect(rows).toEqual(
    allQueues.map(
      ({ name, does, retry, concurrency }) =>
        `| \`${name}\` | ${does} | ${retry.attempts} | ${retry.backoffMs / 1_000} s | ${concurrency} |`,
    ),
  )
})

test.each(allQueues.map(({ name }) => name))('the picture shows %s once', (name) => {
  const picture = readme.split('```')[1] ?? ''
  expect(picture.split(` ${name} `)).toHaveLength(2)
})

test.each(allQueues.map((queue) => [queue.name, queue] as const))('%s takes ids and counters only', (name, queue) => {
  const ids = { applicationId: 'app_1', revision: 1, run: 1, materialId: 'mat_1', effectId: 'eff_1', alarm: 1 }
  const wanted = Object.fromEntries(Object.entries(ids).filter(([key]) => key in queue.payload.shape))
  expect(queue.payload.parse(wanted)).toEqual(wanted)
  expect(queue.payload.safeParse({ ...wanted, name: '张三' }).success).toBe(false)
  expect(queue.payload.safeParse({ ...wanted, applicationId: '张三' }).success).toBe(false)
  expect(queue.payload.safeParse({ ...wanted, revision: 0 }).success).toBe(false)
  expect(queue.jobId(ids)).toContain(`app_1-r1-n1-${name}`)
})
