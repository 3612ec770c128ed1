import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFolder } from '../../src/cli/read-folder.ts'
import type { ApplicationView } from '../../src/contracts/application-view.ts'
import { newSigningKey } from '../../src/platform/signing-key.ts'
import { startReceiver } from '../support/receiver.ts'
import { createTestRedis, type TestRedis } from '../support/redis.ts'
import { sampleFolder, startTestService, type TestService, untilDecided } from '../support/service.ts'

/** One of each outcome that leads somewhere else. */
const samples = {
  'A-1001': 'approved',
  'A-1004': 'resubmission_required',
  'A-1005': 'manual_review',
  'A-1011': 'callback_required',
  'A-1014': 'rejected',
} as const

/** Real photos through the real service, on each of the two queue backends. */
describe.each(['postgres', 'redis'] as const)('the service with its queues on %s', (kind) => {
  let redis: TestRedis | null = null
  let test: TestService
  let receiver: Awaited<ReturnType<typeof startReceiver>>
  const { secret } = newSigningKey('v1')
  const views = new Map<string, ApplicationView>()
  const view = (reference: keyof typeof samples): ApplicationView => {
    const found = views.get(reference)
    if (!found) throw new Error(`${reference} was not submitted`)
    return found
  }

  beforeAll(async () => {
    if (kind === 'redis') {
      redis = await createTestRedis()
      await redis.start()
    }
    receiver = await startReceiver((response) => response.writeHead(204).end())
    test = await startTestService({ redisUrl: redis?.url ?? null, webhook: { url: receiver.url, secret } })
    const folders = await Promise.all(Object.keys(samples).map((reference) => readFolder(sampleFolder(reference))))
    for (const folder of folders) await test.client.submit(folder)
    for (const reference of Object.keys(samples)) views.set(reference, await untilDecided(test, reference))
  })

  afterAll(async () => {
    await test.stop()
    await receiver.stop()
    await redis?.dispose()
  })

  it.each(Object.entries(samples))('decides %s as %s', (reference, outcome) => {
    const decided = views.get(reference)
    expect(decided?.outcome).toBe(outcome)
    expect(decided?.policy).toBe('2026-11-5')
    expect(decided?.reasons.length === 0).toBe(outcome === 'approved')
  })

  it('settles every check of the ledger', () => {
    for (const { checks } of views.values()) {
      expect(checks.length).toBeGreaterThan(7)
      expect(checks.filter(({ status }) => status !== 'done')).toEqual([])
    }
  })

  it('writes each move down, in order', () => {
    expect(view('A-1001').history.map(({ from, to }) => [from, to])).toEqual([
      [null, 'submitted'],
      ['submitted', 'screening'],
      ['screening', 'deciding'],
      ['deciding', 'approved'],
    ])
  })

  it('opens a case, a callback, and tells the applicant, each once', async () => {
    const count = async (table: 'review_case' | 'callback', reference: keyof typeof samples) =>
      (await test.store.db.selectFrom(table).select('id').where('application_id', '=', view(reference).id).execute())
        .length
    await expect.poll(() => count('review_case', 'A-1005')).toBe(1)
    await expect.poll(() => count('callback', 'A-1011')).toBe(1)
    const effects = () =>
      test.store.db
        .selectFrom('effect')
        .select(['about', 'channel', 'state'])
        .where('channel', '=', 'sms')
        .orderBy('about')
        .execute()
    await expect.poll(effects).toEqual([
      { about: 'approved', channel: 'sms', state: 'sent' },
      { about: 'callback_required', channel: 'sms', state: 'sent' },
      { about: 'rejected', channel: 'sms', state: 'sent' },
      { about: 'resubmission_required', channel: 'sms', state: 'sent' },
    ])
  })

  it('tells the integrator each outcome once, signed, and nothing personal', async () => {
    await expect.poll(() => receiver.hooks.length).toBe(Object.keys(samples).length)
    const told = receiver.hooks.map(({ headers, body }) => {
      const { data } = new Webhook(secret).verify(body, headers as Record<string, string>) as {
        data: { id: string; reference: string; outcome: string }
      }
      return [data.reference, data.id, data.outcome]
    })
    const decided = [...views.values()].map(({ reference, id, outcome }) => [reference, id, outcome])
    expect(new Map(told.map((each) => [each[0], each]))).toEqual(new Map(decided.map((each) => [each[0], each])))
    const { form } = await readFolder(sampleFolder('A-1001'))
    for (const value of [form.legalPerson.idNumber, form.contact.phone, form.legalPerson.name]) {
      expect(JSON.stringify(receiver.hooks)).not.toContain(value)
    }
    const view = await test.client.find('A-1001')
    expect(view?.told.map(({ channel, about, state }) => `${channel} ${about} ${state}`)).toEqual(
      expect.arrayContaining(['webhook approved sent', 'sms approved sent']),
    )
  })

  it('answers an equal submission with the same application and reads nothing twice', async () => {
    const evidence = () => test.store.db.selectFrom('evidence').select('id').execute()
    const before = await evidence()
    const again = await test.client.submit(await readFolder(sampleFolder('A-1001')))
    expect(again.id).toBe(view('A-1001').id)
    expect(await evidence()).toHaveLength(before.length)
  })

  it('keeps personal values out of the queues', async () => {
    const { form } = await readFolder(sampleFolder('A-1001'))
    const personal = [
      form.legalPerson.idNumber,
      form.contact.phone,
      form.settlementAccount.cardNumber,
      form.legalPerson.name,
    ]
    const stored = await test.queueDump()
    expect(stored).toContain(view('A-1001').id)
    for (const value of personal) expect(stored).not.toContain(value)
  })
})
