import { reasonNames } from '../../domain/reason-names.ts'
import type { Language } from '../texts.ts'

const isKnown = (code: string): code is keyof typeof reasonNames => Object.hasOwn(reasonNames, code)

/** A reason in a few words; of a code that only a later version of the service knows, the code itself. */
export const titleOf = (code: string, language: Language): string =>
  isKnown(code) ? reasonNames[code][language] : code
