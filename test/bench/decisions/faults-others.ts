import type { AcrossEvidence } from '../../../src/domain/evidence-across.ts'
import type { RegistryRecord } from '../../../src/domain/verification.ts'
import type { MaterialKind } from '../../../src/domain/application.ts'
import { creditCode } from '../../fixtures/render/numbers.ts'
import type { Random } from '../../fixtures/render/random.ts'
import { otherCard } from './banks.ts'
import { always, has, isIndividual, type Fault } from './fault.ts'
import { otherName, printedOn } from './faults-papers.ts'
import { whatIsKnown } from './population.ts'
import { nobodyElse, withForm, withPrint, withSlot, type World } from './world.ts'

const isPersonal = (world: World): boolean => !world.oddities.includes('corporate-account')

const someone = { applicationId: 'app-of-another-person', reference: 'X-1001' }

/** What other applications and block lists say. */
const across = (
  name: string,
  codes: Fault['codes'],
  change: Partial<AcrossEvidence>,
  fits: Fault['fits'] = always,
): Fault => ({
  name,
  group: 'others',
  codes,
  fits,
  plant: (world) => ({ world: { ...world, across: { ...nobodyElse, ...change } } }),
})

const number = (name: string, which: 'creditCode' | 'cardNumber', fits: Fault['fits']): Fault => ({
  name,
  group: 'others',
  codes: ['DOC_REUSED'],
  fits,
  plant: (world) => ({
    world: {
      ...world,
      reused: [{ number: which, count: 1, other: { ...someone, revision: 1, submittedAt: '2026-09-01T08:00:00Z' } }],
    },
  }),
})

/** A bank and a registry that know this application as it should be. */
function asked(world: World): World {
  const { name, operator, address } = world.slots.business_licence?.truth ?? {}
  const person = printedOn(world, 'id_portrait', 'name')
  return { ...world, ...whatIsKnown(world.form, name ?? '', name === null, operator ?? person, address ?? '') }
}

const answered = (
  name: string,
  codes: Fault['codes'],
  change: (world: World, chance: Random) => World,
  fits: Fault['fits'] = always,
): Fault => ({
  name,
  group: 'others',
  codes,
  fits,
  plant: (world, chance) => ({ world: change(asked(world), chance) }),
})

/** Of the applicant's own record. */
const registry = (
  name: string,
  codes: Fault['codes'],
  change: (record: RegistryRecord, chance: Random, world: World) => RegistryRecord | null,
): Fault =>
  answered(
    name,
    codes,
    (world, chance) => {
      const code = world.form.licence!.creditCode
      const records = world.registry as Readonly<Record<string, RegistryRecord>>
      const record = change(records[code]!, chance, world)
      return { ...world, registry: record ? { [code]: record } : {} }
    },
    isIndividual,
  )

/** Another card, on the photo and in the form. */
function withCard(world: World, chance: Random, holder: World['bank']): World {
  const cardNumber = otherCard(chance)
  const printed = withSlot(withPrint(world, 'bank_card', { cardNumber, bankName: '云杉银行' }), 'bank_card', {
    variants: ['flat-19', 'embossed-19'],
  })
  const { bankName: _, ...account } = world.form.settlementAccount
  const known = holder === 'unavailable' ? {} : holder
  return {
    ...withForm(printed, { settlementAccount: { ...account, cardNumber } }),
    bank: { ...(world.bank as object), ...(known && known['other'] && { [cardNumber]: known['other'] }) },
  }
}

const failed = (name: string, check: 'ocr' | 'clarity', kinds: readonly MaterialKind[]): Fault => ({
  name,
  group: 'ours',
  codes: ['CHECK_FAILED'],
  fits: always,
  plant(world, chance) {
    const at = chance.pick(kinds.filter((kind) => has(kind)(world)))
    return { world: { ...world, failures: [{ check, material: at, error: 'PHOTO_TIMED_OUT' }] }, at }
  },
})

