import { beforeEach, describe, expect, it } from 'vitest'
import type { ApplicationForm } from '../../../src/domain/application.ts'
import type { Reason } from '../../../src/domain/decision.ts'
import type { AcrossEvidence } from '../../../src/domain/evidence-across.ts'
import { type Status, statuses } from '../../../src/domain/status.ts'
import { keyedHash } from '../../../src/platform/keyed-hash.ts'
import { storeMissingNumbers, numberRows } from '../../../src/review/document-numbers.ts'
import { findAcross } from '../../../src/review/find-across.ts'
import { readApplication } from '../../../src/review/read-application.ts'
import { stranger } from '../../support/strangers.ts'
import { type Changes, micro, policy, stallKinds } from '../../unit/domain/sample.ts'
import { reviewRoom } from './room.ts'

const room = await reviewRoom()
const { store, deps, clock, screened, decide, rowsOf } = room
const key = keyedHash('7'.repeat(64))
const today = '2026-11-23'

beforeEach(() => {
  clock.at = new Date(clock.at.getTime() + 60_000)
})

type Person = ReturnType<typeof stranger>
type Application = Awaited<ReturnType<typeof screened>>

/** Another shop of the same person: another licence, place, phone and card. */
function another(of: Person, base: ApplicationForm = of.form): Person {
  const next = stranger({}, base)
  const { legalPerson } = of.form
  return {
    ...next,
    form: { ...next.form, legalPerson },
    read: { ...next.read, id_portrait: { ...of.read?.id_portrait } },
  }
}
const stall = (changes: Changes = {}) => stranger({ kinds: stallKinds, ...changes }, micro)
const anotherStall = (of: Person) => ({ ...another(of, micro), kinds: stallKinds })

/** Each a second after the one before, so that there is an order. */
async function submitted(person: Changes): Promise<Application> {
  clock.at = new Date(clock.at.getTime() + 1000)
  return screened(person)
}
const across = ({ ref, form }: Pick<Application, 'ref' | 'form'>): Promise<AcrossEvidence> =>
  store.db.transaction().execute((trx) => findAcross(trx, { keyedHash: key, today }, ref, form))
const setStatus = ({ id }: Application, status: Status) =>
  store.db.updateTable('application').set({ status }).where('id', '=', id).execute()
async function decided(application: Application): Promise<{ outcome: unknown; codes: string[]; reasons: Reason[] }> {
  await decide(application.ref)
  return decisionOf(application)
}
async function decisionOf({ id }: Application) {
  const [row] = (await rowsOf('decision', id)).rows
  const reasons = row?.['reasons'] as Reason[]
  return { outcome: row?.['outcome'], reasons, codes: reasons.map(({ code }) => code) }
}

describe('applications of one person', () => {
  it('are none where nobody else gave this number', async () => {
    expect(await across(await submitted(stranger()))).toEqual({
      applications: 0,
      microMerchants: 0,
      duplicate: null,
      shared: [],
      blocked: [],
    })
  })

  it.each(statuses)(
    '%s: count for what came later as long as they may end, or have ended, in a merchant',
    async (status) => {
      const person = stall()
      const first = await submitted(person)
      const second = await submitted(anotherStall(person))
      await setStatus(first, status)
      const counts = !['withdrawn', 'expired', 'rejected'].includes(status)
      expect(await across(second)).toMatchObject({ applications: Number(counts), microMerchants: Number(counts) })
      // For the first the second stands behind, whoever is decided first.
      expect(await across(first)).toMatchObject({ applications: 0, microMerchants: 0 })
      await setStatus(second, 'approved')
      expect(await across(first)).toMatchObject({ applications: 1, microMerchants: 1 })
    },
  )

  it('are counted by their latest revision only, and by this form', async () => {
    const [person, other] = [stranger(), stranger()]
    const first = await submitted(person)
    const second = await submitted(another(person))
    expect(await across(second)).toMatchObject({ applications: 1 })
    await store.db.updateTable('application').set({ revision: 2 }).where('id', '=', first.id).execute()
    const form = { ...person.form, legalPerson: other.form.legalPerson }
    const ref = { application_id: first.id, revision: 2 }
    await store.db
      .insertInto('application_revision')
      .values({ ...ref, form: JSON.stringify(form), input_hash: 'x' })
      .execute()
    await store.db
      .transaction()
      .execute((trx) => numberRows(key, [{ applicationId: first.id, revision: 2, form }]).execute(trx))
    expect(await across(second)).toMatchObject({ applications: 0 })
    expect(await across(await submitted(another(other)))).toMatchObject({ applications: 1 })
  })

  it('of the same time have an order all the same', async () => {
    const person = stall()
    const first = await screened(person)
    const second = await screened(anotherStall(person))
    const counts = [(await across(first)).applications, (await across(second)).applications]
    expect(Math.min(...counts)).toBe(0)
    expect(Math.max(...counts)).toBe(1)
  })
})

