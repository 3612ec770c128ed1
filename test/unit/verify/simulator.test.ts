import { describe, expect, it } from 'vitest'
import { isBankCardNumber, isCreditCode, isOrganisationCode } from '../../../src/domain/numbers.ts'
import { bankEndings, cardEnding, codeWith, registryEndings } from '../../../src/verify/simulator-rules.ts'
import { question, simulator } from './room.ts'

const post = (url: string, body: string, headers: Record<string, string> = {}, method = 'POST') =>
  fetch(url, {
    method,
    headers: { authorization: 'Bearer secret-token', 'idempotency-key': 'k', ...headers },
    ...(method === 'POST' && { body }),
  })
const { account, name, cardNumber } = question
const body = JSON.stringify({ account, name, cardNumber })

describe('the simulator', () => {
  it.each(bankEndings)('has a card ending %s that passes its check, for %s', (ending) => {
    expect(cardEnding(ending).endsWith(ending) && isBankCardNumber(cardEnding(ending))).toBe(true)
  })

  it.each(registryEndings)('has a code with %s that passes its checks, for %s', (ending) => {
    const code = codeWith(ending)
    expect(code.slice(12, 16)).toBe(ending)
    expect(isCreditCode(code) && isOrganisationCode(code.slice(8, 17))).toBe(true)
  })

  it('refuses what is not of the protocol, each with its status', async () => {
    const { bankUrl, registryUrl, answers } = await simulator({ token: 'secret-token' })
    const url = `${bankUrl}/account-verifications`
    expect((await post(url, body)).status).toBe(200)
    expect((await post(url, body, { authorization: 'Bearer other' })).status).toBe(401)
    expect((await post(url, body, { authorization: '' })).status).toBe(401)
    expect((await post(url, body, { 'idempotency-key': '' })).status).toBe(400)
    expect((await post(url, '{', { 'idempotency-key': 'a' })).status).toBe(400)
    expect((await post(url, '{"account":"joint"}', { 'idempotency-key': 'b' })).status).toBe(400)
    expect((await post(url, 'x'.repeat(20_000), { 'idempotency-key': 'c' })).status).toBe(413)
    expect((await post(url, '', {}, 'GET')).status).toBe(405)
    expect((await post(bankUrl, body)).status).toBe(404)
    expect((await post(`${registryUrl}/account-verifications`, body)).status).toBe(404)
    for (const personal of [name, cardNumber]) expect(JSON.stringify(answers)).not.toContain(personal)
  })

  it('answers a repeated question alike, and refuses its key for another', async () => {
    const { bankUrl } = await simulator()
    const url = `${bankUrl}/account-verifications`
    expect(await (await post(url, body)).json()).toEqual(await (await post(url, body)).json())
    const other = JSON.stringify({ account, name, cardNumber: cardEnding('0002') })
    expect((await post(url, other)).status).toBe(422)
    expect((await post(url, other, { 'idempotency-key': 'another' })).status).toBe(200)
  })
})
