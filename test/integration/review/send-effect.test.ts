import { beforeAll, describe, expect, it } from 'vitest'
import { type EffectMessage, recordEffectFailure, sendEffect } from '../../../src/review/send-effect.ts'
import { blurred, reviewRoom } from './room.ts'

const { store, deps, clock, screened, decide, rowsOf } = await reviewRoom()

let application: Awaited<ReturnType<typeof screened>>
let effectId: string
beforeAll(() => {
  clock.at = new Date('2026-11-23T02:00:00Z')
})
async function decided(): Promise<void> {
  application = await screened(blurred)
  await decide(application.ref, ['webhook'])
  effectId = String((await rowsOf('effect', application.id)).rows[0]?.['id'])
}
const effect = () => store.db.selectFrom('effect').selectAll().where('id', '=', effectId).executeTakeFirstOrThrow()
const sentEvents = async () =>
  (await rowsOf('event', application.id)).rows.filter(({ type }) => type === 'effect.sent').map(({ data }) => data)
const failing = () => Promise.reject(new Error('the receiver answered 500'))

describe('an effect', () => {
  it('is sent once, with what its channel needs and nothing more', async () => {
    await decided()
    const decidedAt = clock.at
    clock.at = new Date(decidedAt.getTime() + 60_000)
    const sent: EffectMessage[] = []
    const send = (message: EffectMessage) => Promise.resolve(void sent.push(message))
    await sendEffect(deps, effectId, send)
    await sendEffect(deps, effectId, send)
    await Promise.all([1, 2, 3].map(() => sendEffect(deps, effectId, send)))

    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({
      id: effectId,
      channel: 'webhook',
      applicationId: application.id,
      reference: application.reference,
      revision: 1,
      outcome: 'resubmission_required',
      phone: application.form.contact.phone,
      at: decidedAt,
      reasons: [{ code: 'IMG_BLURRY', severity: 'return', material: 'scene_interior' }],
    })
    // Neither the evidence nor the reviewers' text, and nothing of the form but the number to send to.
    expect(Object.keys(sent[0]!.reasons[0]!).toSorted()).toEqual(
      ['code', 'field', 'fix', 'hint', 'material', 'message', 'severity', 'tellApplicant'].toSorted(),
    )
    const { phone: _, ...rest } = sent[0]!
    const { legalPerson, contact, settlementAccount } = application.form
    for (const value of [legalPerson.name, legalPerson.idNumber, contact.phone, settlementAccount.cardNumber])
      expect(JSON.stringify(rest)).not.toContain(value)
    expect(await effect()).toMatchObject({ state: 'sent', attempts: 1, error: null, sent_at: clock.at })
    expect(await sentEvents()).toEqual([{ channel: 'webhook' }])
    clock.at = decidedAt
  })

  it('whose channel fails stays pending and is sent at a later attempt', async () => {
    await decided()
    await expect(sendEffect(deps, effectId, failing)).rejects.toThrow('500')
    await expect(sendEffect(deps, effectId, failing)).rejects.toThrow('500')
    expect(await effect()).toMatchObject({ state: 'pending', attempts: 2, sent_at: null })
    expect(await sentEvents()).toEqual([])
    await sendEffect(deps, effectId, () => Promise.resolve())
    expect(await effect()).toMatchObject({ state: 'sent', attempts: 3 })
  })

  it('given up stays visible with its cause, and can still be sent', async () => {
    await decided()
    await expect(sendEffect(deps, effectId, failing)).rejects.toThrow('500')
    await recordEffectFailure(deps, effectId, `\u0000gone ${'x'.repeat(600)}`)
    const given = await effect()
    expect(given).toMatchObject({ state: 'failed', attempts: 1 })
    expect(given.error).toMatch(/^gone x{495}$/)
    await sendEffect(deps, effectId, () => Promise.resolve())
    expect(await effect()).toMatchObject({ state: 'sent', error: null })
  })

  it('that was sent is not called failed by a late worker', async () => {
    await decided()
    await sendEffect(deps, effectId, () => Promise.resolve())
    await recordEffectFailure(deps, effectId, 'lost its worker')
    expect(await effect()).toMatchObject({ state: 'sent', error: null })
  })

  it('sent by two workers at once is told of once', async () => {
    await decided()
    await Promise.all([1, 2, 3, 4].map(() => sendEffect(deps, effectId, () => Promise.resolve())))
    expect(await sentEvents()).toHaveLength(1)
  })

  it('that nobody knows sends nothing', async () => {
    await expect(sendEffect(deps, 'eff_unknown', failing)).resolves.toBeUndefined()
  })
})
