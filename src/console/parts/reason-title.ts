import { reasonNames } from '../../domain/reason-names.ts'
import type { Language } from '../texts.ts'

/** Of a later version of the service there may be others. */
export const isReasonCode = (code: string): code is keyof typeof reasonNames => Object.hasOwn(reasonNames, code)

/** A reason in a few words; of a code that only a later version of the service knows, the code itself. */
export const titleOf = (code: string, language: Language): string =>
  isReasonCode(code) ? reasonNames[code][language] : code
