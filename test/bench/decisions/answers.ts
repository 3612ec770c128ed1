import { compareBusinessNames } from '../../../src/domain/business-names.ts'
import type { ApplicationForm } from '../../../src/domain/application.ts'
import type { OcrEvidence } from '../../../src/domain/evidence.ts'
import { compareNames } from '../../../src/domain/names.ts'
import { bankQuestion } from '../../../src/domain/verification-cells.ts'
import type { BankAnswer, ElementAnswer, RegistryAnswer, Verification } from '../../../src/domain/verification.ts'
import type { World } from './world.ts'

/** What the bank and the registry of this world answer to the questions that the product asks. */
export function answersTo(
  declared: { form: ApplicationForm; readings: readonly OcrEvidence[] },
  { bank, registry }: World,
): Verification[] {
  const { form } = declared
  return [
    ...(bank === undefined
      ? []
      : [
          {
            source: 'bank' as const,
            answer:
              bank === 'unavailable' ? ({ state: 'unavailable', error: 'timeout' } as const) : askBank(declared, bank),
          },
        ]),
    ...(registry === undefined || form.merchantType !== 'individual_business'
      ? []
      : [
          {
            source: 'registry' as const,
            answer:
              registry === 'unavailable'
                ? ({ state: 'unavailable', error: 'outage' } as const)
                : askRegistry(form.licence.creditCode, registry),
          },
        ]),
  ]
}

const said = (same: boolean): ElementAnswer => (same ? 'match' : 'differs')

function askBank(
  declared: Parameters<typeof answersTo>[0],
  cards: Exclude<World['bank'], 'unavailable' | undefined>,
): BankAnswer {
  const { account, name, cardNumber, idNumber, phone } = bankQuestion(declared)
  const holder = cards[cardNumber]
  if (!holder)
    return {
      state: 'not_found',
      elements: { name: 'unknown', idNumber: 'unknown', cardNumber: 'differs', phone: 'unknown' },
    }
  // Banks of today compare names without dots and in whichever form a character has.
  const compare = account === 'corporate' ? compareBusinessNames : compareNames
  const { verdict } = compare(name, holder.name)
  const elements = {
    name: said(verdict === 'MATCH' || verdict === 'NORMALISED'),
    idNumber: idNumber === null || holder.idNumber === null ? ('unknown' as const) : said(idNumber === holder.idNumber),
    cardNumber: 'match' as const,
    phone: phone === null || holder.phone === null ? ('unknown' as const) : said(phone === holder.phone),
  }
  return { state: Object.values(elements).includes('differs') ? 'differs' : 'confirmed', elements }
}

function askRegistry(code: string, records: Exclude<World['registry'], 'unavailable' | undefined>): RegistryAnswer {
  const record = records[code]
  return record ? { state: 'found', record } : { state: 'not_found' }
}
