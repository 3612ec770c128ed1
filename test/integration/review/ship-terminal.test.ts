import { describe, expect, it } from 'vitest'
import { keyedHash } from '../../../src/platform/keyed-hash.ts'
import type { TellDeps } from '../../../src/review/plan-effects.ts'
import { readApplication } from '../../../src/review/read-application.ts'
import { shipTerminal } from '../../../src/review/ship-terminal.ts'
import { stranger } from '../../support/strangers.ts'
import { policy } from '../../unit/domain/sample.ts'
import { blurred, reviewRoom } from './room.ts'

const { clock, deps, screened, decide, rowsOf, jobsOf } = await reviewRoom()

const telling: TellDeps = {
  ...deps,
  policy: async () => policy,
  keyedHash: keyedHash('7'.repeat(64)),
  channels: ['webhook', 'sms', 'push'],
}
const sent = { courier: '顺丰速运', trackingNumber: 'SF1234567890123' }
const byChannel = (a: { channel: unknown }, b: { channel: unknown }) =>
  String(a.channel).localeCompare(String(b.channel))
const code = (name: string) => expect.objectContaining({ code: name })
const view = (id: string) => readApplication({ ...deps, policy: telling.policy }, { id })

const approved = async () => {
  clock.at = new Date('2026-11-24T02:00:00Z')
  const { form, ...rest } = stranger()
  const contact = { ...form.contact, pushToken: 'token-of-the-app' }
  const application = await screened({ ...rest, form: { ...form, contact } })
  await decide(application.ref, [])
  return application
}

describe('the terminal of an approved application', () => {
  it('is shipped once: one step, and one message over each way, with courier and number', async () => {
    const { id, reference, ref } = await approved()
    const answer = await shipTerminal(telling, { applicationId: id, ...sent })
    expect(answer).toEqual({
      id,
      reference,
      status: 'terminal_shipped',
      revision: 1,
      shipment: { ...sent, shippedAt: '2026-11-24T02:00:00.000Z' },
    })
    clock.at = new Date('2026-11-26T02:00:00Z')
    expect(await shipTerminal(telling, { applicationId: id, ...sent })).toEqual(answer)

    const { rows } = await rowsOf('effect', id)
    expect(rows.map(({ channel, about, data }) => ({ channel, about, data })).sort(byChannel)).toEqual(
      ['push', 'sms', 'webhook'].map((channel) => ({ channel, about: 'shipped', data: { shipment: sent } })),
    )
    expect((await jobsOf(id)).filter(({ queue }) => queue === 'notification')).toHaveLength(3)
    expect((await view(id))?.shipment).toEqual(answer.shipment)
    const { rows: steps } = await rowsOf('transition', id)
    expect(steps.at(-1)).toMatchObject({ from_status: 'approved', to_status: 'terminal_shipped', actor: 'integrator' })
    // Neither courier nor number is in an event.
    const { rows: events } = await rowsOf('event', id)
    expect(events.at(-1)).toMatchObject({ type: 'application.terminal_shipped', revision: ref.revision })
    expect(JSON.stringify(events)).not.toContain(sent.trackingNumber)
  })

  it('is shipped once by two who say so at the same time', async () => {
    const { id } = await approved()
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => shipTerminal(telling, { applicationId: id, ...sent })),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect((await rowsOf('effect', id)).rows).toHaveLength(3)
  })

  it('does not change courier or number afterwards', async () => {
    const { id } = await approved()
    await shipTerminal(telling, { applicationId: id, ...sent })
    for (const other of [{ courier: '京东物流' }, { trackingNumber: 'JD0000000001' }]) {
      await expect(shipTerminal(telling, { applicationId: id, ...sent, ...other })).rejects.toEqual(
        code('SHIPMENT_EXISTS'),
      )
    }
    expect((await view(id))?.shipment).toMatchObject(sent)
  })
})

it('what is not approved is not shipped', async () => {
  const { id, ref } = await screened(blurred)
  await expect(shipTerminal(telling, { applicationId: id, ...sent })).rejects.toEqual(code('SHIPMENT_NOT_POSSIBLE'))
  await decide(ref, [])
  await expect(shipTerminal(telling, { applicationId: id, ...sent })).rejects.toEqual(code('SHIPMENT_NOT_POSSIBLE'))
  await expect(shipTerminal(telling, { applicationId: 'app_unknown', ...sent })).rejects.toEqual(code('NOT_FOUND'))
  expect((await view(id))?.shipment).toBeNull()
})