export const otherFaults: readonly Fault[] = [
  number('licence of another applicant', 'creditCode', isIndividual),
  number('card of another applicant', 'cardNumber', always),
  across('same licence, again', ['DUP_APPLICATION'], { applications: 1, duplicate: someone }),
  across(
    'third stall of one person',
    ['QUOTA_EXCEEDED'],
    { applications: 2, microMerchants: 2 },
    (world) => !isIndividual(world),
  ),
  across('fourth application of one person', ['APPLICATIONS_EXCEEDED'], { applications: 3 }, isIndividual),
  across('phone of three others', ['DATA_SHARED'], { shared: [{ what: 'phone', persons: 3, other: someone }] }),
  across('address of eight others', ['DATA_SHARED'], { shared: [{ what: 'address', persons: 8, other: someone }] }),
  across('device of nine others', ['DATA_SHARED'], { shared: [{ what: 'device', persons: 9, other: someone }] }),
  across('ID number on a block list', ['BLOCKLIST_HIT'], {
    blocked: [{ what: 'id_number', list: 'fraud', reason: null }],
  }),
  across('device on a block list', ['BLOCKLIST_HIT'], { blocked: [{ what: 'device', list: 'fraud', reason: null }] }),
  answered('card of another person, says the bank', ['ACCT_NOT_CONFIRMED', 'ACCT_NAME_VARIANT'], (world, chance) =>
    withCard(world, chance, { other: { name: otherName(world, chance), idNumber: null, phone: null } }),
  ),
  answered(
    'phone that the bank does not know',
    ['ACCT_NOT_CONFIRMED'],
    (world) => withForm(world, { contact: { ...world.form.contact, phone: '13911112222' } }),
    isPersonal,
  ),
  answered('card that the bank does not know', ['ACCT_NOT_CONFIRMED'], (world, chance) => withCard(world, chance, {})),
  answered('bank does not answer', ['ACCT_UNVERIFIED'], (world) => ({ ...world, bank: 'unavailable' })),
  registry('licence not in the registry', ['LIC_NOT_REGISTERED'], () => null),
  // The old one of a shop that has a new one.
  answered(
    'licence revoked',
    ['LIC_NOT_ACTIVE'],
    (world, chance) => {
      const code = creditCode(world.form.licence!.creditCode.slice(2, 8), chance)
      const records = world.registry as Readonly<Record<string, RegistryRecord>>
      const record = records[world.form.licence!.creditCode]!
      return {
        ...withForm(withPrint(world, 'business_licence', { creditCode: code }), { licence: { creditCode: code } }),
        registry: { ...records, [code]: { ...record, status: 'revoked' } },
      }
    },
    isIndividual,
  ),
  registry('registry knows another operator', ['LIC_REGISTRY_DIFFERS'], (record, chance, world) => ({
    ...record,
    operator: otherName(world, chance),
  })),
  answered(
    'registry does not answer',
    ['LIC_UNVERIFIED'],
    (world) => ({ ...world, registry: 'unavailable' }),
    isIndividual,
  ),
  failed('reading failed', 'ocr', ['business_licence', 'id_portrait', 'id_emblem', 'bank_card']),
  failed('clarity failed', 'clarity', ['business_licence', 'id_portrait', 'bank_card']),
  {
    name: 'premises check failed',
    group: 'ours',
    codes: ['CHECK_FAILED'],
    fits: always,
    plant: (world) => ({
      world: { ...world, failures: [{ check: 'scene', material: null, error: 'PHOTO_TIMED_OUT' }] },
    }),
  },
  {
    name: 'typed number of a residence permit',
    group: 'form',
    codes: ['ID_OTHER_DOCUMENT'],
    fits: always,
    plant(world) {
      const { idNumber } = world.form.legalPerson
      return {
        world: withForm(world, { legalPerson: { ...world.form.legalPerson, idNumber: permitNumber(idNumber) } }),
      }
    },
  },
]

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
/** 810000: of a resident of Hong Kong, with its right check digit. */
function permitNumber(idNumber: string): string {
  const body = `810000${idNumber.slice(6, 17)}`
  return body + '10X98765432'.charAt(Array.from(body).reduce((sum, d, i) => sum + Number(d) * weights[i]!, 0) % 11)
}
