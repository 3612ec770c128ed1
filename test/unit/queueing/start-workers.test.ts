import { expect, test } from 'vitest'
import { silentLogger } from '../../../src/platform/logger.ts'
import { openBackend } from '../../../src/queueing/backend.ts'
import { startWorkers } from '../../../workers/main.ts'
import { definitionsFor } from '../../integration/queueing/helpers.ts'

/** Nobody listens there: a start that gets past its checks would wait, not fail. */
const backend = openBackend({ kind: 'redis', url: 'redis://127.0.0.1:1' }, { log: silentLogger })
const all = definitionsFor({})
const log = silentLogger

test('refuses a queue without a worker, and says where it belongs', async () => {
  const definitions = all.filter(({ queue }) => queue.name !== 'photo-clarity')
  await expect(startWorkers({ backend, definitions, log })).rejects.toThrow(
    'Queue "photo-clarity" has no worker: define one in workers/photo-clarity.ts',
  )
})

test('refuses a queue with two workers', async () => {
  const definitions = [...all, ...all.slice(0, 1)]
  await expect(startWorkers({ backend, definitions, log })).rejects.toThrow('Queue "document-ocr" has 2 workers')
})

test('refuses a queue that does not exist, and lists those that do', async () => {
  const stray = { ...all[0]!, queue: { ...all[0]!.queue, name: 'document-ocd' } }
  await expect(startWorkers({ backend, definitions: [...all, stray], log })).rejects.toThrow(
    /no queue "document-ocd".*document-ocr, photo-clarity/,
  )
})

test('a chosen queue needs only its own worker; closing the backend ends the wait', async () => {
  const only = ['decision'] as const
  const definitions = all.filter(({ queue }) => queue.name === 'decision')
  const starting = startWorkers({ backend, definitions, only, log }).then(String, String)
  await backend.close()
  expect(await starting).toContain('closed')
})
