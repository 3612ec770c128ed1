import { sql } from 'kysely'
import type { Check } from '../../domain/evidence.ts'
import type { ReasonCode } from '../../domain/reasons.ts'
import type { SeenDifference } from '../../domain/seen-difference.ts'
import { notFound } from '../../platform/not-found.ts'
import type { ReviewDeps } from '../deps.ts'

/** What people look through; behind them come differences of single applications. */
const FIELDS_SHOWN = 200

/** What a batch came to over all its items, by engine, policy, reason and field. @throws ZhunruError NOT_FOUND */
export async function readRerunDifferences({ db }: Pick<ReviewDeps, 'db'>, id: string) {
  const known = await db.selectFrom('rerun_batch').select('id').where('id', '=', id).executeTakeFirst()
  if (!known) throw notFound('rerun')
  const compared = sql`select * from rerun_item where batch_id = ${id} and after is not null`
  const { rows: counted } = await sql<{ compared: number }>`
    select count(*)::int as compared from (${compared}) item`.execute(db)
  const { rows: engines } = await sql<{ check: Check; from: string[]; to: string[]; count: number }>`
    select looked."check", coalesce(item.before->'engines'->looked."check", '[]') as from,
      item.after->'engines'->looked."check" as to, count(*)::int as count
    from (${compared}) item cross join lateral jsonb_object_keys(coalesce(item.after->'engines', '{}')) as looked ("check")
    group by 1, 2, 3 order by 1, 4 desc`.execute(db)
  const { rows: policies } = await sql<{ from: string; to: string; count: number }>`
    select before->>'policy' as from, after->>'policy' as to, count(*)::int as count
    from (${compared}) item group by 1, 2 order by 3 desc`.execute(db)
  const { rows: reasons } = await sql<{ code: ReasonCode; appeared: number; gone: number }>`
    select code, (count(*) filter (where isnew))::int as appeared, (count(*) filter (where not isnew))::int as gone
    from (
      select unnest(appeared) as code, true as isnew from (${compared}) item
      union all select unnest(gone), false from (${compared}) item) as each
    group by 1 order by count(*) desc, 1`.execute(db)
  type Counted = Pick<SeenDifference, 'check' | 'slot' | 'field'> & Record<SeenDifference['change'], number>
  const { rows: fields } = await sql<Counted>`
    select seen->>'check' as "check", seen->>'slot' as slot, seen->>'field' as field,
      (count(*) filter (where seen->>'change' = 'appeared'))::int as appeared,
      (count(*) filter (where seen->>'change' = 'gone'))::int as gone,
      (count(*) filter (where seen->>'change' = 'changed'))::int as changed
    from (${compared}) item cross join lateral jsonb_array_elements(item.differs) as seen
    group by 1, 2, 3 order by count(*) desc, 1, 2, 3 limit ${FIELDS_SHOWN}`.execute(db)
  return { compared: counted[0]?.compared ?? 0, engines, policies, reasons, fields }
}
