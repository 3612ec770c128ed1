import { isPremises, type MaterialKind } from '../domain/application.ts'
import { type DocumentKind, fieldsByKind } from '../domain/evidence.ts'
import { isBankCardNumber, isCreditCode, isIdNumber, idNumberParts } from '../domain/numbers.ts'
import { companyWords, documentWords, individualWords, slipWords, telling, type Weighted } from './document-words.ts'
import { round } from './field.ts'
import { labelErrors } from './labels.ts'
import { pieceText, type Page } from './layout.ts'
import { freeCandidates, maskedCandidates } from './numbers-read.ts'
import { rowsOf } from './rows.ts'

export interface Detected {
  kind: DocumentKind
  /** 0-1. */
  confidence: number
}

const scoredKinds = ['business_licence', 'id_portrait', 'id_emblem', 'bank_card'] as const
type Scored = (typeof scoredKinds)[number]

/** A number that passes its check digit says as much as a headline. */
const numberWeight = 0.4
/** A number of the right shape that is cut off or fails its check. */
const nearlyWeight = 0.2
/** Less than this, and it is some other text. */
const leastScore = 0.45
/** With this much for the kind that was asked for, it is that kind, even where a copy shows another document beside it. */
const enough = 0.7
/** A card's front prints a hotline and a logo too, which is less. */
const leastBack = 0.6
/** In a photo of premises, where receipts, posters and terminals speak of cards, it takes a card's own wordings. */
const leastBackInScene = 0.9
/** A security code in its place beside the signature, or what looks like one. */
const securityCodeWeight = 0.25

/** The security code in the signature panel, alone or after the last four digits of the number. */
const panelDigits = /^\D?(?:\d{4})?\d{3}\D?$/

/**
 * By law a licence hangs on the wall of every shop (个体工商户登记管理办法). Its labels then span less than this of the photo; a
 * licence photographed by itself has them over a third and more.
 */
const hangingShare = 0.12

/** What the text in a photo looks like. `asked` decides only between kinds that are both there. */
export function classify(page: Page, asked: MaterialKind): Detected {
  const seen = kindOf(page, asked)
  const isLicence = seen.kind === 'business_licence' || seen.kind === 'company_licence'
  if (isScene(asked) && isLicence && shareOfLabels(page) < hangingShare) return { ...seen, kind: 'other_text' }
  return seen
}

/** Share of the photo that the labels of a licence span. */
function shareOfLabels(page: Page): number {
  const words = documentWords.business_licence.flatMap(([, ...wordings]) => wordings)
  const corners = page.lines
    .filter((line) => words.some((word) => mentions([pieceText(line)], word)))
    .flatMap(({ source: { box } }) => [...box])
  const extent = (values: readonly number[]) => Math.max(...values) - Math.min(...values)
  if (corners.length === 0) return 0
  return (extent(corners.map(([x]) => x)) * extent(corners.map(([, y]) => y))) / (page.width * page.height)
}

function kindOf(page: Page, asked: MaterialKind): Detected {
  const lines = page.lines.map((line) => pieceText(line).toUpperCase().replace(/\s/g, ''))
  const signs = lines.reduce((sum, line) => sum + line.length, 0)
  const mean = page.lines.reduce((sum, line) => sum + line.source.confidence, 0) / (page.lines.length || 1)
  if (signs < 2 || mean < 0.3) return { kind: 'no_text', confidence: round(signs === 0 ? 0.99 : 0.8) }

  // Out of focus, the large digits of a security code outlast all other print of a card's back, and nothing of a front.
  if (asked === 'bank_card' && lines.every((line) => panelDigits.test(line)))
    return { kind: 'bank_card_back', confidence: 0.75 }
  const numbers = numbersOn(page)
  const back = scoreOfBack(lines)
  if (back.score >= (isScene(asked) ? leastBackInScene : leastBack) && (back.securityCode || !numbers.card))
    return { kind: 'bank_card_back', confidence: certainty(back.score) }

  if (telling.temporary_id.some((word) => mentions(lines, word))) return { kind: 'temporary_id', confidence: 0.97 }
  if (isPermitOfResidence(lines, numbers)) return { kind: 'residence_permit', confidence: 0.95 }

  const passes: Record<Scored, boolean> = {
    business_licence: numbers.creditCodes.length > 0,
    id_portrait: numbers.ids.length > 0,
    id_emblem: false,
    bank_card: numbers.card,
  }
  // A sign may name a bank and a long number; a card that is cut off or misread is one of these all the same.
  const nearly = (kind: Scored) => !passes[kind] && !isScene(asked) && numbers.nearly.has(kind)
  const scores = scoredKinds.map((kind) => {
    const number = passes[kind] ? numberWeight : nearly(kind) ? nearlyWeight : 0
    const score = scoreOf(documentWords[kind], lines) + number
    return { kind, score: kind === 'business_licence' && isPermitOfTrade(lines) ? score - 0.8 : score }
  })
  const scored = scores.toSorted((a, b) => b.score - a.score)
  const of = (kind: Scored) => scores.find((each) => each.kind === kind)!.score
  const best = scored.find(({ kind, score }) => kind === asked && score >= enough) ?? scored[0]!
  // Text that can hardly be read may be anything, also what was asked for.
  if (best.score < leastScore) return { kind: 'other_text', confidence: round((1 - best.score) * mean) }
  const confidence = certainty(best.score)
  if (best.kind === 'business_licence') {
    return { kind: isOfCompany(lines, numbers.creditCodes) ? 'company_licence' : best.kind, confidence }
  }
  const bothSides = Math.min(of('id_portrait'), of('id_emblem'))
  if (best.kind.startsWith('id_') && bothSides >= enough)
    return { kind: 'id_both_sides', confidence: certainty(bothSides) }
  return { kind: best.kind, confidence }
}

