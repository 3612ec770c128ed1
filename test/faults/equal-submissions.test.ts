import { afterEach, expect, test } from 'vitest'
import { type Answer, openWorld, type World } from './support/world.ts'

const TIMES = 100

let world: World | null = null
afterEach(async ({ task }) => {
  await world?.close(task.result?.state === 'fail')
  world = null
})

test('a hundred equal submissions at once, to two processes, are one application with one answer', async () => {
  const site = await openWorld('redis')
  world = site
  const apis = [site.processes.start(['api']), site.processes.start(['api'])]
  const urls = await Promise.all(apis.map(async ({ up }) => (await up) ?? ''))
  const prepared = await site.prepare(1)
  const other = await site.prepare(2)

  /** As our clients do: one that hears that its twin is under way asks again. */
  async function submit(n: number): Promise<Answer> {
    for (;;) {
      const answer = await site.submit(urls[n % 2]!, prepared, 'one-key')
      if (answer.code !== 'IDEMPOTENCY_KEY_BUSY') return answer
    }
  }
  const began = performance.now()
  const answers = await Promise.all(Array.from({ length: TIMES }, (_, n) => submit(n)))
  console.info(`R6: ${TIMES} equal submissions answered in ${(performance.now() - began).toFixed(0)} ms`)

  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1)
  const rows = await site.store.db.selectFrom('application').select('id').execute()
  expect(rows).toEqual([{ id: answers[0]?.body.id }])
  expect(await site.store.db.selectFrom('outbox').select('id').execute()).toHaveLength(1)

  const changed = await Promise.all(urls.map((url) => site.submit(url, other, 'one-key')))
  expect(changed.map(({ status, code }) => [status, code])).toEqual([
    [422, 'IDEMPOTENCY_KEY_REUSED'],
    [422, 'IDEMPOTENCY_KEY_REUSED'],
  ])
})
