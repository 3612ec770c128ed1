import type { Store } from '../../../src/store/open-store.ts'

/** What each statement cost in Postgres since the counters were reset, the dearest first, for each of `count` applications. */
export async function statementCosts({ pool }: Store, count: number): Promise<string> {
  const { rows } = await pool.query<{ calls: number; ms: number; planning: number; query: string }>(
    `select calls::float8 as calls, total_exec_time as ms, total_plan_time as planning, regexp_replace(query, '\\s+', ' ', 'g') as query
     from pg_stat_statements order by total_exec_time + total_plan_time desc limit 80`,
  )
  return rows
    .map(({ calls, ms, planning, query }) =>
      [(calls / count).toFixed(2), (ms / count).toFixed(3), (planning / count).toFixed(3), query.slice(0, 260)].join(
        '\t',
      ),
    )
    .join('\n')
}
