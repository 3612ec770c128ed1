import { afterEach, describe, expect, it, vi } from 'vitest'
import { silentLogger } from '../../../src/platform/logger.ts'
import { httpBank, httpRegistry } from '../../../src/verify/ports.ts'
import { cardEnding, codeWith } from '../../../src/verify/simulator-rules.ts'
import { keptLog, question, quick, server, simulator } from './room.ts'

const confirmed = {
  state: 'confirmed',
  elements: { name: 'match', idNumber: 'match', cardNumber: 'match', phone: 'match' },
}
const cardFor = (ending: string) => ({ ...question, cardNumber: cardEnding(ending) })

describe('the question to a bank', () => {
  it('is confirmed, with token and request id, and without what is not known', async () => {
    const seen: { headers: NodeJS.Dict<string | string[]>; body: string }[] = []
    const config = await server((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        seen.push({ headers: request.headers, body })
        response.end('{"result":"confirmed","elements":{"name":"match","cardNumber":"match"},"extra":1}')
      })
    })
    const ask = httpBank({ ...config, url: `${config.url}/` }, silentLogger, quick)
    const { name, cardNumber } = question
    expect(await ask({ account: 'corporate', name, cardNumber, idNumber: null, phone: null }, 'request-1')).toEqual({
      state: 'confirmed',
      elements: { name: 'match', idNumber: 'unknown', cardNumber: 'match', phone: 'unknown' },
    })
    expect(JSON.parse(seen[0]!.body)).toEqual({ account: 'corporate', name, cardNumber })
    expect(seen[0]!.headers).toMatchObject({
      authorization: 'Bearer secret-token',
      'idempotency-key': 'request-1',
      'content-type': 'application/json',
    })
  })

  it.each([
    ['0000', confirmed],
    ['0001', { state: 'not_found', elements: { name: 'unknown', cardNumber: 'differs' } }],
    ['0002', { state: 'differs', elements: { ...confirmed.elements, name: 'differs' } }],
    ['0003', { state: 'differs', elements: { ...confirmed.elements, phone: 'differs' } }],
    ['0004', { state: 'differs', elements: { ...confirmed.elements, idNumber: 'differs' } }],
    ['0005', { state: 'differs', elements: { name: 'unknown', cardNumber: 'unknown' } }],
    ['0006', { state: 'confirmed', elements: { ...confirmed.elements, phone: 'unknown' } }],
  ])('about a card ending %s is answered', async (ending, answer) => {
    const { bank } = await simulator()
    expect(await httpBank(bank, silentLogger, quick)(cardFor(ending), 'r')).toMatchObject(answer)
  })

  it.each([
    ['503 once', '0010', [503, 200]],
    ['429 once, waiting as long as it asks', '0011', [429, 200]],
  ])('is asked again after %s', async (_, ending, statuses) => {
    const { bank, answers } = await simulator()
    const began = performance.now()
    expect(await httpBank(bank, silentLogger, quick)(cardFor(ending), 'r')).toEqual(confirmed)
    expect(answers.map(({ status }) => status)).toEqual(statuses)
    // Retry-After says one second.
    expect(performance.now() - began).toBeGreaterThan(statuses[0] === 429 ? 990 : 0)
  })

  it.each([
    ['503 every time', '0009', 'outage', 3],
    ['a broken connection', '0012', 'network', 3],
    ['an answer that does not parse', '0007', 'malformed', 1],
  ])('has no answer after %s', async (_, ending, error, attempts) => {
    const { bank, answers } = await simulator()
    const { log, lines } = keptLog()
    expect(await httpBank(bank, log, quick)(cardFor(ending), 'r')).toEqual({ state: 'unavailable', error })
    expect(answers).toHaveLength(attempts)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(`"error":"${error}"`)
    for (const personal of [question.name, question.idNumber!, question.phone!, cardEnding(ending), 'secret-token'])
      expect(lines.join()).not.toContain(personal)
  })

  it('gives up on a slow answer, and tries again', async () => {
    const { bank, answers } = await simulator()
    const ask = httpBank(bank, silentLogger, { ...quick, timeout: 40, attempts: 2 })
    expect(await ask(cardFor('0008'), 'r')).toEqual({ state: 'unavailable', error: 'timeout' })
    await vi.waitFor(() => expect(answers).toHaveLength(2))
    expect(answers.every(({ status }) => status === 0)).toBe(true)
  })

  it('gives up on an answer that stops in the middle', async () => {
    const config = await server((_, response) => void response.writeHead(200).write('{"result":'))
    const ask = httpBank(config, silentLogger, { ...quick, timeout: 40, attempts: 1 })
    expect(await ask(question, 'r')).toEqual({ state: 'unavailable', error: 'timeout' })
  })

  it.each([400, 401, 404, 301])(
    'is refused by %i once and for all: an address that is wrong says nothing of an account',
    async (status) => {
      let asked = 0
      const config = await server((_, response) => {
        asked += 1
        response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('{"result":"not_found"}')
      })
      expect(await httpBank(config, silentLogger, quick)(question, 'r')).toEqual({
        state: 'unavailable',
        error: 'refused',
      })
      expect(asked).toBe(1)
    },
  )

  it.each([
    ['busy', 429],
    ['outage', 503],
  ])('is not asked again of a side that is %s for longer than anybody waits', async (error, status) => {
    let asked = 0
    const config = await server((_, response) => {
      asked += 1
      response.writeHead(status, { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() }).end()
    })
    expect(await httpBank(config, silentLogger, quick)(question, 'r')).toEqual({ state: 'unavailable', error })
    expect(asked).toBe(1)
  })

  it('has no answer where nobody listens', async () => {
    const gone = await simulator()
    await gone.close()
    expect(await httpBank(gone.bank, silentLogger, quick)(question, 'r')).toEqual({
      state: 'unavailable',
      error: 'network',
    })
  })

  it.each([
    ['says nothing', {}],
    ['knows no such result', { result: 'maybe' }],
    ['confirms what differs', { result: 'confirmed', elements: { ...confirmed.elements, phone: 'differs' } }],
    ['confirms without the name', { result: 'confirmed', elements: { ...confirmed.elements, name: 'unknown' } }],
    ['confirms without the ID number', { result: 'confirmed', elements: { name: 'match', cardNumber: 'match' } }],
    ['has a strange element', { result: 'differs', elements: { name: 'no' } }],
    ['is endless', { result: 'confirmed', elements: confirmed.elements, more: 'x'.repeat(70_000) }],
  ])('takes no answer that %s', async (_, reply) => {
    const config = await server((_request, response) => response.end(JSON.stringify(reply)))
    const answer = await httpBank(config, silentLogger, quick)(question, 'r')
    expect(answer).toEqual({ state: 'unavailable', error: 'malformed' })
  })
})

