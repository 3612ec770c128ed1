import { allows, itemsOf, tradesOf } from './industry-words.ts'
import { unreadIn } from './names.ts'
import { fieldOf, finding, isLegible, rounded } from './screening.ts'
import type { Judge } from './screening.ts'
import { isOtherDocument } from './slots.ts'

/** Characters of items below which a scope was hardly read whole. Own choice: 餐饮服务 and its like have four. */
const MIN_ITEMS = 4

/**
 * The industry against the scope of business on the licence. Silent where the trade is not known, or one word of the whole class of
 * trades stands there, however doubtful the rest. A doubtful scope that shows none is for a person to read.
 */
export const judgeScope: Judge = (screening) => {
  const kind = 'business_licence'
  if (!screening.materials.includes(kind) || isOtherDocument(screening, kind)) return []
  const scope = fieldOf(screening, kind, 'scope')
  if (scope.value === null) return []
  const { industry } = screening.form
  const trades = tradesOf(industry)
  const items = itemsOf(scope.value)
  if (trades.length === 0 || Array.from(items.join('')).length < MIN_ITEMS || allows(items, trades)) return []
  const confidence = rounded(scope.confidence)
  const seen = { scope: scope.value, confidence }
  const doubtful = !isLegible(screening, scope) || unreadIn(scope.value) > 0
  return [
    doubtful
      ? finding('READING_UNSURE', kind, 'scope', { confidence }, { ...seen, industry })
      : finding('SCOPE_MISMATCH', kind, 'scope', { industry }, seen),
  ]
}
