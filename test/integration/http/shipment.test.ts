import { describe, expect, it } from 'vitest'
import { applicationView } from '../../../src/contracts/application-view.ts'
import { shipmentReceipt } from '../../../src/contracts/shipment.ts'
import type { Status } from '../../../src/domain/status.ts'
import { realApi, uploadPhoto } from '../../support/real-api.ts'
import { sampleForm } from '../../support/sample-form.ts'

const { app, lines, store } = await realApi()
const sent = { courier: '顺丰速运', trackingNumber: 'SF1234567890123' }

let number = 0
async function applicationIn(status: Status): Promise<string> {
  number += 1
  const materials = [{ kind: 'bank_card', id: await uploadPhoto(app, 'bank_card', number) }]
  const payload = { ...sampleForm({ reference: `SHIP-${number}` }), materials }
  const headers = { 'idempotency-key': `ship-${number}` }
  const answer = await app.inject({ method: 'POST', url: '/v1/applications', headers, payload })
  await store.db.updateTable('application').set({ status }).where('id', '=', answer.json().id).execute()
  return answer.json().id
}
const ship = (id: string, payload: object = sent) =>
  app.inject({ method: 'POST', url: `/v1/applications/${id}/shipment`, payload })
const codeOf = (answer: { json: () => { error: { code: string } } }) => answer.json().error.code

describe('POST /v1/applications/{id}/shipment', () => {
  it('writes down courier and number, and the application shows them', async () => {
    const id = await applicationIn('approved')
    const answer = await ship(id, { courier: '  顺丰速运 ', trackingNumber: 'SF1234567890123' })
    expect(answer.statusCode).toBe(200)
    const shipment = { ...sent, shippedAt: '2026-11-23T02:00:00.000Z' }
    const reference = `SHIP-${number}`
    expect(shipmentReceipt.strict().parse(answer.json())).toEqual({
      id,
      reference,
      status: 'terminal_shipped',
      revision: 1,
      shipment,
    })
    expect((await ship(id)).body).toBe(answer.body)
    const view = applicationView.strict().parse((await app.inject(`/v1/applications/${id}`)).json())
    expect(view).toMatchObject({ status: 'terminal_shipped', shipment })
    expect(JSON.stringify(lines)).not.toContain(sent.trackingNumber)
  })

  it('is refused with another courier or number, before the approval, and where there is none', async () => {
    const id = await applicationIn('approved')
    await ship(id)
    const other = await ship(id, { ...sent, trackingNumber: 'JD0000000001' })
    expect([other.statusCode, codeOf(other)]).toEqual([409, 'SHIPMENT_EXISTS'])
    for (const status of ['submitted', 'returned', 'rejected', 'withdrawn'] as const) {
      const early = await ship(await applicationIn(status))
      expect([early.statusCode, codeOf(early)]).toEqual([409, 'SHIPMENT_NOT_POSSIBLE'])
    }
    for (const unknown of ['app_0000000000zzzzzzzzzzzzzzzz', 'nonsense']) {
      const answer = await ship(unknown)
      expect([answer.statusCode, codeOf(answer)]).toEqual([404, 'NOT_FOUND'])
    }
  })

  it.each([
    [{ courier: '', trackingNumber: 'SF123456' }, ['courier']],
    [{ courier: '—', trackingNumber: 'SF123456' }, ['courier']],
    [{ courier: '顺'.repeat(21), trackingNumber: 'SF123456' }, ['courier']],
    [{ courier: '顺丰', trackingNumber: 'SF 123 456' }, ['trackingNumber']],
    [{ courier: '顺丰', trackingNumber: '1'.repeat(31) }, ['trackingNumber']],
    [{}, ['courier', 'trackingNumber']],
    [{ ...sent, note: '易碎' }, ['note']],
  ])('%j is refused and %j named', async (payload, fields) => {
    const answer = await ship('app_0000000000zzzzzzzzzzzzzzzz', payload)
    expect([answer.statusCode, codeOf(answer)]).toEqual([422, 'INVALID_FIELD'])
    const named: string[] = answer.json().error.errors.map(({ field }: { field: string }) => field)
    expect(named).toEqual(fields)
  })
})
