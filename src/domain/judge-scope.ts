import { allows, itemsOf, tradesOf } from './industry-words.ts'
import { fieldOf, finding, isLegible, rounded } from './screening.ts'
import type { Judge } from './screening.ts'
import { isOtherDocument } from './slots.ts'

/** Characters of items below which a scope was hardly read whole. Own choice: 餐饮服务 and its like have four. */
const MIN_ITEMS = 4

/**
 * The industry against the scope of business on the licence. Silent wherever it could be wrong: a trade that is not known, a
 * scope that is not legible or holds a character that could not be read, one word of the whole class of trades.
 */
export const judgeScope: Judge = (screening) => {
  const kind = 'business_licence'
  if (!screening.materials.includes(kind) || isOtherDocument(screening, kind)) return []
  const scope = fieldOf(screening, kind, 'scope')
  if (!isLegible(screening, scope) || /[\uFFFD?？□]/u.test(scope.value!)) return []
  const { industry } = screening.form
  const trades = tradesOf(industry)
  const items = itemsOf(scope.value!)
  if (trades.length === 0 || Array.from(items).length < MIN_ITEMS || allows(items, trades)) return []
  const values = { industry }
  return [
    finding('SCOPE_MISMATCH', kind, 'scope', values, { scope: scope.value, confidence: rounded(scope.confidence) }),
  ]
}