const certainty = (score: number): number => round(Math.min(0.99, 0.5 + score / 2))

const isScene = (kind: MaterialKind): boolean => isPremises(kind) && kind in fieldsByKind

interface NumbersOnPage {
  /** Those that pass their check. */
  creditCodes: readonly string[]
  ids: readonly string[]
  /** Whether there is a whole card number. */
  card: boolean
  /** Kinds of which there is a number that is cut off or fails its check. */
  nearly: ReadonlySet<Scored>
}

function numbersOn(page: Page): NumbersOnPage {
  const rows = rowsOf(page)
  const valid = (shape: RegExp, alphabet: 'digits' | 'idNumber' | 'creditCode', passes: (text: string) => boolean) =>
    [...freeCandidates(rows, shape), ...maskedCandidates(page, alphabet, shape)]
      .map(({ text }) => text)
      .filter((text) => passes(text))
  const ids = valid(/(?<![\dX])\d{17}[\dX](?![\dX])/g, 'idNumber', isIdNumber)
  const shaped = (shape: RegExp) => freeCandidates(rows, shape).length > 0
  const nearly = new Set<Scored>()
  if (shaped(/(?<![\dA-Z])[1-8]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d\d{3}[\dX](?![\dA-Z])/g))
    nearly.add('id_portrait')
  else if (shaped(/(?<![\dA-Z])[3-6]\d{11,18}(?![\dA-Z])/g)) nearly.add('bank_card')
  return {
    creditCodes: valid(/(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])/g, 'creditCode', isCreditCode),
    ids,
    nearly,
    card: ids.length === 0 && valid(/(?<![\dA-Z])\d{16,19}(?![\dA-Z])/g, 'digits', isBankCardNumber).length > 0,
  }
}

/**
 * A card's back: its magnetic stripe says nothing, so it goes by what is printed about the signature, and by a group of
 * three digits, alone or after the last four of the card number, in the signature panel.
 */
function scoreOfBack(lines: readonly string[]): { score: number; securityCode: boolean } {
  if (slipWords.some((word) => mentions(lines, word))) return { score: 0, securityCode: false }
  const labelled = lines.some((line) => /(?:CV[VNC]2?|安全码)\D{0,2}\d{3}(?!\d)/.test(line))
  const securityCode = labelled || lines.some((line) => panelDigits.test(line))
  const score = scoreOf(documentWords.bank_card_back, lines) + (securityCode ? securityCodeWeight : 0)
  return { score, securityCode }
}

/**
 * 港澳台居民居住证 and 外国人永久居留身份证. Their portrait sides say little that an ID card's does not, but their numbers begin
 * with 81, 82, 83 or 9.
 */
function isPermitOfResidence(lines: readonly string[], { ids }: NumbersOnPage): boolean {
  if (telling.residence_permit.some((word) => mentions(lines, word))) return true
  const citizens = ids.some((id) => idNumberParts(id)?.documentFamily === 'citizen')
  return ids.length > 0 && !citizens && scoreOf(documentWords.id_portrait, lines) >= 0.4
}

/** Permits (食品经营许可证 and others) carry most of a licence's labels. */
const isPermitOfTrade = (lines: readonly string[]) =>
  !mentions(lines, '营业执照') && lines.some((line) => /(?:许可|登记|备案)证$|^(?:食品经营|卫生)许可/.test(line))

/** By the code where one was read (92 is for individual businesses alone), else by what only companies print. */
function isOfCompany(lines: readonly string[], codes: readonly string[]): boolean {
  // Any row of 18 characters passes the check once in 31 times: a code that no market authority gave is none.
  const given = codes.filter((code) => /^9[123]/.test(code))
  if (given.length > 0) return given.every((code) => !code.startsWith('92'))
  if (individualWords.some((word) => mentions(lines, word))) return false
  return companyWords.filter((words) => words.some((word) => mentions(lines, word))).length >= 2
}

const scoreOf = (entries: readonly Weighted[], lines: readonly string[]) =>
  entries.reduce((sum, [weight, ...wordings]) => sum + (wordings.some((word) => mentions(lines, word)) ? weight : 0), 0)

/** Whether a line holds the word, with one misread character in every four. */
function mentions(lines: readonly string[], word: string): boolean {
  const errors = Math.floor(word.length / 4)
  return lines.some((line) => {
    if (line.includes(word)) return true
    const shared = Array.from(word).filter((sign) => line.includes(sign)).length
    if (errors === 0 || shared < word.length - errors) return false
    for (let from = 0; from + word.length <= line.length; from += 1) {
      if (labelErrors(word, line.slice(from, from + word.length)) <= errors) return true
    }
    return false
  })
}
