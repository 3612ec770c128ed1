import { describe, expect, it } from 'vitest'
import type { AskBank, AskRegistry, BankAnswer, RegistryAnswer, Unavailable } from '../../../src/domain/verification.ts'
import { loadScreening } from '../../../src/review/load-screening.ts'
import { matchApplication } from '../../../src/review/match-account.ts'
import { forgetVerifications, verifyFacts } from '../../../src/review/verify-facts.ts'
import { isBankCardNumber } from '../../../src/domain/numbers.ts'
import { silentLogger } from '../../../src/platform/logger.ts'
import { httpBank, httpRegistry } from '../../../src/verify/ports.ts'
import { stranger } from '../../support/strangers.ts'
import { codeWithChecks, individual, micro } from '../../unit/domain/sample.ts'
import { quick, simulator } from '../../unit/verify/room.ts'
import { reviewRoom } from './room.ts'

const room = await reviewRoom()
const { store, clock, matching, screened, decide, rowsOf } = room
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const later = (ms: number) => (clock.at = new Date(clock.at.getTime() + ms))

const confirmed: BankAnswer = {
  state: 'confirmed',
  elements: { name: 'match', idNumber: 'match', cardNumber: 'match', phone: 'match' },
}
const active: RegistryAnswer = {
  state: 'found',
  record: { name: null, operator: null, address: null, status: 'active', established: null },
}

/** Ports that count, and answer what they are told to. */
function ports(bank: BankAnswer | Unavailable = confirmed, registry: RegistryAnswer | Unavailable = active) {
  const asked: { bank: string[]; registry: string[] } = { bank: [], registry: [] }
  const answers = { bank, registry }
  const askBank: AskBank = async (_, requestId) => {
    asked.bank.push(requestId)
    return answers.bank
  }
  const askRegistry: AskRegistry = async (_, requestId) => {
    asked.registry.push(requestId)
    return answers.registry
  }
  return { asked, answers, verify: { bank: askBank, registry: askRegistry } }
}

let serial = 0
const ref = () => ({ applicationId: `app_${(serial += 1)}`, revision: 1, run: 1 })
/** Facts that no other test asks about. */
const declared = () => {
  serial += 1
  const cardNumber = `62220240001234${String(serial).padStart(5, '0')}`
  const creditCode = `92440300MA5EL${String(serial).padStart(5, '0')}`
  const form = {
    ...individual,
    licence: { creditCode },
    settlementAccount: { ...individual.settlementAccount, cardNumber },
  }
  return { form: form as typeof individual, readings: [] }
}

describe('what was answered', () => {
  it('is not asked again of the same facts, by whatever revision', async () => {
    const { asked, verify } = ports()
    const facts = declared()
    const deps = { ...matching, verify }
    const first = await verifyFacts(deps, { ...ref(), revision: 1 }, facts)
    expect(first).toEqual([
      { source: 'bank', answer: confirmed },
      { source: 'registry', answer: active },
    ])
    expect(await verifyFacts(deps, { ...ref(), revision: 2 }, facts)).toEqual(first)
    expect([asked.bank.length, asked.registry.length]).toEqual([1, 1])
    await verifyFacts(deps, ref(), declared())
    expect([asked.bank.length, asked.registry.length]).toEqual([2, 2])
  })

  it('is kept without a name or a number of the person', async () => {
    const { verify } = ports()
    const facts = declared()
    await verifyFacts({ ...matching, verify }, ref(), facts)
    const { rows } = await store.pool.query(`select v::text as text from verification v`)
    const kept = rows.map(({ text }) => text).join('\n')
    expect(kept).toContain('confirmed')
    const { legalPerson, settlementAccount, contact } = facts.form
    for (const personal of [legalPerson.name, legalPerson.idNumber, settlementAccount.cardNumber, contact.phone])
      expect(kept).not.toContain(personal)
  })

  it('holds for a month at the bank and for a week at the registry', async () => {
    const { asked, verify } = ports()
    const facts = declared()
    const deps = { ...matching, verify }
    await verifyFacts(deps, ref(), facts)
    later(7 * DAY + 1)
    await verifyFacts(deps, ref(), facts)
    expect([asked.bank.length, asked.registry.length]).toEqual([1, 2])
    later(24 * DAY)
    await verifyFacts(deps, ref(), facts)
    expect([asked.bank.length, asked.registry.length]).toEqual([2, 3])
  })

  it('against the applicant holds for minutes: it may have been put right', async () => {
    const differs: BankAnswer = { state: 'differs', elements: { ...confirmed.elements, phone: 'differs' } }
    const { asked, answers, verify } = ports(differs, { state: 'not_found' })
    const facts = declared()
    const deps = { ...matching, verify }
    await verifyFacts(deps, ref(), facts)
    await verifyFacts(deps, ref(), facts)
    expect([asked.bank.length, asked.registry.length]).toEqual([1, 1])
    later(10 * MINUTE + 1)
    answers.bank = confirmed
    answers.registry = active
    expect(await verifyFacts(deps, ref(), facts)).toMatchObject([{ answer: confirmed }, { answer: active }])
  })

  it('of a record that differs from what is declared holds for minutes, too', async () => {
    const of = (name: string): RegistryAnswer => ({
      state: 'found',
      record: { name, operator: null, address: null, status: 'active', established: null },
    })
    const { asked, answers, verify } = ports(confirmed, of('深圳市南山区大伟五金店'))
    const facts = declared()
    const deps = { ...matching, verify }
    await verifyFacts(deps, ref(), facts)
    later(10 * MINUTE + 1)
    answers.registry = of(facts.form.merchantName)
    await verifyFacts(deps, ref(), facts)
    later(10 * MINUTE + 1)
    await verifyFacts(deps, ref(), facts)
    expect(asked.registry).toHaveLength(2)
  })

  it('by nobody is not kept', async () => {
    const { asked, answers, verify } = ports({ state: 'unavailable', error: 'outage' })
    const facts = declared()
    const deps = { ...matching, verify }
    expect(await verifyFacts(deps, ref(), facts)).toMatchObject([{ answer: { state: 'unavailable' } }, {}])
    answers.bank = confirmed
    expect(await verifyFacts(deps, ref(), facts)).toMatchObject([{ answer: confirmed }, {}])
    expect([asked.bank.length, asked.registry.length]).toEqual([2, 1])
  })

  it('is forgotten when nothing will use it again', async () => {
    const { verify } = ports()
    const facts = declared()
    await verifyFacts({ ...matching, verify }, ref(), facts)
    later(30 * DAY)
    expect(await forgetVerifications(matching)).toBeGreaterThan(0)
    expect(await forgetVerifications(matching)).toBe(0)
  })
})

