import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApplicationForm } from '../../../src/domain/application.ts'
import type { ReusedNumber } from '../../../src/domain/evidence.ts'
import { loadScreening } from '../../../src/review/load-screening.ts'
import { matchApplication } from '../../../src/review/match-account.ts'
import { openKeyedHash } from '../../../src/service/open-keyed-hash.ts'
import { testStore } from '../../support/postgres.ts'
import { cardWithCheck, codeWithChecks, idNumber, individual, micro, otherIdNumber } from '../../unit/domain/sample.ts'
import { reviewRoom } from './room.ts'

const room = await reviewRoom()
const { store, deps, clock, upload, submit, screeningOf, checkAll, decide, rowsOf } = room

let serial = 100
/** A shop with numbers that no other one has. */
function numbers() {
  serial += 1
  return { code: codeWithChecks('92440300', `MA5EL${serial}`), card: cardWithCheck(`622202400012345${serial}`) }
}
const form = (person: string, { code, card }: ReturnType<typeof numbers>): Partial<ApplicationForm> => ({
  legalPerson: { name: '陈小明', idNumber: person },
  licence: { creditCode: code },
  settlementAccount: { ...individual.settlementAccount, cardNumber: card },
})

async function matched(given: Partial<ApplicationForm>) {
  clock.at = new Date(clock.at.getTime() + 1000)
  const materials = [await upload('scene_stall')]
  const application = await submit(materials, { form: given })
  const ref = screeningOf(application)
  await matchApplication(room.matching, ref)
  const { evidence } = await loadScreening(deps, ref)
  const reused = evidence.flatMap((e) => (e.check === 'account-match' ? (e.reused ?? []) : []))
  return { ...application, ref, materials, reused }
}

describe('the numbers typed in a form', () => {
  it('are stored with the revision as keyed hashes, and nowhere by themselves', async () => {
    const shop = numbers()
    const { id } = await matched(form(idNumber, shop))
    const { rows } = await store.pool.query('select * from document_number where application_id = $1 order by kind', [
      id,
    ])
    expect(rows.map(({ kind }) => kind)).toEqual([
      'address',
      'card_number',
      'credit_code',
      'id_number',
      'merchant_name',
      'person_name',
      'phone',
      'short_name',
    ])
    for (const { keyed_hash } of rows) expect(keyed_hash).toMatch(/^[0-9a-f]{64}$/)
    for (const number of [idNumber, shop.code, shop.card]) expect(JSON.stringify(rows)).not.toContain(number)
  })

  it('of a micro merchant are all but those of a licence', async () => {
    const application = await submit([await upload('scene_stall')], { form: { ...micro, reference: 'A-micro-1' } })
    const { rows } = await store.pool.query(
      'select kind from document_number where application_id = $1 order by kind',
      [application.id],
    )
    expect(rows.map(({ kind }) => kind)).toEqual([
      'address',
      'card_number',
      'id_number',
      'merchant_name',
      'person_name',
      'phone',
      'short_name',
    ])
  })

  it('are no one else’s where nobody gave them before', async () => {
    expect((await matched(form(idNumber, numbers()))).reused).toEqual([])
  })

  it('may be given again by the same person', async () => {
    const shop = numbers()
    await matched(form(idNumber, shop))
    expect((await matched(form(idNumber, shop))).reused).toEqual([])
  })

  it('of a licence and of a card are found in applications of others: the first of them, and how many', async () => {
    const [shop, other] = [numbers(), numbers()]
    const first = await matched(form(idNumber, shop))
    await matched(form(idNumber, { ...other, code: shop.code }))
    const found = await matched(form(otherIdNumber, shop))
    const where = {
      applicationId: first.id,
      reference: first.reference,
      revision: 1,
      submittedAt: expect.stringMatching(/^2026-11-23T02:/),
    }
    expect(found.reused).toEqual<ReusedNumber[]>([
      { number: 'cardNumber', count: 1, other: where },
      { number: 'creditCode', count: 2, other: where },
    ])
  })

  it('of another person go to a person, who is told where they were', async () => {
    const shop = numbers()
    const first = await matched(form(idNumber, shop))
    const { ref, materials } = await matched(form(otherIdNumber, { ...numbers(), card: shop.card }))
    await checkAll(ref, materials, {}, ({ check }) => check === 'account-match')
    await decide(ref)
    const { rows } = await rowsOf('decision', ref.applicationId)
    const reasons = rows[0]?.['reasons'] as { code: string }[]
    expect(rows[0]).toMatchObject({ outcome: 'manual_review' })
    expect(reasons.filter(({ code }) => code === 'DOC_REUSED')).toMatchObject([
      {
        field: 'settlementAccount.cardNumber',
        message: { zh: '资料需要进一步核实' },
        internal: { zh: `银行卡号已用于他人的申请 ${first.reference}（共 1 份申请）` },
      },
    ])
  })
})

describe('the key of the numbers', () => {
  let dataDir = ''
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'zhunru-key-'))
  })
  afterAll(() => rm(dataDir, { recursive: true, force: true }))

  it('is made in the data folder and stays', async () => {
    const own = await testStore()
    const first = await openKeyedHash({ documentNumberKey: null, dataDir }, own)
    const second = await openKeyedHash({ documentNumberKey: null, dataDir }, own)
    expect(second('id_number', idNumber)).toBe(first('id_number', idNumber))
  })

  it('is first used for the numbers of all that was submitted before', async () => {
    const shop = numbers()
    const [first, second] = [await matched(form(idNumber, shop)), await matched(form(otherIdNumber, shop))]
    const stored = () =>
      store.pool.query('select kind, keyed_hash from document_number where application_id = any ($1) order by 1, 2', [
        [first.id, second.id],
      ])
    const before = (await stored()).rows
    await store.pool.query('delete from document_number')
    await openKeyedHash({ documentNumberKey: '7'.repeat(64), dataDir }, store)
    expect((await stored()).rows).toEqual(before)
    expect(before).toHaveLength(16)
    await openKeyedHash({ documentNumberKey: '7'.repeat(64), dataDir }, store)
    expect((await stored()).rows).toEqual(before)
  })

  it('must be the one with which this database was begun', async () => {
    const own = await testStore()
    await openKeyedHash({ documentNumberKey: 'a1'.repeat(32), dataDir }, own)
    const open = (documentNumberKey: string | null) => openKeyedHash({ documentNumberKey, dataDir }, own)
    await expect(open('a1'.repeat(32))).resolves.toBeDefined()
    await expect(open('b2'.repeat(32))).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    await expect(open('b2'.repeat(32))).rejects.toThrow(/DOCUMENT_NUMBER_KEY is not the key/)
    await expect(open('b2'.repeat(32))).rejects.not.toThrow('b2b2')
    await expect(open(null)).rejects.toThrow(/document-number\.key in .* is not the key/)
  })
})