describe('the circuit breaker', () => {
  afterEach(() => void vi.useRealTimers())

  it('opens after failures in a row, lets one call try later, and closes when it succeeds', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23T02:00:00Z') })
    let [asked, up] = [0, false]
    const config = await server((_, response) => {
      asked += 1
      if (up) response.end(JSON.stringify({ result: 'confirmed', elements: confirmed.elements }))
      else response.writeHead(500).end()
    })
    const { log, lines } = keptLog()
    const ask = httpBank(config, log, { ...quick, breakAfter: 4, halfOpenAfter: 30_000 })
    const told = () => lines.filter((line) => line.includes('circuit breaker'))

    expect(await ask(question, 'a')).toEqual({ state: 'unavailable', error: 'outage' })
    expect(asked).toBe(3)
    expect(told()).toEqual([])
    // The fourth failure in a row opens it; the attempts after it do not reach the bank.
    expect(await ask(question, 'b')).toEqual({ state: 'unavailable', error: 'circuit-open' })
    expect(await ask(question, 'c')).toEqual({ state: 'unavailable', error: 'circuit-open' })
    expect(asked).toBe(4)
    expect(told()).toEqual([expect.stringMatching(/^warn circuit breaker opened.*"side":"bank"/)])

    // Half open: one call tries, fails, and it is open again.
    vi.setSystemTime(Date.now() + 30_001)
    expect(await ask(question, 'd')).toEqual({ state: 'unavailable', error: 'circuit-open' })
    expect(asked).toBe(5)

    up = true
    vi.setSystemTime(Date.now() + 30_001)
    expect(await ask(question, 'e')).toEqual(confirmed)
    expect(await ask(question, 'f')).toEqual(confirmed)
    expect(asked).toBe(7)
    expect(told().at(-1)).toMatch(/^info circuit breaker closed/)
  })

  it('stays closed for a side that refuses or answers strangely: it is there', async () => {
    const { bank, answers } = await simulator({ token: 'secret-token' })
    const ask = httpBank({ ...bank, token: 'wrong' }, silentLogger, { ...quick, breakAfter: 2 })
    for (let i = 0; i < 4; i += 1) expect(await ask(question, 'r')).toMatchObject({ error: 'refused' })
    expect(answers).toHaveLength(4)
  })

  it('counts failures in a row alone: a side that refuses between them is there', async () => {
    let status = 500
    const config = await server((_, response) => response.writeHead(status).end())
    const ask = httpBank(config, silentLogger, { ...quick, breakAfter: 4 })
    for (let i = 0; i < 3; i += 1) {
      status = 500
      expect(await ask(question, 'a')).toMatchObject({ error: 'outage' })
      status = 403
      expect(await ask(question, 'b')).toMatchObject({ error: 'refused' })
    }
  })

  it('of the bank does not keep the registry from being asked', async () => {
    const { bank, registry } = await simulator()
    const ask = httpBank(bank, silentLogger, { ...quick, breakAfter: 1 })
    expect(await ask(cardFor('0009'), 'r')).toMatchObject({ state: 'unavailable' })
    expect(await httpRegistry(registry, silentLogger, quick)(codeWith('0000'), 'r')).toMatchObject({ state: 'found' })
  })
})

