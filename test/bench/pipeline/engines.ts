import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { setTimeout as pause } from 'node:timers/promises'
import { applicationForm } from '../../../src/domain/application.ts'
import { idNumberOf } from '../../support/strangers.ts'
import { shopKinds } from '../../unit/domain/sample.ts'
import { cpuSeconds } from './cpu.ts'
import { submit } from './load.ts'
import type { Room } from './room.ts'

/** What each step is done by; one process for each, so that its cost is seen. */
const steps = {
  'document-ocr': 'document-ocr',
  'photo-clarity': 'photo-clarity',
  'scene-authenticity': 'scene-authenticity',
  'match, decision and the rest': 'account-match,decision,callback,manual-review,notification',
} as const

/**
 * With the engines that look at real photos: a sample application, uploaded over HTTP again and again with another file of
 * the same picture each time, so that nothing is known of it.
 */
export async function measureEngines(room: Room, count: number, cores: number): Promise<string[]> {
  const env = { PHOTO_PROCESSES: String(cores) }
  const api = await room.startService('API, uploads and relay', 'api,relay', { env })
  const url = api.url ?? ''
  const started = [api]
  for (const [name, queues] of Object.entries(steps)) {
    started.push(await room.startService(name, 'worker', { queues, env, engines: 'real' }))
  }
  const roots = new Map([...room.pids, ...started.map(({ name, pid }): [string, number] => [name, pid])])
  const before = await cpuSeconds(roots)
  const begun = performance.now()
  for (let n = 0; n < count; n++) await submit(url, await uploadSample(url, n))
  const decided = async () =>
    Number((await room.store.pool.query<{ n: string }>('select count(*) as n from decision')).rows[0]?.n)
  while ((await decided()) < count) await pause(100)
  const seconds = (performance.now() - begun) / 1000
  const after = await cpuSeconds(roots)
  for (const each of started.toReversed()) await each.stop()
  const used = [...after].map(([name, s]): [string, number] => [name, (s - (before.get(name) ?? 0)) / count])
  return [
    `${count} applications of seven photos in ${seconds.toFixed(0)} s: ${((count * 3600) / seconds).toFixed(0)} an hour`,
    ...used.map(([name, s]) => `  ${name}: ${s.toFixed(2)} CPU s an application`),
  ]
}

async function uploadSample(url: string, n: number) {
  const folder = fileURLToPath(new URL('../../fixtures/samples/A-1001', import.meta.url))
  const { materials: _, ...sample } = JSON.parse(await readFile(`${folder}/application.json`, 'utf8'))
  const materials = await Promise.all(
    shopKinds.map(async (kind) => {
      const file = `${kind}.jpg`
      const form = new FormData()
      form.append('kind', kind)
      // What stands behind the end of a JPEG changes the file, and not the picture.
      form.append('file', new Blob([await readFile(`${folder}/${file}`), `${n}`]), file)
      const answer = await fetch(`${url}/v1/materials`, { method: 'POST', body: form })
      if (answer.status !== 201) throw new Error(`an upload was answered with ${answer.status}: ${await answer.text()}`)
      return { kind, id: ((await answer.json()) as { id: string }).id }
    }),
  )
  const legalPerson = { ...sample.legalPerson, idNumber: idNumberOf(n + 1) }
  return { form: applicationForm.parse({ ...sample, reference: `E-${n}`, legalPerson }), materials }
}
