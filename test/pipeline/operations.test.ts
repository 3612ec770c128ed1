import { createBullBoard } from '@bull-board/api'
import type { AppControllerRoute, IServerAdapter } from '@bull-board/api/typings/app'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queueNames } from '../../queues/index.ts'
import { operationsView } from '../../src/contracts/operations-view.ts'
import { addPeople } from '../support/console-people.ts'
import { inventedChecks, submitInvented, uploadInvented } from '../support/invented.ts'
import { createTestRedis, type TestRedis } from '../support/redis.ts'
import { sampleDay, startTestService, type TestService, untilDecided } from '../support/service.ts'
import { signIn, type Signed } from '../support/sign-in.ts'

/** The library's own list of what it can do. */
function libraryRoutes(): AppControllerRoute[] {
  let routes: AppControllerRoute[] = []
  const adapter: IServerAdapter = {
    setQueues: () => adapter,
    setViewsPath: () => adapter,
    setStaticPath: () => adapter,
    setEntryRoute: () => adapter,
    setErrorHandler: () => adapter,
    setApiRoutes: (all) => ((routes = all), adapter),
    setUIConfig: () => adapter,
  }
  createBullBoard({ queues: [], serverAdapter: adapter })
  return routes
}

describe.each(['redis', 'postgres'] as const)('operations with queues on %s', (kind) => {
  let redis: TestRedis | null = null
  let test: TestService
  let ops: Signed
  const get = (path: string, headers: Record<string, string> = ops) => fetch(new URL(path, test.url), { headers })
  const overview = async () => operationsView.parse(await (await get('/v1/operations')).json())

  beforeAll(async () => {
    redis = kind === 'redis' ? await createTestRedis() : null
    await redis?.start()
    test = await startTestService({ redisUrl: redis?.url ?? null }, inventedChecks)
    await addPeople(test.store, sampleDay)
    ops = await signIn(test.url, 'ou')
    const application = await uploadInvented(test, 'OPS-1')
    await submitInvented(test, application)
    await untilDecided(test, 'OPS-1')
  })
  afterAll(async () => {
    await test.stop()
    await redis?.dispose()
  })

  it('tells how everything stands', async () => {
    const view = await overview()
    expect(view.queues.map(({ name }) => name)).toEqual(queueNames)
    for (const { counts, lastHour } of view.queues) {
      expect(counts).toMatchObject({ delayed: 0, blocked: 0, failed: 0 })
      expect(lastHour.done).toHaveLength(60)
    }
    expect(view.processes).toMatchObject([{ roles: ['api', 'worker', 'relay'], state: 'running' }])
    expect(view.outbox).toMatchObject({ waiting: 0, failing: 0, oldestSeconds: null })
    expect(view.failures).toEqual({ current: 0, groups: 0, lastHour: 0 })
    expect(view.datastores).toMatchObject({
      database: { state: 'ok', version: expect.stringMatching(/^\d+\.\d+/) as string },
      queues: { state: 'ok', kind },
      photos: { state: 'ok', kind: 'local', count: 7 },
    })
    expect(view.datastores.photos.bytes).toBeGreaterThan(0)
    expect(view.datastores.database.connections?.used).toBeGreaterThan(0)
    expect(view.versions).toMatchObject({
      program: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
      bullmq: expect.stringMatching(/^6\./) as string,
      migration: expect.stringMatching(/^\d{4}-/) as string,
      policy: expect.any(String) as string,
    })
    // With the next sign of life of the process that loaded them.
    await expect.poll(async () => (await overview()).versions.engines, { timeout: 20_000 }).toHaveProperty('ocr')
  })

  it('nobody comes in without a session of theirs', async () => {
    const lan = await signIn(test.url, 'lan')
    for (const path of [
      '/v1/operations',
      '/v1/failures',
      '/v1/failure-groups',
      '/ops/queues',
      '/ops/queues/api/queues',
    ]) {
      expect([path, (await get(path, {})).status]).toEqual([path, 401])
      expect([path, (await get(path, lan)).status]).toEqual([path, 403])
    }
  })

  it('shows the queues by a page that loads nothing from elsewhere and runs nothing inline', async () => {
    const answer = await get('/ops/queues')
    expect(answer.status).toBe(200)
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("default-src 'none'")
    const page = await answer.text()
    expect(page).not.toMatch(/<%|https?:\/\//)
    const nonce = /nonce-([^']+)'/.exec(policy)?.[1] ?? ''
    expect(page).toContain(`<style nonce="${nonce}">`)
    const files = [...page.matchAll(/(?:src|href)="(static\/[^"]+)"/g)].map(([, file]) => file ?? '')
    expect(files.length).toBeGreaterThanOrEqual(5)
    for (const file of files) expect([file, (await get(`/ops/queues/${file}`)).status]).toEqual([file, 200])
    expect((await get('/ops/queues/static/../index.ejs')).status).not.toBe(200)
    expect((await get('/ops/queues/static/%2e%2e/index.ejs')).status).not.toBe(200)
  })

  it('of the library’s routes those that write are not there', async () => {
    const queue = 'document-ocr'
    const writing = libraryRoutes().filter(({ method }) => [method].flat().some((each) => each !== 'get'))
    expect(writing.length).toBeGreaterThan(15)
    for (const { method, route } of writing) {
      for (const url of [route].flat()) {
        const path = `/ops/queues${url.replace(':queueName', queue).replaceAll(/:\w+/g, 'x')}`
        for (const verb of [method].flat()) {
          const answer = await fetch(new URL(path, test.url), {
            method: verb.toUpperCase(),
            headers: { ...ops, 'content-type': 'application/json' },
            body: '{}',
          })
          expect([404, 405]).toContain(answer.status)
        }
      }
    }
  })

  it('of a job only ids are seen, whatever it holds', async () => {
    const { body } = {
      body: await (await get('/ops/queues/api/queues?activeQueue=document-ocr&status=completed')).json(),
    }
    const shown = (body as { queues: { name: string; readOnlyMode: boolean; jobs: Record<string, unknown>[] }[] })
      .queues
    expect(shown.map(({ name }) => name)).toEqual(queueNames)
    expect(shown.every(({ readOnlyMode }) => readOnlyMode)).toBe(true)
    const jobs = shown.find(({ name }) => name === 'document-ocr')?.jobs ?? []
    expect(jobs.length).toBeGreaterThan(0)
    for (const job of jobs) {
      expect(Object.keys(job['data'] as object).sort()).toEqual(['applicationId', 'materialId', 'revision', 'run'])
      expect(job['opts']).not.toHaveProperty('telemetry')
      expect(job['stacktrace']).toEqual([])
      expect(job['returnValue']).toBeNull()
    }
    const id = String(jobs[0]?.['id'])
    const one = (await (await get(`/ops/queues/api/queues/document-ocr/${id}`)).json()) as { job: { data: object } }
    expect(one.job.data).toHaveProperty('applicationId')
    for (const path of [
      `${id}/logs`,
      `${id}/flow`,
      'metrics',
      'rate-limit',
      'default-job-options',
      'job-data-schema',
    ]) {
      const answer = await get(`/ops/queues/api/queues/document-ocr/${path}`)
      expect([path, answer.status]).toEqual([path, 200])
      await answer.text()
    }
    expect((await get('/ops/queues/api/redis/stats')).status).toBe(200)
    expect((await get('/ops/queues/api/queues?page=x')).status).toBe(400)
  })
})
