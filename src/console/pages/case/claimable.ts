import type { CaseItem } from '../../../contracts/case-list.ts'

type Seen = Pick<CaseItem, 'state' | 'mine' | 'assignee' | 'enteredByMe' | 'decidedByMe' | 'escalated'>

/** Whether something other than a colleague who has it keeps the reader from it. The service decides it again. */
export const isBarred = ({ enteredByMe, decidedByMe, escalated }: Seen, maySecond: boolean): boolean =>
  enteredByMe || decidedByMe || (escalated && !maySecond)

/** Nobody has it, and the reader may. */
export const isClaimable = (item: Seen, maySecond: boolean): boolean =>
  (item.state === 'open' || item.state === 'claimed') &&
  !item.mine &&
  item.assignee === null &&
  !isBarred(item, maySecond)
