/** What is asked of exact values on unseen seeds: shares of 1 for scan and clean, moderate, hard. */
export interface Goal {
  name: string
  /** `kind.field` */
  fields: readonly string[]
  /** Only layouts whose name begins so. */
  layouts?: string
  scanAndClean?: number
  moderate?: number
  hard?: number
}

const goal = (name: string, fields: readonly string[], shares?: readonly [number, number, number]): Goal => ({
  name,
  fields,
  ...(shares && { scanAndClean: shares[0], moderate: shares[1], hard: shares[2] }),
})

const [licence, portrait, emblem, card] = ['business_licence', 'id_portrait', 'id_emblem', 'bank_card']

/** The rows of the table, in its order; rows without shares are told, not judged. */
export const goals: readonly Goal[] = [
  goal('ID number', [`${portrait}.idNumber`], [0.995, 0.99, 0.95]),
  goal('credit code', [`${licence}.creditCode`], [0.995, 0.99, 0.95]),
  goal('15-digit number', [`${licence}.registrationNumber`]),
  goal('name', [`${portrait}.name`], [0.99, 0.98, 0.85]),
  goal('operator', [`${licence}.operator`], [0.99, 0.98, 0.85]),
  goal('business name', [`${licence}.name`], [0.99, 0.97, 0.7]),
  goal('address, ID card', [`${portrait}.address`], [0.97, 0.93, 0.6]),
  goal('address, licence', [`${licence}.address`], [0.97, 0.93, 0.6]),
  goal('validity dates', [`${emblem}.validFrom`, `${emblem}.validUntil`], [0.99, 0.98, 0.85]),
  goal('issuer', [`${emblem}.issuer`], [0.99, 0.98, 0.85]),
  { ...goal('card number, flat', [`${card}.cardNumber`], [0.995, 0.99, 0.92]), layouts: 'flat' },
  { ...goal('card number, embossed', [`${card}.cardNumber`], [0.93, 0.9, 0.8]), layouts: 'embossed' },
  goal('sex, ethnicity, birth date', [`${portrait}.sex`, `${portrait}.ethnicity`, `${portrait}.birthDate`]),
  goal('type, registration date', [`${licence}.type`, `${licence}.registeredOn`]),
  goal('scope', [`${licence}.scope`]),
  goal('bank name, card type', [`${card}.bankName`, `${card}.cardType`]),
]

/** Of the values given with at least this confidence, at most one in `wrongIn` may be wrong. */
export const calibration = { confidence: 0.97, wrongIn: 500 }

/** CPU seconds a photo, mean. */
export const cpuGoals = { card: 0.6, licence: 1, ofBestPeer: 0.6 }

/** Peak memory of a reading process, megabytes. */
export const memoryGoal = 500