describe('the registry of businesses', () => {
  const record = { name: null, operator: null, address: null, established: null }
  it.each([
    ['0000', { state: 'found', record: { ...record, status: 'active' } }],
    ['0001', { state: 'not_found' }],
    ['0002', { state: 'found', record: { ...record, status: 'revoked' } }],
    ['0003', { state: 'found', record: { ...record, status: 'cancelled' } }],
    ['0004', { state: 'found', record: { ...record, status: 'suspended' } }],
    ['0007', { state: 'unavailable', error: 'malformed' }],
    ['0009', { state: 'unavailable', error: 'outage' }],
    ['0012', { state: 'unavailable', error: 'network' }],
  ])('about a code with %s answers', async (ending, answer) => {
    const { registry } = await simulator()
    expect(await httpRegistry(registry, silentLogger, quick)(codeWith(ending), 'r')).toEqual(answer)
  })

  it('tells all of a licence that it knows', async () => {
    const known = { name: '阿明便利店', operator: '陈小明', address: '科技南路12号', established: '2019-05-06' }
    const creditCode = codeWith('0000')
    const { registry } = await simulator({ licences: [{ creditCode, ...known }] })
    expect(await httpRegistry(registry, silentLogger, quick)(creditCode, 'r')).toEqual({
      state: 'found',
      record: { ...known, status: 'active' },
    })
  })

  it.each([
    [
      'is about another code',
      { result: 'found', licence: { ...record, creditCode: codeWith('0002'), status: 'active' } },
    ],
    ['has a status that nobody knows', { result: 'found', licence: { creditCode: codeWith('0000'), status: '存续' } }],
    ['has no licence', { result: 'found' }],
  ])('is not taken at its word when the answer %s', async (_, reply) => {
    const config = await server((_request, response) => response.end(JSON.stringify(reply)))
    const answer = await httpRegistry(config, silentLogger, quick)(codeWith('0000'), 'r')
    expect(answer).toEqual({ state: 'unavailable', error: 'malformed' })
  })
})
