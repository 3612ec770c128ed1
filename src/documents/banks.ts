import { bankNames, plainBankName } from '../domain/banks.ts'

const byAlias = bankNames
  .flatMap(([name, ...aliases]) => [name, ...aliases].map((alias) => ({ name, alias: plainBankName(alias) })))
  .sort((a, b) => b.alias.length - a.alias.length)

/** The bank that a line of a card names; short forms count only as a line of their own. */
export function knownBank(line: string): string | null {
  const text = plainBankName(line)
  const found = byAlias.find(({ alias }) => (/^[A-Z]{3,8}$/.test(alias) ? text === alias : text.includes(alias)))
  if (!found) return null
  // 中国银行 also stands in 中国银行业协会 and before 中国银联: a longer Chinese name around it is another bank's.
  const around = /^\p{Script=Han}+$/u.test(found.alias) ? ownName(text) : null
  return around && !around.endsWith(found.alias) && !around.startsWith(found.alias) ? around : found.name
}

/** `某某农村商业银行` and the like, as printed. */
export function ownName(line: string): string | null {
  const match = /\p{Script=Han}{2,14}?(?:银行(?!卡|业|联|账|帐|柜|网)|信用社|信用联社|农信)/u.exec(
    line.replace(/\s/g, ''),
  )
  return match && !/[请本该持发凭到各欢迎拨]/.test(match[0]) ? match[0] : null
}

/**
 * First six digits of the debit cards that the large banks give out most, each held against a public table of prefixes
 * (2017). Not complete, and need not be: a prefix that is not here, or that two banks share, says nothing.
 */
const prefixes: Readonly<Record<string, string>> = {
  中国工商银行:
    '620058 621225 621226 621227 621281 621288 621558 621559 621721 621722 621723 622200 622202 622203 622208',
  中国农业银行: '621282 621336 621619 621671 622840 622841 622844 622845 622846 622847 622848 622849 623018 623206',
  中国银行:
    '621256 621330 621331 621332 621333 621660 621661 621663 621666 621667 621668 621669 621756 621757 621758 621785 621786 621787 621788 621789 621790',
  中国建设银行: '621081 621284 621466 621467 621488 621499 621598 621621 621700 622280 622700',
  交通银行: '621002 621069 621335 621436 622258 622260 622261 622262',
  中国邮政储蓄银行:
    '620062 621095 621096 621098 621285 621599 621622 621797 621798 621799 622150 622151 622181 622188 623218 623219',
  招商银行: '621286 621299 621483 621485 621486 622580 622588 622609',
  中信银行: '621767 621768 621770 621771 621772 621773 622690 622691 622692 622696 622698 622998 622999',
  中国光大银行: '621489 621492 622660 622662 622663 622664 622665 622666 622667 622668 622669 622670 622671',
  华夏银行: '621222 622630 622631 622632 622633 623020 623021 623022 623023',
  中国民生银行: '622615 622616 622617 622618 622619 622620 622622',
  广发银行: '621462 622568',
  平安银行: '621626 622298 622538 622983 622986 622989 623058',
  兴业银行: '622908 622909',
  上海浦东发展银行: '621351 621352 621390 621791 621792 621793 621795 621796 622516 622518 622521 622522 622523',
}

const byPrefix = new Map(
  Object.entries(prefixes).flatMap(([bank, list]) => list.split(' ').map((prefix) => [prefix, bank] as const)),
)

/** The bank that a card's number belongs to, where its prefix is a known one; null says nothing. */
export const bankOfNumber = (cardNumber: string): string | null => byPrefix.get(cardNumber.slice(0, 6)) ?? null
