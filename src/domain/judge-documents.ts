import type { MaterialKind } from './application.ts'
import type { Finding } from './decision.ts'
import { isDocument } from './document-kinds.ts'
import type { FieldValue, OcrEvidence } from './evidence.ts'
import { judgeIdentity } from './judge-identity.ts'
import { unexplainedFields } from './judge-photos.ts'
import { hasOtherDocument, isIdSide } from './needed-fields.ts'
import { isOtherDocument } from './slots.ts'
import { creditCodeParts, idNumberParts } from './numbers.ts'
import { fieldOf, finding, isConfident, isLegible, rounded } from './screening.ts'
import type { Judge, Screening } from './screening.ts'

/** What each document shows, by itself. */
export const judgeDocuments: Judge = (screening) => [
  ...screening.materials.flatMap((kind) => slotAndReading(screening, kind)),
  ...judgeIdentity(screening),
  ...licence(screening),
  ...bankCard(screening),
]

function slotAndReading(screening: Screening, kind: MaterialKind): Finding[] {
  const reading = screening.readings.get(kind)
  if (!reading) return []
  const { detected } = reading
  if (isOtherDocument(screening, kind)) return wrongDocument(screening, kind, detected)
  // An unclear photo is told as such; what could not be read follows from it.
  const unread = unexplainedFields(screening, kind)
  if (unread.length === 0) return []
  return [finding('IMG_UNREADABLE', kind, unread.length === 1 ? unread[0]! : null, { fields: unread.join(',') })]
}

/** What lies in the slot instead, with what the applicant can do about it. */
function wrongDocument(screening: Screening, kind: MaterialKind, detected: OcrEvidence['detected']): Finding[] {
  const confidence = rounded(detected.confidence)
  const seen = { detected: detected.kind, confidence }
  switch (detected.kind) {
    case 'bank_card_back':
      return [finding('IMG_CARD_BACK', kind, null, { confidence }, seen)]
    case 'temporary_id':
      if (isDocument(kind)) return [finding('ID_TEMPORARY', kind, null, {}, seen)]
      break
    case 'id_both_sides':
      if (isIdSide(kind)) return [finding('IMG_BOTH_SIDES', kind, null, { confidence }, seen)]
      break
    case 'residence_permit':
      // A lawful document that only people can check. Where the typed number is a permit's, that has been said.
      if (isIdSide(kind))
        return hasOtherDocument(screening)
          ? []
          : [finding('ID_OTHER_DOCUMENT', kind, null, { family: permitFamily(screening, kind) }, seen)]
  }
  return [finding('IMG_WRONG_SLOT', kind, null, { expected: kind, ...seen })]
}

/** Which permit, as far as its number tells. */
function permitFamily(screening: Screening, kind: MaterialKind): string {
  const family = idNumberParts(fieldOf(screening, kind, 'idNumber').value ?? '')?.documentFamily
  return family === undefined || family === 'citizen' ? 'residence_permit' : family
}

/** A number that was read with confidence and fails its check is a risk; a doubtful one may be our misreading. */
function failsItsCheck(screening: Screening, field: FieldValue): boolean {
  return field.checkDigit === 'invalid' && isConfident(screening, field)
}

function licence(screening: Screening): Finding[] {
  const kind = 'business_licence'
  const { form } = screening
  const findings: Finding[] = []
  const typed = form.merchantType === 'individual_business' ? form.licence.creditCode : null
  if (typed && creditCodeParts(typed)?.isIndividualBusiness === false) {
    findings.push(finding('LIC_TYPE_MISMATCH', null, 'licence.creditCode', { observed: typed.slice(0, 2) }))
  }
  if (!screening.readings.has(kind) || isOtherDocument(screening, kind)) return findings
  const code = fieldOf(screening, kind, 'creditCode')
  if (failsItsCheck(screening, code)) {
    findings.push(
      finding(
        'LIC_CODE_INVALID',
        kind,
        'creditCode',
        { confidence: rounded(code.confidence) },
        { observed: code.value },
      ),
    )
  }
  const type = fieldOf(screening, kind, 'type')
  // Only what surely is another type: trimmed and worn licences print 个体工商户 in many ways, or not at all.
  const otherType =
    isConfident(screening, type) && /公司|合伙|独资|合作社|分支机构|全民所有|集体所有/u.test(type.value!)
  const readParts = isConfident(screening, code) ? creditCodeParts(code.value!) : null
  const otherCode = readParts !== null && !readParts.isIndividualBusiness && code.value !== typed
  const { detected } = screening.readings.get(kind)!
  const ofCompany = detected.kind === 'company_licence' && detected.confidence >= screening.policy.ocr.wrongSlot
  if (otherType || otherCode) {
    const observed = otherType ? type.value! : readParts!.category
    findings.push(finding('LIC_TYPE_MISMATCH', kind, otherType ? 'type' : 'creditCode', { observed }))
  } else if (ofCompany && findings.every((found) => found.code !== 'LIC_TYPE_MISMATCH')) {
    // Recognised by its labels alone.
    findings.push(finding('LIC_TYPE_MISMATCH', kind, null, { observed: detected.kind }))
  }
  if (code.qr === 'differs') {
    const values = { inQr: code.qrValue ?? '', printed: code.value ?? '' }
    findings.push(finding('LIC_QR_MISMATCH', kind, 'creditCode', values, { confidence: rounded(code.confidence) }))
  }
  return findings
}

function bankCard(screening: Screening): Finding[] {
  const kind = 'bank_card'
  if (!screening.readings.has(kind) || isOtherDocument(screening, kind)) return []
  const number = fieldOf(screening, kind, 'cardNumber')
  const type = fieldOf(screening, kind, 'cardType')
  const findings: Finding[] = []
  if (failsItsCheck(screening, number)) {
    findings.push(finding('CARD_NUMBER_INVALID', kind, 'cardNumber', { confidence: rounded(number.confidence) }))
  }
  if (isLegible(screening, type) && (type.value === 'credit' || type.value === 'prepaid')) {
    findings.push(
      finding('CARD_NOT_DEBIT', kind, 'cardType', { cardType: type.value }, { confidence: rounded(type.confidence) }),
    )
  }
  // Credit cards have 16 digits, most debit cards 19: where such a card does not say what it is, a person looks.
  if (isLegible(screening, number) && number.value?.length === 16 && !isLegible(screening, type)) {
    findings.push(finding('READING_UNSURE', kind, 'cardType', { confidence: rounded(type.confidence) }))
  }
  return findings
}
