import type { Finding } from './decision.ts'
import { addDays, addYears, ageOn, daysBetween, isDay } from './dates.ts'
import { hasOtherDocument } from './needed-fields.ts'
import { idNumberParts } from './numbers.ts'
import { isOtherDocument } from './slots.ts'
import { fieldOf, finding, isConfident, isLegible, rounded } from './screening.ts'
import type { Judge, Screening } from './screening.ts'

/** Dates that systems write for 长期; no ordinary card can reach them. */
const endless = '2099-12-30'
const isEndless = (until: string): boolean => until === 'long-term' || (isDay(until) && until >= endless)

/** The ID card and its holder. */
export const judgeIdentity: Judge = (screening) => {
  if (hasOtherDocument(screening)) return [...age(screening), ...otherDocument(screening)]
  // What lies in a wrong slot is no ID card, whatever was read from it.
  const permit = (['id_portrait', 'id_emblem'] as const).some(
    (kind) => screening.readings.get(kind)?.detected.kind === 'residence_permit',
  )
  const [portrait, emblem] = [!isOtherDocument(screening, 'id_portrait'), !isOtherDocument(screening, 'id_emblem')]
  return [
    // The typed number is not that of the permit in the photo: nothing final follows from it.
    ...(permit ? [] : age(screening)),
    ...(portrait ? number(screening) : []),
    ...(emblem ? [...validity(screening), ...beginning(screening), ...period(screening)] : []),
  ]
}

function otherDocument({ form, readings }: Screening): Finding[] {
  // Whoever looks should know when the photo shows an ordinary card after all.
  const detected = readings.get('id_portrait')?.detected.kind
  const shown = detected ? { detected } : {}
  const family = idNumberParts(form.legalPerson.idNumber)?.documentFamily
  return family ? [finding('ID_OTHER_DOCUMENT', null, 'legalPerson.idNumber', { family }, shown)] : []
}

/**
 * By the typed number, which passed its check. Not where the card was read otherwise: a slip of the pen that happens to
 * pass must not lead to a refusal, which is final; the match returns it or has it looked at.
 */
function age({ form, policy, today, cells }: Screening): Finding[] {
  const contradicted = cells?.some(
    ({ fact, verdict, confidence }) =>
      fact === 'idNumber' && verdict === 'MISMATCH' && confidence >= policy.ocr.legible,
  )
  if (contradicted) return []
  const birthDate = idNumberParts(form.legalPerson.idNumber)?.birthDate
  if (birthDate === undefined) return []
  const years = ageOn(birthDate, today)
  const { minAge: min, maxAge: max } = policy.identity
  return years < min || years > max
    ? [finding('AGE_OUT_OF_RANGE', null, 'legalPerson.idNumber', { age: years, min, max })]
    : []
}

function number(screening: Screening): Finding[] {
  const kind = 'id_portrait'
  const read = fieldOf(screening, kind, 'idNumber')
  if (read.checkDigit === 'invalid' && isConfident(screening, read)) {
    return [finding('ID_NUMBER_INVALID', kind, 'idNumber', { confidence: rounded(read.confidence) })]
  }
  // The card prints birth date and sex beside the number that contains them.
  return (screening.cells ?? [])
    .filter(({ fact, verdict }) => (fact === 'birthDate' || fact === 'sex') && verdict === 'MISMATCH')
    .filter(({ confidence }) => confidence >= screening.policy.ocr.confident)
    .map(({ fact, a, b, confidence }) =>
      finding(
        'ID_INCONSISTENT',
        kind,
        fact,
        { confidence: rounded(confidence) },
        { printed: a.value, inNumber: b.value },
      ),
    )
}

function validity(screening: Screening): Finding[] {
  const kind = 'id_emblem'
  const { policy, today } = screening
  const until = fieldOf(screening, kind, 'validUntil')
  if (!isLegible(screening, until) || isEndless(until.value!) || !isDay(until.value!)) return []
  const date = until.value!
  const days = daysBetween(today, date)
  const min = policy.identity.minRemainingDays
  const confidence = rounded(until.confidence)
  if (
    !isConfident(screening, until) &&
    !(days > min && isWholePeriod(fieldOf(screening, kind, 'validFrom').value, date))
  )
    return [finding('READING_UNSURE', kind, 'validUntil', { confidence }, { observed: date })]
  if (days > min) return []
  if (days < 0) return [finding('ID_EXPIRED', kind, 'validUntil', { date, days: -days }, { confidence })]
  return [finding('ID_EXPIRING', kind, 'validUntil', { date, days, min }, { confidence })]
}

/** Days by which the date of a card, or ours, may be off: no card is given out before it begins. */
const beginningTolerance = 1

function beginning(screening: Screening): Finding[] {
  const kind = 'id_emblem'
  const from = fieldOf(screening, kind, 'validFrom')
  if (!isConfident(screening, from) || !isDay(from.value!)) return []
  const date = from.value!
  const days = daysBetween(screening.today, date)
  if (days <= beginningTolerance) return []
  return [finding('ID_NOT_YET_VALID', kind, 'validFrom', { date, days }, { confidence: rounded(from.confidence) })]
}

/** Both dates of a lawful period: one misread digit would have broken it, so it makes up for a doubtful reading. */
const isWholePeriod = (from: string | null, until: string): boolean =>
  from !== null && isDay(from) && Object.values(years).some((n) => isYearsAfter(n, from, until))

/** 29 February ends on the 28th or on the 1st of March, as the authority pleases. */
const isYearsAfter = (n: number, from: string, until: string): boolean =>
  Math.abs(daysBetween(addYears(from, n), until)) <= 1

type Period = '5-years' | '10-years' | '20-years' | 'long-term'
const years: Record<Exclude<Period, 'long-term'>, number> = { '5-years': 5, '10-years': 10, '20-years': 20 }

/** Resident Identity Card Law, article 5: by age at issue. */
function periodAt(age: number): Period {
  if (age < 16) return '5-years'
  if (age < 26) return '10-years'
  return age < 46 ? '20-years' : 'long-term'
}

/** A forged or altered card often has a period that no authority would have printed for this holder. */
function period(screening: Screening): Finding[] {
  const kind = 'id_emblem'
  const [from, until] = [fieldOf(screening, kind, 'validFrom'), fieldOf(screening, kind, 'validUntil')]
  const birthDate = idNumberParts(screening.form.legalPerson.idNumber)?.birthDate
  if (birthDate === undefined || !isConfident(screening, from) || !isConfident(screening, until) || !isDay(from.value!))
    return []
  const endless = isEndless(until.value!)
  if (!endless && !isDay(until.value!)) return []
  const tolerance = screening.policy.identity.periodToleranceDays
  const issued = from.value!
  const accepted = [-tolerance, 0, tolerance].map((days) => periodAt(ageOn(birthDate, addDays(issued, days))))
  const fits = accepted.some((candidate) =>
    candidate === 'long-term' || endless
      ? candidate === 'long-term' && endless
      : isYearsAfter(years[candidate], issued, until.value!),
  )
  if (fits) return []
  const age = ageOn(birthDate, issued)
  const observed = endless ? 'long-term' : until.value!
  return [finding('ID_PERIOD_AGE_MISMATCH', kind, 'validUntil', { age, expected: periodAt(age), observed }, { issued })]
}
