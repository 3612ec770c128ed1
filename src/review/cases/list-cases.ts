import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { MerchantType } from '../../domain/application.ts'
import type { CaseState } from '../../domain/case.ts'
import type { CaseSkill } from '../../domain/skill-names.ts'
import type { Actor } from '../../domain/permissions.ts'
import type { ReasonCode } from '../../domain/reasons.ts'
import type { ReviewDeps } from '../deps.ts'
import { caseConditions } from './case-conditions.ts'
import { type CasePlace, placeOf, toCursor } from './case-place.ts'
import { type CaseRecord, describeCases } from './describe-case.ts'

type CaseSort = 'due' | 'risk' | 'created'
const flags = ['mine', 'free', 'second', 'overdue', 'escalated', 'snoozed'] as const

export interface CaseFilter extends Partial<Record<(typeof flags)[number], boolean | undefined>> {
  /** All that are not closed when absent. */
  state?: CaseState | undefined
  reason?: ReasonCode | undefined
  merchantType?: MerchantType | undefined
  skill?: CaseSkill | undefined
  /** Or its beginning. */
  reference?: string | undefined
  sort: CaseSort
  /** `next` of the page before. */
  after?: string | undefined
  limit: number
}

const counted = ['all', 'mine', 'free', 'overdue', 'second', 'escalated', 'waiting', 'snoozed'] as const
type Counts = Record<(typeof counted)[number], number>

interface CasePage {
  cases: CaseRecord[]
  next: string | null
  counts: Counts
}

interface Order {
  /** What a place in the list is made of, beside the id. */
  at: RawBuilder<unknown>
  weight: RawBuilder<unknown>
  by: RawBuilder<unknown>
  after: (keys: RawBuilder<unknown>, place: RawBuilder<unknown>) => RawBuilder<SqlBool>
}

const upwards: Order['after'] = (keys, place) => sql`(${keys}) > (${place})`
const downwards: Order['after'] = (keys, place) => sql`(${keys}) < (${place})`

/** `due` is the order of work (see `byTurn`), by an index; the id makes every order one of single places. */
const orders: Record<CaseSort | 'closed', Order> = {
  due: {
    at: sql`coalesce(c.due_at, 'infinity')`,
    weight: sql`(-c.risk)`,
    by: sql`coalesce(c.due_at, 'infinity'), (-c.risk), c.id`,
    after: upwards,
  },
  risk: {
    at: sql`'infinity'::timestamptz`,
    weight: sql`(-c.risk)`,
    by: sql`(-c.risk), c.id`,
    after: upwards,
  },
  created: { at: sql`c.opened_at`, weight: sql`0`, by: sql`c.opened_at desc, c.id desc`, after: downwards },
  closed: { at: sql`c.closed_at`, weight: sql`0`, by: sql`c.closed_at desc, c.id desc`, after: downwards },
}

/**
 * A page of cases, and how many there are of each sort, whatever the filters.
 * @throws ZhunruError INVALID_FIELD where `after` is no place in a list
 */
export async function listCases(deps: ReviewDeps, actor: Actor, filter: CaseFilter): Promise<CasePage> {
  const now = deps.clock.now()
  const [{ ids, next }, counts] = await Promise.all([findPage(deps, actor, filter, now), countCases(deps, actor, now)])
  return { cases: await describeCases(deps, actor, ids, now), next, counts }
}

async function findPage(
  { db }: ReviewDeps,
  actor: Actor,
  filter: CaseFilter,
  now: Date,
): Promise<{ ids: string[]; next: string | null }> {
  const { at, weight, by, after } = orders[filter.state === 'closed' ? 'closed' : filter.sort]
  const conditions = wanted(actor, filter, now)
  if (filter.after !== undefined) {
    const place = placeOf(filter.after)
    const keys = sql`${at}, ${weight}, c.id`
    conditions.push(after(keys, sql`${place.at}::timestamptz, ${place.weight}::integer, ${place.id}::text`))
  }
  const { rows } = await sql<CasePlace>`
    select c.id, ${at}::text as at, ${weight}::integer as weight
    from review_case c ${of(filter)}
    where ${sql.join(conditions, sql` and `)} order by ${by} limit ${filter.limit + 1}`.execute(db)
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)
  return { ids: page.map(({ id }) => id), next: rows.length > filter.limit && last ? toCursor(last) : null }
}

/** Asked for where it is filtered by: to sort, the database would join every application there is. */
const of = ({ merchantType, reference }: CaseFilter): RawBuilder<unknown> =>
  merchantType || reference ? sql`join application a on a.id = c.application_id` : sql``

function wanted(actor: Actor, filter: CaseFilter, now: Date): RawBuilder<SqlBool>[] {
  const { state, reason, merchantType, skill, reference } = filter
  const conditions = caseConditions(actor, now)
  // Said even where the state is: so the indexes of those that are not closed are used.
  const found = state === 'closed' ? [conditions.inState('closed')] : [conditions.all]
  if (state && state !== 'closed') found.push(conditions.inState(state))
  for (const flag of flags) {
    if (filter[flag] === undefined) continue
    found.push(filter[flag] ? conditions[flag] : sql`coalesce(${conditions[flag]}, false) is false`)
  }
  // What somebody is to decide a second time they do not find here, where its state would tell how it was decided.
  found.push(sql`c.application_id <> all (array(
    select l.application_id from second_look l where l.taken_by = ${actor.id} and l.state = 'taken'))`)
  if (reason) found.push(sql`c.codes @> array[${reason}]::text[]`)
  if (skill) found.push(sql`c.skills @> array[${skill}]::text[]`)
  if (merchantType) found.push(sql`a.merchant_type = ${merchantType}`)
  // As it is written: an underscore is one, and no joker.
  if (reference) found.push(sql`starts_with(a.reference, ${reference})`)
  return found
}

async function countCases({ db }: ReviewDeps, actor: Actor, now: Date): Promise<Counts> {
  const conditions = caseConditions(actor, now)
  const figures = counted.map((name) => sql`count(*) filter (where ${conditions[name]})::integer as ${sql.ref(name)}`)
  const { rows } = await sql<Counts>`
    select ${sql.join(figures)} from review_case c where ${conditions.all}`.execute(db)
  return rows[0]!
}