describe('a person with two micro merchants', () => {
  it('gets no third, and gets one again when one has ended', async () => {
    const person = stall()
    const [first, second, third] = [
      await submitted(person),
      await submitted(anotherStall(person)),
      await submitted(anotherStall(person)),
    ]
    // The third is decided first: it came last all the same.
    expect((await decided(third)).codes).toEqual(['QUOTA_EXCEEDED'])
    expect((await decided(first)).outcome).toBe('approved')
    expect((await decided(second)).outcome).toBe('approved')
    const fourth = await submitted(anotherStall(person))
    expect((await decided(fourth)).reasons).toMatchObject([{ code: 'QUOTA_EXCEEDED', evidence: { count: 2, max: 2 } }])
    await setStatus(second, 'withdrawn')
    expect((await decided(await submitted(anotherStall(person)))).outcome).toBe('approved')
  })

  it('gets two of six that are decided at once, over and over', async () => {
    for (let round = 0; round < 6; round++) {
      const person = stall()
      const all: Application[] = []
      for (let n = 0; n < 6; n++) all.push(await submitted(n === 0 ? person : anotherStall(person)))
      // In any order, and with each twice, as a queue delivers.
      await Promise.all([...all, ...all].reverse().map(({ ref }) => decide(ref)))
      const outcomes = await Promise.all(all.map(async (each) => (await decisionOf(each)).outcome))
      expect(outcomes).toEqual(['approved', 'approved', 'rejected', 'rejected', 'rejected', 'rejected'])
    }
  })
})

/** Something that one side of a test waits for and the other gives. */
function signal() {
  let give = (): void => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give: () => give() }
}

describe('two decisions at once', () => {
  it('on one person wait for each other: the second counts what the first has made', async () => {
    const person = stranger()
    const earlier = await submitted(person)
    const later = await submitted(another(person))
    const order: string[] = []
    const [mayEnd, counted] = [signal(), signal()]
    const first = store.db.transaction().execute(async (trx) => {
      await findAcross(trx, { keyedHash: key, today }, later.ref, later.form)
      counted.give()
      await mayEnd.given
      await trx.updateTable('application').set({ status: 'approved' }).where('id', '=', later.id).execute()
      order.push('first')
    })
    await counted.given
    const second = across(earlier).then((found) => {
      order.push('second')
      return found
    })
    try {
      // Postgres itself says that it waits.
      await expect
        .poll(
          async () => {
            const { rows } = await store.pool.query(
              `select 1 from pg_locks l join pg_stat_activity a using (pid)
              where l.locktype = 'advisory' and not l.granted and a.application_name = $1`,
              [store.schema],
            )
            return rows.length
          },
          { timeout: 60_000 },
        )
        .toBe(1)
    } finally {
      mayEnd.give()
    }
    await first
    // Behind it by time, and not counted but for its approval.
    expect((await second).applications).toBe(1)
    expect(order).toEqual(['first', 'second'])
  })

  it('on two persons do not', async () => {
    const [one, two] = [await submitted(stranger()), await submitted(stranger())]
    await store.db.transaction().execute(async (trx) => {
      await findAcross(trx, { keyedHash: key, today }, one.ref, one.form)
      expect((await across(two)).applications).toBe(0)
    })
  })

  it('on many persons with everything in common end, without a deadlock', async () => {
    const shared = { phone: '13911110000', device: { id: 'D-agent' } }
    const people = Array.from({ length: 5 }, () => stranger())
    const all: Application[] = []
    for (const person of [...people, ...people.map((each) => another(each))]) {
      const form = { ...person.form, contact: { ...person.form.contact, phone: shared.phone }, device: shared.device }
      all.push(await submitted({ ...person, form }))
    }
    await Promise.all([...all, ...all].map(({ ref }) => decide(ref)))
    for (const each of all) expect((await decisionOf(each)).outcome).toBe('manual_review')
  })
})

