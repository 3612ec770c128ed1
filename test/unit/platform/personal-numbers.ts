import fc from 'fast-check'

const digits = (n: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: n, maxLength: n })

/** As an ID number looks; whether its check digit is right does not matter where it must not be seen. */
export const idNumberFrom = fc
  .tuple(digits(17), fc.constantFrom(...'0123456789Xx'))
  .map(([first, last]) => `${first}${last}`)

/** As the number of a bank card looks. */
export const luhnFrom = fc.integer({ min: 16, max: 19 }).chain(digits)
