import { type Kysely, sql } from 'kysely'
import { type LostKind, lostKinds } from '../domain/lost-work.ts'
import type { Database } from './schema.ts'

/** What one look found of one kind. */
export interface Looked {
  /** Overdue, whether their jobs were there or not. */
  suspects: number
  /** Of these: those whose jobs were gone. */
  lost: number
  repaired: number
  givenUp: number
  /** Since when the one that has waited longest has not moved. */
  oldest: Date | null
}

export const nothingFound = (): Looked => ({ suspects: 0, lost: 0, repaired: 0, givenUp: 0, oldest: null })

/** Milliseconds between two looks. */
export const RECONCILE_EVERY_MS = 15_000

/** Writes down a look that has come to its end. Repairs are counted by the hour, and kept. */
export async function keepLook(
  db: Kysely<Database>,
  found: Readonly<Record<LostKind, Looked>>,
  at: Date,
  tookMs: number,
): Promise<void> {
  const hour = new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000)
  await db.transaction().execute(async (trx) => {
    // Always in the same order: several reconcilers may write at once.
    for (const kind of lostKinds) {
      const { suspects, lost, repaired, givenUp, oldest } = found[kind]
      const look = { looked_at: at, took_ms: Math.round(tookMs), suspects, lost, oldest_at: oldest }
      await trx
        .insertInto('reconciler_look')
        .values({ kind, ...look, repaired_at: repaired > 0 ? at : null })
        .onConflict((conflict) =>
          conflict.column('kind').doUpdateSet({ ...look, ...(repaired > 0 && { repaired_at: at }) }),
        )
        .execute()
      if (repaired + givenUp === 0) continue
      await trx
        .insertInto('reconciler_count')
        .values({ kind, hour, repaired, given_up: givenUp })
        .onConflict((conflict) =>
          conflict.columns(['kind', 'hour']).doUpdateSet((eb) => ({
            repaired: eb('reconciler_count.repaired', '+', repaired),
            given_up: eb('reconciler_count.given_up', '+', givenUp),
          })),
        )
        .execute()
    }
  })
}

interface Counted {
  /** Of the hour that is under way and the one before. */
  hour: number
  day: number
  total: number
}

/** What the reconcilers of all processes found last, and what they have repaired. Instants are ISO strings. */
export async function readReconciler(db: Kysely<Database>, now: Date) {
  const { rows } = await sql<{
    kind: LostKind
    looked_at: Date | null
    took_ms: number | null
    suspects: number | null
    lost: number | null
    oldest_at: Date | null
    repaired_at: Date | null
    repaired: Counted
    given_up: Counted
  }>`
    select wanted.kind, looked_at, took_ms, suspects, lost, oldest_at, repaired_at, ${counted('repaired')} as repaired,
      ${counted('given_up')} as given_up
    from unnest(${lostKinds}::text[]) with ordinality wanted (kind, place)
    left join reconciler_look look on look.kind = wanted.kind
    left join lateral (
      select sum(repaired) filter (where hour > ${ago(now, 2)}) as repaired_hour,
        sum(repaired) filter (where hour > ${ago(now, 25)}) as repaired_day, sum(repaired) as repaired_total,
        sum(given_up) filter (where hour > ${ago(now, 2)}) as given_up_hour,
        sum(given_up) filter (where hour > ${ago(now, 25)}) as given_up_day, sum(given_up) as given_up_total
      from reconciler_count of_kind where of_kind.kind = wanted.kind
    ) counts on true
    order by wanted.place`.execute(db)
  const last = rows.find(({ looked_at }) => looked_at !== null)
  return {
    everySeconds: RECONCILE_EVERY_MS / 1_000,
    lookedAt: last?.looked_at?.toISOString() ?? null,
    took: last?.took_ms ? last.took_ms / 1_000 : null,
    kinds: rows.map((row) => ({
      kind: row.kind,
      lookedAt: row.looked_at?.toISOString() ?? null,
      suspects: row.suspects ?? 0,
      lost: row.lost ?? 0,
      oldestSeconds: row.oldest_at && Math.max(0, (now.getTime() - row.oldest_at.getTime()) / 1_000),
      repaired: row.repaired,
      givenUp: row.given_up,
      lastRepairAt: row.repaired_at?.toISOString() ?? null,
    })),
  }
}

const ago = (now: Date, hours: number): Date => new Date(now.getTime() - hours * 3_600_000)

const counted = (what: 'repaired' | 'given_up') =>
  sql`jsonb_build_object('hour', coalesce(${sql.ref(`${what}_hour`)}, 0), 'day', coalesce(${sql.ref(`${what}_day`)}, 0),
    'total', coalesce(${sql.ref(`${what}_total`)}, 0))`
