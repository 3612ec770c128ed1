import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { CaseState } from '../../domain/case.ts'
import { type Actor, may } from '../../domain/permissions.ts'

type Condition = RawBuilder<SqlBool>

/** What lists and counts tell apart, of a case `c`, as it is to somebody at some time. */
export function caseConditions(actor: Actor, now: Date) {
  const held = sql<SqlBool>`(c.state = 'claimed' and c.lease_until > ${now})`
  const open = sql<SqlBool>`(c.state = 'open' or (c.state = 'claimed' and c.lease_until <= ${now}))`
  const forOthers = sql<SqlBool>`(c.entered_by = ${actor.id} or c.decided_by @> array[${actor.id}]::text[])`
  const forSeniors = sql<SqlBool>`(c.escalated_at is not null and not ${may(actor, 'case.second')}::boolean)`
  const snoozed = sql<SqlBool>`(c.state = 'open' and c.snoozed_until > ${now})`
  const keptForMe = sql<SqlBool>`(${open} and c.reserved_for = ${actor.id} and c.reserved_until > ${now})`
  return {
    all: sql<SqlBool>`c.state <> 'closed'`,
    mine: sql<SqlBool>`((${held} and c.assignee = ${actor.id}) or ${keptForMe})`,
    free: sql<SqlBool>`(${open} and not ${forOthers} and not ${forSeniors} and not coalesce(${snoozed}, false))`,
    second: sql<SqlBool>`(c.state = 'second_approval' and not ${forOthers})`,
    overdue: sql<SqlBool>`(c.state not in ('waiting', 'closed') and c.due_at <= ${now})`,
    escalated: sql<SqlBool>`(c.state <> 'closed' and c.escalated_at is not null)`,
    waiting: sql<SqlBool>`c.state = 'waiting'`,
    snoozed,
    /** A case whose lease has run out is open, whether or not that was noticed. */
    inState: (state: CaseState): Condition =>
      state === 'open' ? open : state === 'claimed' ? held : sql<SqlBool>`c.state = ${state}`,
  }
}
