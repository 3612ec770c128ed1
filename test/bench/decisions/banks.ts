import { cardNumber } from '../../fixtures/render/numbers.ts'
import type { Random } from '../../fixtures/render/random.ts'

/** Banks of the world of the fixtures, in ranges that no real bank is known by. */
const invented = ['云杉银行', '星河银行', '白鹭银行', '梧桐银行', '长桥银行', '青石农商银行', '晨光村镇银行']

/** Ranges of debit cards that are common knowledge. */
const real: readonly (readonly [name: string, short: string, range: string, length: number])[] = [
  ['中国工商银行', '工商银行', '622202', 19],
  ['中国农业银行', '农业银行', '622848', 19],
  ['中国建设银行', '建设银行', '621700', 19],
  ['中国银行', '中国银行', '621661', 19],
  ['交通银行', '交通银行', '622262', 19],
  ['中国邮政储蓄银行', '邮储银行', '621799', 19],
  ['招商银行', '招商银行', '622588', 16],
]

/** Whether it is one of the banks that everybody knows: only those can be told from each other. */
export const isCommonBank = (name: string): boolean => real.some(([common]) => common === name)

export interface Account {
  bankName: string
  cardNumber: string
  /** As the holder types it; undefined where nothing is typed. */
  typedBank: string | undefined
}

export function inventAccount(chance: Random, city: string): Account {
  if (chance.chance(0.4)) {
    const bankName = chance.pick(invented)
    const length = chance.pick([19, 19, 19, 18, 17, 16])
    const prefix = `6298${invented.indexOf(bankName)}1`
    return {
      bankName,
      cardNumber: cardNumber(prefix, length, chance),
      typedBank: typed(bankName, bankName, city, chance),
    }
  }
  const [bankName, short, range, length] = chance.pick(real)
  return { bankName, cardNumber: cardNumber(range, length, chance), typedBank: typed(bankName, short, city, chance) }
}

const typed = (name: string, short: string, city: string, chance: Random): string | undefined =>
  chance.chance(0.2)
    ? undefined
    : chance.pick([name, name, short, `${name}股份有限公司`, `${name}${city.replace(/市$/u, '')}分行`])

/** Another one, for a card that is not the typed one. */
export const otherCard = (chance: Random): string => cardNumber('629801', 19, chance)
