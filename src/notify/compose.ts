import { outcomeTold, type Telling } from '../domain/message.ts'
import { PermanentError } from '../platform/permanent-error.ts'
import type { Template } from './templates.ts'

export interface Composed {
  template: Template
  /** What was filled in, for gateways that keep the templates themselves. */
  values: Record<string, string>
  text: string
}

/** Longest reference that a message repeats: it leaves the first reason enough room. UTF-16 units. */
const REFERENCE = 20

/** What a message says: which template, without its channel, and what is filled in. */
export interface Saying {
  id: string
  values: Record<string, string>
}

/**
 * What there is to say to an applicant. The reasons are those that led there; the first is told and the others are counted.
 * @throws PermanentError where there is nothing to say
 */
export function sayingOf(telling: Pick<Telling, 'about' | 'reference' | 'reasons' | 'shipment' | 'language'>): Saying {
  const { about, reference, reasons, shipment, language } = telling
  const told = outcomeTold(about) ? reasons.filter(({ tellApplicant }) => tellApplicant) : []
  const [first] = told
  const values = {
    reference: cut(reference, (text) => text.length <= REFERENCE),
    ...(first && { reason: plain(first.message[language], language), count: String(told.length) }),
  }
  switch (about) {
    case 'approved':
    case 'callback_required':
    case 'expired':
      return { id: about, values: { reference: values.reference } }
    case 'resubmission_required':
      return { id: first ? (told.length > 1 ? 'returned-many' : 'returned-one') : 'returned', values }
    case 'rejected':
      return { id: first ? 'rejected-reason' : 'rejected', values }
    case 'rejection_confirmed':
      return { id: first ? 'rejection-confirmed-reason' : 'rejection-confirmed', values }
    case 'shipped':
      if (shipment) return { id: about, values: { ...shipment } }
  }
  throw new PermanentError(`applicants are not told of ${about}`)
}

/** A reason goes on in the middle of a sentence; English stays in the alphabet that is cheapest to send. */
function plain(reason: string, language: Telling['language']): string {
  const text = reason.trim().replace(/[.。！!；;]+$/u, '')
  return language === 'zh' ? text : inPlainLetters(text)
}

const plainLetters: Record<string, string> = { '’': "'", '‘': "'", '“': '"', '”': '"', '–': '-', '—': '-', '…': '...' }
const inPlainLetters = (text: string): string => text.replace(/[’‘“”–—…]/gu, (sign) => plainLetters[sign] ?? sign)

/**
 * Fills a template. What is too long is cut where it hurts least: the value under `elastic`.
 * @param fits of the whole text
 */
export function fill(
  template: Template,
  values: Record<string, string>,
  elastic: string,
  fits: (text: string) => boolean,
): Composed {
  const write = (filled: Record<string, string>) =>
    template.text.replace(/\{(\w+)\}/gu, (_, key: string) => filled[key] ?? '')
  const value = values[elastic]
  if (value === undefined) return { template, values, text: write(values) }
  const ellipsis = template.language === 'zh' ? '…' : '...'
  const kept = cut(value, (text) => fits(write({ ...values, [elastic]: text })), ellipsis)
  return { template, values: { ...values, [elastic]: kept }, text: write({ ...values, [elastic]: kept }) }
}

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/** As much of a text as fits, never with half a character. */
function cut(text: string, fits: (text: string) => boolean, ellipsis = '…'): string {
  if (fits(text)) return text
  const whole = Array.from(graphemes.segment(text), ({ segment }) => segment)
  for (let count = whole.length - 1; count > 0; count -= 1) {
    const kept = whole.slice(0, count).join('') + ellipsis
    if (fits(kept)) return kept
  }
  return ellipsis
}
