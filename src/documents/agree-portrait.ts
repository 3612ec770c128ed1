import { idNumberParts } from '../domain/numbers.ts'
import { nothingRead, withSigns, type Read, type ReadsOf } from './field.ts'

/** A date of which a part was read, and the number says the rest: surer than the part, less sure than the whole. */
const completedTrust = 0.93

/**
 * The number contains the date of birth and the sex that are printed beside it. Where they agree, all are surer: a
 * misread digit would have to be misread alike twice. Where they contradict, the printed ones are doubted, but kept as
 * they stand for the judge to see. What was hardly read is completed from the number; the number is never changed.
 */
export function agreePortrait(fields: ReadsOf<'id_portrait'>): ReadsOf<'id_portrait'> {
  const { idNumber, birthDate, sex } = fields
  const parts = idNumber.checkDigit === 'valid' ? idNumberParts(idNumber.value!) : null
  if (!parts) return fields
  const born = compared(completed(birthDate, parts.birthDate, idNumber), parts.birthDate)
  const agrees = birthDate.value === parts.birthDate
  return {
    ...fields,
    birthDate: born,
    sex: compared(sex, parts.sex),
    idNumber: agrees ? withSigns(idNumber, { confirmed: 1 }) : idNumber,
  }
}

const compared = (field: Read, said: string): Read => {
  if (field.value === null) return field
  return withSigns(field, field.value === said ? { confirmed: 1 } : { contradicted: true })
}

function completed(field: Read, said: string, { signs }: Read): Read {
  if (field.value !== null || field.raw === undefined || !signs || !fits(field.raw, said)) return field
  return { ...nothingRead, ...field, value: said, signs: { ...signs, trust: signs.trust * completedTrust } }
}

/** The digits that were read, in their order, are all digits of that day. */
function fits(raw: string, day: string): boolean {
  const read = raw.normalize('NFKC').replace(/\D/g, '')
  const [year = '', month = '', date = ''] = day.split('-')
  const wanted = year + String(Number(month)) + String(Number(date))
  let at = 0
  for (const digit of read) {
    at = wanted.indexOf(digit, at) + 1
    if (at === 0) return false
  }
  return read.length >= 4
}