describe('the same application again', () => {
  it('is the later one, whichever is decided first', async () => {
    const person = stranger()
    const first = await submitted(person)
    const again = await submitted(sameLicence(person))
    const { outcome, reasons } = await decided(again)
    expect(outcome).toBe('rejected')
    expect(reasons).toContainEqual(
      expect.objectContaining({
        code: 'DUP_APPLICATION',
        evidence: { reference: first.reference, applicationId: first.id },
      }),
    )
    expect((await decided(first)).outcome).toBe('approved')
    const view = await readApplication({ ...deps, policy: async () => policy }, { id: again.id })
    expect(view?.reasons.find(({ code }) => code === 'DUP_APPLICATION')).toMatchObject({ tellApplicant: true })
  })

  it.each([
    ['the same address', {}, true],
    ['the address with more of it', { address: (a: string) => `${a}3楼` }, true],
    ['another address: a second shop', { address: (a: string) => a.replace('科技', '学府') }, false],
    ['the other kind of terminal: a second one', { terminal: 'esign_pos' }, false],
  ] as [string, { address?: (a: string) => string; terminal?: 'esign_pos' }, boolean][])(
    'of one licence: %s',
    async (_, { address, terminal }, same) => {
      const person = stranger()
      const first = await submitted(person)
      const next = sameLicence(person)
      const premises = { address: address?.(next.form.premises.address) ?? next.form.premises.address }
      const second = await submitted({ ...next, form: { ...next.form, premises, ...(terminal && { terminal }) } })
      expect(await across(second)).toMatchObject({
        applications: 1,
        duplicate: same ? { applicationId: first.id, reference: first.reference } : null,
      })
    },
  )

  it('is none of itself as a further revision, nor of one that was rejected', async () => {
    const person = stranger()
    const first = await submitted(person)
    await store.db.updateTable('application').set({ run: 2 }).where('id', '=', first.id).execute()
    expect((await across({ ref: { ...first.ref, run: 2 }, form: first.form })).duplicate).toBeNull()
    await setStatus(first, 'rejected')
    expect((await across(await submitted(person))).duplicate).toBeNull()
  })

  it('is none with the licence of another person, which is another reason', async () => {
    const person = stranger()
    await submitted(person)
    const other = stranger()
    const taken = await submitted({ ...other, form: { ...other.form, licence: licenceOf(person) } as ApplicationForm })
    expect((await across(taken)).duplicate).toBeNull()
  })

  it.each([
    ['the same address and name', {}, true],
    ['the address written in another way', { address: (a: string) => `${a.replace('科技', ' 科技')} ` }, true],
    ['the name with its region', { name: () => '深圳市南山区阿明便利店' }, true],
    ['another name at the same address', { name: () => '幸福花店' }, false],
    ['the same name at another address', { address: (a: string) => a.replace('科技', '学府') }, false],
  ] as [string, { name?: () => string; address?: (a: string) => string }, boolean][])(
    'of a micro merchant: %s',
    async (_, { name, address }, same) => {
      const person = stall()
      const named = { ...person, form: { ...person.form, merchantName: '阿明便利店' } }
      const first = await submitted(named)
      const next = anotherStall(named)
      const merchantName = name?.() ?? '阿明便利店'
      const premises = { address: address?.(person.form.premises.address) ?? person.form.premises.address }
      const second = await submitted({ ...next, form: { ...next.form, merchantName, premises } })
      expect((await across(second)).duplicate).toEqual(
        same ? { applicationId: first.id, reference: first.reference } : null,
      )
    },
  )
})

/** Another application for the shop of this one. */
const sameLicence = (person: Person): Person => {
  const again = another(person)
  return {
    ...again,
    form: { ...again.form, licence: licenceOf(person), premises: person.form.premises } as ApplicationForm,
  }
}

