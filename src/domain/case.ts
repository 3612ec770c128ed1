import { HOUR } from './china-time.ts'
import { type Actor, may } from './permissions.ts'
import { afterWorkingTime, chinaWorkingDays, type WorkingDays } from './working-days.ts'

/** `appeal`: against a refusal. */
export const caseKinds = ['screening', 'appeal'] as const
export type CaseKind = (typeof caseKinds)[number]

/**
 * open: anybody may claim it; claimed: somebody has it, as long as the lease lasts; waiting: for the applicant or a call, to
 * come back to whoever had it; second_approval: decided, and another person is to confirm it.
 */
export const caseStates = ['open', 'claimed', 'waiting', 'second_approval', 'closed'] as const
export type CaseState = (typeof caseStates)[number]

const follows: Record<CaseState, readonly CaseState[]> = {
  open: ['claimed', 'closed'],
  claimed: ['open', 'waiting', 'second_approval', 'closed'],
  waiting: ['open', 'closed'],
  // Confirmed, a return or a call is waited for; refused, it is with a reviewer again.
  second_approval: ['claimed', 'open', 'waiting', 'closed'],
  // An appeal against what a case of the same run came to.
  closed: ['open'],
}

export const caseMayFollow = (from: CaseState, to: CaseState): boolean => follows[from].includes(to)

/** What happens to a case, as its log has it. `decided`, `confirmed`, `refused` and `looked_again` are of those who decide. */
export const caseSteps = [
  'opened',
  'came_back',
  'claimed',
  'released',
  'lease_ended',
  'snoozed',
  'woken',
  'escalated',
  'transferred',
  'commented',
  'overdue',
  'decided',
  'confirmed',
  'refused',
  'waiting',
  'closed',
  'looked_again',
] as const
export type CaseStepKind = (typeof caseSteps)[number]

/** What of a case says who may have it. */
export interface Holding {
  state: CaseState
  assignee: string | null
  leaseUntil: Date | null
  escalated: boolean
  /** Who handed the application in. */
  enteredBy: string
  /** Who decided what another person is to look at now. */
  decidedBy: readonly string[]
}

/** Somebody has it, and has shown a sign of life. */
export const isHeld = ({ state, leaseUntil }: Pick<Holding, 'state' | 'leaseUntil'>, now: Date): boolean =>
  state === 'claimed' && leaseUntil !== null && leaseUntil > now

export const isHeldBy = (holding: Pick<Holding, 'state' | 'leaseUntil' | 'assignee'>, id: string, now: Date): boolean =>
  holding.assignee === id && isHeld(holding, now)

export const mayBar = ['entered', 'decided', 'escalated'] as const
/** Why somebody may not have a case, whoever else may. */
export type Bar = (typeof mayBar)[number]

/**
 * Nobody looks at what they entered, or confirms what they decided; what was escalated is for those who give second approvals.
 * @returns null for somebody who may have it
 */
export function barTo({ escalated, enteredBy, decidedBy }: Holding, actor: Actor): Bar | null {
  if (enteredBy === actor.id) return 'entered'
  if (decidedBy.includes(actor.id)) return 'decided'
  return escalated && !may(actor, 'case.second') ? 'escalated' : null
}

/**
 * By when a case should be decided: so many hours of working days after its opening, and never later than what the applicant
 * was promised.
 */
export function caseDueAt(
  openedAt: Date,
  workingHours: number,
  promisedAt: Date | null,
  days: WorkingDays = chinaWorkingDays,
): Date {
  const byHours = afterWorkingTime(openedAt, workingHours * HOUR, days)
  return promisedAt && promisedAt < byHours ? promisedAt : byHours
}

/** How long whoever knows a case is preferred: half of the time that there is for it. */
export const reservedUntil = (now: Date, dueAt: Date): Date =>
  new Date(now.getTime() + Math.max(0, dueAt.getTime() - now.getTime()) / 2)

/** Whoever was given a case by another has it kept until it is due, and for some hours at least. */
export function keptUntil(now: Date, dueAt: Date): Date {
  const least = new Date(now.getTime() + 4 * HOUR)
  return dueAt > least ? dueAt : least
}

/** How long a case can be put aside; days. Longer, it is not work but waiting. */
export const SNOOZE_DAYS = 7

/** What of a case says when its turn is. */
export interface Turn {
  id: string
  dueAt: Date | null
  risk: number
}

/**
 * The order of work: what is due first, which is what is overdue longest; then the higher risk; then the older one. What
 * waits for somebody else is due at no time, and comes last.
 */
export function byTurn(a: Turn, b: Turn): number {
  const due = (turn: Turn) => turn.dueAt?.getTime() ?? Number.POSITIVE_INFINITY
  const [dueA, dueB] = [due(a), due(b)]
  if (dueA !== dueB) return dueA < dueB ? -1 : 1
  return b.risk - a.risk || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
