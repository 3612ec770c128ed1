import type { MaterialKind } from '../domain/application.ts'
import type { DocumentKind } from '../domain/evidence.ts'
import { isBankCardNumber, isCreditCode, isIdNumber } from '../domain/numbers.ts'
import { round } from './field.ts'
import { labelErrors } from './labels.ts'
import { pieceText, type Page } from './layout.ts'
import { freeCandidates, maskedCandidates } from './numbers-read.ts'
import { rowsOf } from './rows.ts'

type Document = Extract<DocumentKind, MaterialKind>

/** Words that stand on one kind of document, and how much each says for it; about 1 in sum is certain. */
const words: Record<Document, readonly (readonly [weight: number, ...wordings: string[]])[]> = {
  business_licence: [
    [0.5, '营业执照'],
    [0.35, '统一社会信用代码'],
    [0.25, '经营范围'],
    [0.2, '经营者', '法定代表人', '负责人'],
    [0.2, '经营场所', '营业场所', '住所'],
    [0.2, '组成形式', '注册资本'],
    [0.2, '注册日期', '成立日期'],
    [0.15, '登记机关'],
    [0.15, '个体工商户', '有限责任公司'],
  ],
  id_portrait: [
    [0.4, '公民身份号码'],
    [0.2, '姓名'],
    [0.2, '性别'],
    [0.2, '民族'],
    [0.2, '出生'],
    [0.2, '住址'],
  ],
  id_emblem: [
    [0.45, '居民身份证'],
    [0.4, '签发机关'],
    [0.3, '有效期限'],
    [0.2, '中华人民共和国'],
    [0.15, '公安局'],
  ],
  bank_card: [
    [0.35, '银行', 'BANK', '信用社', '农信'],
    [0.3, '银联', 'UNIONPAY'],
    [0.3, '储蓄卡', '借记卡', '信用卡', '贷记卡', '理财卡', 'DEBIT', 'CREDIT'],
    [0.15, 'VALID', 'THRU', 'MONTH/YEAR', 'GOODTHRU'],
    [0.1, '持卡人', '卡号'],
  ],
}

const scoredKinds = ['business_licence', 'id_portrait', 'id_emblem', 'bank_card'] as const

/** A number that passes its check digit says as much as a headline. */
const numberWeight = 0.4
/** Less than this, and it is some other text. */
const leastScore = 0.45
/** With this much for the kind that was asked for, it is that kind, even where a copy shows another document beside it. */
const enough = 0.7

/** What the text in a photo looks like. `asked` decides only between kinds that are both there. */
export function classify(page: Page, asked: MaterialKind): { kind: DocumentKind; confidence: number } {
  const lines = page.lines.map((line) => pieceText(line).toUpperCase().replace(/\s/g, ''))
  const signs = lines.reduce((sum, line) => sum + line.length, 0)
  const mean = page.lines.reduce((sum, line) => sum + line.source.confidence, 0) / (page.lines.length || 1)
  if (signs < 2 || mean < 0.3) return { kind: 'no_text', confidence: round(signs === 0 ? 0.99 : 0.8) }
  // Every card names the permanent one too, so the temporary one's name is looked for first.
  if (mentions(lines, '临时居民身份证') || mentions(lines, '临时身份证'))
    return { kind: 'temporary_id', confidence: 0.97 }

  const rows = rowsOf(page)
  const holds = (shape: RegExp, alphabet: 'digits' | 'idNumber' | 'creditCode', valid: (text: string) => boolean) =>
    [...freeCandidates(rows, shape), ...maskedCandidates(page, alphabet, shape)].some(({ text }) => valid(text))
  const id = holds(/(?<![\dX])\d{17}[\dX](?![\dX])/g, 'idNumber', isIdNumber)
  const numbers: Record<keyof typeof words, boolean> = {
    business_licence: holds(/(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])/g, 'creditCode', isCreditCode),
    id_portrait: id,
    id_emblem: false,
    bank_card: !id && holds(/(?<![\dA-Z])\d{16,19}(?![\dA-Z])/g, 'digits', isBankCardNumber),
  }
  const scored = scoredKinds
    .map((kind) => ({ kind, score: scoreOf(words[kind], lines) + (numbers[kind] ? numberWeight : 0) }))
    .map(({ kind, score }) => ({ kind, score: kind === 'business_licence' && isPermit(lines) ? score - 0.8 : score }))
    .sort((a, b) => b.score - a.score)
  const best = scored.find(({ kind, score }) => kind === asked && score >= enough) ?? scored[0]!
  if (best.score < leastScore) return { kind: 'other_text', confidence: round(1 - best.score) }
  return { kind: best.kind, confidence: round(Math.min(0.99, 0.5 + best.score / 2)) }
}

const scoreOf = (entries: readonly (readonly [number, ...string[]])[], lines: readonly string[]) =>
  entries.reduce((sum, [weight, ...wordings]) => sum + (wordings.some((word) => mentions(lines, word)) ? weight : 0), 0)

/** Permits (食品经营许可证 and others) carry most of a licence's labels. */
const isPermit = (lines: readonly string[]) =>
  !mentions(lines, '营业执照') && lines.some((line) => /(?:许可|登记|备案)证$|^(?:食品经营|卫生)许可/.test(line))

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
