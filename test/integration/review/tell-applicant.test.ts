import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { ChannelName } from '../../../src/domain/message.ts'
import { silentLogger } from '../../../src/platform/logger.ts'
import type { SendDeps } from '../../../src/review/send-effect.ts'
import { sendEffect } from '../../../src/review/send-effect.ts'
import { sendBy } from '../../../src/service/send-by.ts'
import { stranger } from '../../support/strangers.ts'
import { policy } from '../../unit/domain/sample.ts'
import { blurred, reviewRoom } from './room.ts'

/** Two gateways in one, that speak the protocol: `/sms` and `/push`. */
let received: { path: string; body: Record<string, unknown> }[] = []
let answer: (response: ServerResponse) => void
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    received.push({ path: request.url ?? '', body: JSON.parse(Buffer.concat(chunks).toString()) })
    answer(response)
  })
}).listen(0, '127.0.0.1')
await once(server, 'listening')
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const { store, deps, clock, secrets, folder, screened, decide, rowsOf } = await reviewRoom()
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const noon = new Date('2026-11-23T04:00:00Z')
const gateways = {
  dataDir: folder,
  databaseUrl: 'postgres://elsewhere/zhunru',
  tellBy: ['webhook', 'sms', 'push'] as const,
  webhookAllowPrivate: false,
  sms: { url: `${url}/sms`, token: 'sms-secret' },
  smsSignature: { zh: '准入', en: 'Zhunru' },
  push: { url: `${url}/push`, token: 'push-secret' },
  applicantLink: 'https://x.cn/{reference}',
}
const sending: SendDeps = {
  ...deps,
  policy: async () => policy,
  secrets,
  send: sendBy(gateways, silentLogger),
  random: () => 0,
}

beforeEach(() => {
  clock.at = noon
  received = []
  answer = (response) => response.writeHead(202).end()
})

let number = 0
async function returned(channels: ChannelName[], language?: 'en') {
  const { form, ...rest } = stranger(blurred)
  const contact = { ...form.contact, pushToken: `token-${++number}`, ...(language && { language }) }
  const application = await screened({ ...rest, form: { ...form, contact } })
  await decide(application.ref, channels)
  const { rows } = await rowsOf('effect', application.id)
  return { ...application, contact, effects: rows.map(({ id }) => String(id)) }
}
const effect = (id: string) => store.db.selectFrom('effect').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

describe('an applicant whose photo is to be taken again', () => {
  it('is told by SMS and push, once each, by templates that are written down and texts that are not', async () => {
    const { id, effects, contact, reference } = await returned(['sms', 'push'])
    for (const each of [...effects, ...effects]) await sendEffect(sending, each)
    expect(received.map(({ path }) => path).toSorted()).toEqual(['/push', '/sms'])
    const sms = received.find(({ path }) => path === '/sms')!.body
    expect(sms).toMatchObject({
      to: contact.phone,
      templateId: 'sms.returned-one-link',
      language: 'zh',
      text: expect.stringMatching(/^【准入】请补充资料：店内环境.* https:\/\/x\.cn\/.+$/),
    })
    expect(String(sms['text'])).toContain(`https://x.cn/${reference}`)
    expect(received.find(({ path }) => path === '/push')!.body).toMatchObject({
      to: contact.pushToken,
      templateId: 'push.returned-one',
      data: { applicationId: id, reference },
    })
    const stored = await Promise.all(effects.map(effect))
    expect(stored.map(({ state, template }) => `${state} ${template}`).toSorted()).toEqual([
      'sent push.returned-one/1',
      'sent sms.returned-one-link/1',
    ])
    const { rows } = await rowsOf('event', id)
    for (const kept of [JSON.stringify(rows), JSON.stringify(stored)]) {
      expect(kept).not.toContain(contact.phone)
      expect(kept).not.toContain(contact.pushToken)
      expect(kept).not.toContain('店内环境')
    }
  })

  it('is told in the language of the form', async () => {
    const { effects } = await returned(['sms'], 'en')
    await sendEffect(sending, effects[0]!)
    expect(received[0]!.body).toMatchObject({
      language: 'en',
      text: expect.stringMatching(/^Zhunru: please correct your application: .+\. https:\/\/x\.cn\//),
    })
  })

  it('is told later when the gateway is busy, as late as it asks, with the same message', async () => {
    const { effects } = await returned(['sms'])
    answer = (response) => response.writeHead(503, { 'retry-after': '600' }).end()
    await sendEffect(sending, effects[0]!)
    expect(await effect(effects[0]!)).toMatchObject({
      state: 'pending',
      error: 'the gateway answered 503',
      next_attempt_at: new Date(noon.getTime() + 600_000),
    })
    answer = (response) => response.writeHead(200).end()
    await sendEffect(sending, effects[0]!)
    expect(received).toHaveLength(1)
    clock.at = new Date(noon.getTime() + 600_000)
    await sendEffect(sending, effects[0]!)
    expect(received).toHaveLength(2)
    expect(received[1]!.body).toEqual(received[0]!.body)
    expect(await effect(effects[0]!)).toMatchObject({ state: 'sent', attempts: 2 })
  })

  it('is given up where the gateway will never take it, as a number that does not exist', async () => {
    const { effects } = await returned(['sms'])
    answer = (response) => response.writeHead(422).end()
    await sendEffect(sending, effects[0]!)
    expect(await effect(effects[0]!)).toMatchObject({
      state: 'failed',
      error: 'the gateway refused it with 422',
      attempts: 1,
    })
  })

  it('is left in peace at night', async () => {
    clock.at = new Date('2026-11-23T14:30:00Z')
    const { effects } = await returned(['sms', 'push'])
    for (const each of effects) await sendEffect(sending, each)
    expect(received).toEqual([])
    clock.at = new Date('2026-11-24T00:00:00Z')
    for (const each of effects) await sendEffect(sending, each)
    expect(received).toHaveLength(2)
  })
})