const licenceOf = ({ form }: Person) =>
  form.merchantType === 'individual_business' ? form.licence : { creditCode: '' }

describe('data that others give too', () => {
  const withPhone = (phone: string, person = stranger()) => ({
    ...person,
    form: { ...person.form, contact: { ...person.form.contact, phone } },
  })

  it('are counted by persons, not by applications, and whatever became of them', async () => {
    const [phone, one, two] = ['13922220000', stranger(), stranger()]
    const first = await submitted(withPhone(phone, one))
    await submitted(withPhone(phone, another(one)))
    const third = await submitted(withPhone(phone, two))
    await setStatus(third, 'rejected')
    const own = stranger()
    await submitted(withPhone(phone, own))
    const found = await across(await submitted(withPhone(phone, another(own))))
    expect(found.shared).toEqual([
      { what: 'phone', persons: 2, other: { applicationId: first.id, reference: first.reference } },
    ])
  })

  it('send from the policy’s number on to a person, who sees whose they are; nobody outside does', async () => {
    const phone = '13933330000'
    const first = await submitted(withPhone(phone))
    const second = await submitted(withPhone(phone))
    const third = await submitted(withPhone(phone))
    const { outcome, reasons } = await decided(third)
    expect(outcome).toBe('manual_review')
    expect(reasons).toMatchObject([
      { code: 'DATA_SHARED', field: 'contact.phone', evidence: { persons: 2, applicationId: first.id } },
    ])
    const view = JSON.stringify(await readApplication({ ...deps, policy: async () => policy }, { id: third.id }))
    for (const { id, reference } of [first, second]) {
      expect(view).not.toContain(id)
      expect(view).not.toContain(`"${reference}"`)
    }
  })

  it('are found by the device, and by the address however it is written', async () => {
    const one = stranger()
    const first = await submitted({ ...one, form: { ...one.form, device: { id: 'D-7' } } })
    const two = stranger()
    const premises = { address: one.form.premises.address.replace('科技', ' 科技') }
    const found = await across(await submitted({ ...two, form: { ...two.form, premises, device: { id: 'D-7' } } }))
    const other = { applicationId: first.id, reference: first.reference }
    expect(found.shared).toEqual([
      { what: 'address', persons: 1, other },
      { what: 'device', persons: 1, other },
    ])
  })

  it('are not the streets that every city has', async () => {
    const at = (address: string) => {
      const person = stranger()
      return { ...person, form: { ...person.form, premises: { address } } }
    }
    await submitted(at('人民路100号'))
    expect((await across(await submitted(at('人民路100号')))).shared).toEqual([])
    await submitted(at('无锡市人民路100号'))
    expect((await across(await submitted(at('无锡市人民路100号')))).shared).toMatchObject([
      { what: 'address', persons: 1 },
    ])
  })
})

describe('hashes of before', () => {
  it('are written page by page, go on where a start was killed, and only once', async () => {
    const people = [stranger(), stranger(), stranger()]
    const all = []
    for (const person of people) all.push(await submitted(person))
    const stored = async () =>
      (await store.pool.query('select * from document_number order by application_id, revision, kind')).rows
    const whole = await stored()
    await store.pool.query(`delete from document_number where kind in ('phone', 'address', 'device')`)
    // An older way of writing.
    await store.pool.query(`update document_number set keyed_hash = 'old' where application_id = $1`, [all[0]!.id])
    await Promise.all(Array.from({ length: 4 }, () => storeMissingNumbers(deps, key, 7)))
    expect(await stored()).toEqual(whole)
    await store.pool.query(`delete from document_number where kind = 'phone'`)
    await storeMissingNumbers(deps, key)
    expect(await stored()).toHaveLength(whole.length - (await countOf('application_revision')))
    await store.pool.query(`update number_progress set done = false, after_application = $1`, [all[1]!.id])
    await storeMissingNumbers(deps, key)
    expect((await stored()).filter(({ kind }) => kind === 'phone').map((row) => row.application_id)).toEqual([
      all[2]!.id,
    ])
  })

  const countOf = async (table: string): Promise<number> =>
    (await store.pool.query(`select count(*)::int as n from ${table}`)).rows[0].n
})
