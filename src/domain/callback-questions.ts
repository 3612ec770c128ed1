import type { QuestionId } from './callback.ts'
import { type Builder, read, signCell, type Situation } from './callback-parts.ts'
import { personQuestions } from './callback-questions-person.ts'
import { placeQuestions } from './callback-questions-place.ts'

export const questionDrafts: Record<QuestionId, Builder> = { ...personQuestions, ...placeQuestions }

/** What a question rests on. Nothing that a decision's record leaves out: it is decided again from that. */
export function basisOf(id: QuestionId, situation: Situation): Record<string, string> {
  const { form, scene } = situation
  const { merchantName, shortName = '', industry, premises, contact, legalPerson, settlementAccount } = form
  const sign = signCell(situation)?.b.value ?? ''
  const licence = (field: string) => read(situation, 'business_licence', field) ?? ''
  const photos = () =>
    JSON.stringify(
      (scene?.photos ?? []).map(({ kind, metadata: { make, model, takenAt, gps } }) => [
        kind,
        make,
        model,
        takenAt,
        gps,
      ]),
    )
  const others = () => [
    ...new Set(
      (scene?.reuse?.found ?? []).flatMap(({ other: { reference }, samePlace }) =>
        samePlace === false ? [reference] : [],
      ),
    ),
  ]
  const bases: Record<QuestionId, () => Record<string, string>> = {
    person: () => ({ name: contact.name, phone: contact.phone }),
    applied: () => ({ name: contact.name, phone: contact.phone }),
    idTail: () => ({ idNumber: legalPerson.idNumber }),
    signName: () => ({ merchantName, shortName, sign }),
    signReason: () => ({ merchantName, sign }),
    address: () => ({ address: premises.address, licence: licence('address') }),
    addressReason: () => ({ address: premises.address, licence: licence('address') }),
    shops: () => ({ address: premises.address, others: others().sort().join() }),
    photoTimes: () => ({ photos: photos() }),
    photoPhones: () => ({ photos: photos() }),
    photoPlaces: () => ({ photos: photos() }),
    trade: () => ({ industry, scope: licence('scope') }),
    scope: () => ({ industry, scope: licence('scope') }),
    since: () => ({ registeredOn: licence('registeredOn') }),
    accountName: () => ({ accountName: settlementAccount.accountName, name: legalPerson.name }),
    cardTail: () => ({ cardNumber: settlementAccount.cardNumber }),
  }
  return bases[id]()
}