describe('the question', () => {
  it('bears the same request id at every attempt of a run, and another in another run', async () => {
    const { asked, verify } = ports({ state: 'unavailable', error: 'timeout' })
    const facts = declared()
    const run = ref()
    const deps = { ...matching, verify }
    await verifyFacts(deps, run, facts)
    await verifyFacts(deps, run, facts)
    await verifyFacts(deps, { ...run, run: 2 }, facts)
    const [first, second, third] = asked.bank
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    expect(second).toBe(first)
    expect(third).not.toBe(first)
    expect(asked.registry[0]).not.toBe(first)
  })

  it('about a licence is not asked of a micro merchant', async () => {
    const { asked, verify } = ports()
    const form = { ...micro, settlementAccount: declared().form.settlementAccount }
    expect(await verifyFacts({ ...matching, verify }, ref(), { form, readings: [] })).toHaveLength(1)
    expect(asked.registry).toEqual([])
  })

  it('goes to one side alone where only one is configured', async () => {
    const { verify } = ports()
    const only = { bank: null, registry: verify.registry }
    expect(await verifyFacts({ ...matching, verify: only }, ref(), declared())).toMatchObject([{ source: 'registry' }])
  })
})

describe('an application, against the simulator over HTTP', () => {
  async function decidedWith(card: string, code: string) {
    const { bank, registry } = await simulator()
    const verify = {
      bank: httpBank(bank, silentLogger, quick),
      registry: httpRegistry(registry, silentLogger, quick),
    }
    // Of nobody else's application: one that is used again is another matter.
    serial += 1
    const creditCode = codeWithChecks('92440300', `${String(serial).padStart(4, '0')}${code}`)
    const heads = Array.from({ length: 10 }, (_, i) => `6222024${String(serial).padStart(7, '0')}${i}`)
    const cardNumber = heads.map((head) => head + card).find(isBankCardNumber)!
    const { form: base, read: seen } = stranger()
    const form = {
      ...base,
      licence: { creditCode },
      settlementAccount: { ...base.settlementAccount, cardNumber },
    } as typeof individual
    const read = {
      ...seen,
      business_licence: {
        ...seen?.business_licence,
        creditCode: { value: creditCode, checkDigit: 'valid' as const },
      },
      bank_card: { cardNumber: { value: cardNumber, checkDigit: 'valid' as const } },
    }
    const application = await screened({ form, read }, (e) => e.check === 'account-match')
    await matchApplication({ ...matching, verify }, application.ref)
    await decide(application.ref)
    const { rows } = await rowsOf('decision', application.id)
    const { evidence } = await loadScreening(room.deps, application.ref)
    const match = evidence.find((e) => e.check === 'account-match')
    const codes = (rows[0]!['reasons'] as { code: string }[]).map(({ code: each }) => each)
    return { outcome: rows[0]!['outcome'], codes, match }
  }

  it.each([
    ['0002', '0000', 'resubmission_required', 'ACCT_NOT_CONFIRMED'],
    ['0009', '0000', 'manual_review', 'ACCT_UNVERIFIED'],
    ['0000', '0001', 'manual_review', 'LIC_NOT_REGISTERED'],
    ['0000', '0002', 'resubmission_required', 'LIC_NOT_ACTIVE'],
    ['0000', '0006', 'manual_review', 'LIC_REGISTRY_DIFFERS'],
    ['0000', '0012', 'manual_review', 'LIC_UNVERIFIED'],
  ])('with card …%s and code …%s…: %s for %s', async (card, code, outcome, reason) => {
    const decision = await decidedWith(card, code)
    expect(decision.codes).toContain(reason)
    expect(decision.outcome).toBe(outcome)
    expect(decision.match).toMatchObject({ verifications: [{ source: 'bank' }, { source: 'registry' }] })
  })

  it('is not held up by answers that are in order', async () => {
    const { codes, match } = await decidedWith('0010', '0011')
    expect(codes.filter((code) => /^(ACCT|LIC)_/.test(code))).toEqual([])
    expect(match).toMatchObject({
      verifications: [{ answer: { state: 'confirmed' } }, { answer: { state: 'found' } }],
    })
  })
})
