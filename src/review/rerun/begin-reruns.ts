import { sql } from 'kysely'
import { linesAgain, skipOf } from '../../domain/rerun.ts'
import type { BatchState, RerunSkip } from '../../domain/rerun-words.ts'
import { writeAudit } from '../../store/audit.ts'
import { appendEvents } from '../../store/events.ts'
import { inTransaction } from '../../store/open-store.ts'
import { addToOutbox } from '../../store/outbox.ts'
import type { RerunBatchRow, RerunItemRow } from '../../store/schema-reruns.ts'
import type { ReviewDeps, Trx } from '../deps.ts'
import { readLines } from './read-lines.ts'
import { sendAgain } from './send-again.ts'
import { type Found, readStandings } from './standings.ts'

/** Begun in one transaction: some tenths of a second, so that a pause or a cancel need not wait longer. */
const PAGE = 500
/** Seconds for which a rate may be made up, when nobody has gone the round meanwhile. */
const CATCH_UP = 3
const open: readonly BatchState[] = ['running', 'paused']

/**
 * Begins what is due of each running batch, at its rate, and ends batches with nothing left. Any number of processes may do so
 * at once: whoever holds a batch begins its items, so that together they keep to its rate.
 * @returns how many items were begun or skipped.
 */
export async function beginReruns(deps: ReviewDeps): Promise<number> {
  const batches = await deps.db
    .selectFrom('rerun_batch')
    .select('id')
    .where((eb) =>
      eb.or([
        eb('state', 'in', open),
        // Cancelled, what is under way of it still comes to an end.
        eb(
          'id',
          'in',
          eb.selectFrom('rerun_item').select('batch_id').where('state', '=', 'running').where('kind', '=', 'message'),
        ),
      ]),
    )
    .orderBy('id')
    .execute()
  let begun = 0
  for (const { id } of batches) {
    for (;;) {
      const did = await inTransaction(deps, (trx) => beginSome(trx, id, deps.clock.now()))
      begun += did
      if (did < PAGE) break
    }
  }
  return begun
}

async function beginSome(trx: Trx, id: string, now: Date): Promise<number> {
  const batch = await trx
    .selectFrom('rerun_batch')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (!batch) return 0
  await settleMessages(trx, id, now)
  const begun = batch.state === 'running' ? await beginAtRate(trx, batch, now) : 0
  if (begun === 0 && open.includes(batch.state)) await endIfDone(trx, batch, now)
  return begun
}

async function beginAtRate(trx: Trx, batch: RerunBatchRow, now: Date): Promise<number> {
  const since = Math.max(batch.claimed_at?.getTime() ?? now.getTime() - 1_000, now.getTime() - CATCH_UP * 1_000)
  const allowed = Math.min(PAGE, Math.floor(((now.getTime() - since) / 1_000) * batch.rate))
  if (allowed < 1) return 0
  const items = await trx
    .selectFrom('rerun_item')
    .selectAll()
    .where('batch_id', '=', batch.id)
    .where('state', '=', 'waiting')
    .orderBy('number')
    .limit(allowed)
    .execute()
  const [screenings, messages] = [items.filter(isScreening), items.filter((item) => !isScreening(item))]
  const begun = (await beginScreenings(trx, batch, screenings, now)) + (await sendAgain(trx, batch, messages, now))
  const claimed_at = new Date(since + (begun / batch.rate) * 1_000)
  if (begun > 0) await trx.updateTable('rerun_batch').set({ claimed_at }).where('id', '=', batch.id).execute()
  return begun
}

const isScreening = ({ kind }: RerunItemRow): boolean => kind === 'screening'

/**
 * Gives each application a run of its own, with a ledger of its own: what went well is taken over, what is done again waits
 * for its jobs. An application that somebody holds at this moment is left for the next round.
 */
async function beginScreenings(
  trx: Trx,
  batch: RerunBatchRow,
  items: readonly RerunItemRow[],
  now: Date,
): Promise<number> {
  if (items.length === 0) return 0
  const ids = items.map(({ application_id }) => application_id)
  const held = await trx
    .selectFrom('application')
    .select('id')
    .where('id', 'in', ids)
    .orderBy('id')
    .forNoKeyUpdate()
    .skipLocked()
    .execute()
  const found = await readStandings({ db: trx }, sql`application.id = any (${held.map(({ id }) => id)}::text[])`)
  const lines = await readLines(
    { db: trx },
    found.map(({ id, revision, run }) => ({ applicationId: id, revision, run })),
  )
  const begins: Begun[] = []
  const skips: { number: number; why: RerunSkip }[] = []
  for (const each of found) {
    const item = items.find(({ application_id }) => application_id === each.id)
    if (!item) continue
    const again = linesAgain(batch.mode, batch.from_step, lines(each.id))
    const gone = hasMovedOn(batch, item, each) || (batch.mode === 'failed' && again.length === 0)
    const why = skipOf(batch.mode, each.standing) ?? (gone ? 'moved_on' : null)
    if (why) skips.push({ number: item.number, why })
    else begins.push({ ...each, number: item.number, again })
  }
  await skipItems(trx, batch, skips, now)
  await beginRuns(trx, batch, begins, now)
  return skips.length + begins.length
}

/**
 * Whether an application stands otherwise than when the batch was asked for, and was looked over and approved: an answer that
 * the applicant has had since was nobody's to approve. A shadow takes nothing back, and is compared with whatever stands.
 */
function hasMovedOn({ mode }: RerunBatchRow, item: RerunItemRow, { revision, run, standing }: Found): boolean {
  if (revision !== item.revision) return true
  return mode !== 'shadow' && (run !== item.base_run || standing.status !== item.base_status)
}

interface Begun extends Found {
  number: number
  again: ReturnType<typeof linesAgain>
}

async function beginRuns(trx: Trx, batch: RerunBatchRow, begins: readonly Begun[], now: Date): Promise<void> {
  if (begins.length === 0) return
  const { rows } = await sql<{ application_id: string; revision: number; run: number }>`
    update rerun_item item
    set state = 'running', started_at = ${now}, base_run = begun.run, base_status = begun.status,
      run = 1 + greatest(begun.run, (select max(line.run) from check_run line
        where line.application_id = item.application_id and line.revision = item.revision))
    from unnest(${begins.map(({ number }) => number)}::int[], ${begins.map(({ run }) => run)}::int[],
      ${begins.map(({ standing }) => standing.status)}::text[]) as begun (number, run, status)
    where item.batch_id = ${batch.id} and item.number = begun.number
    returning item.application_id, item.revision, item.run`.execute(trx)
  const keyOf = ({ check, slot }: { check: string; slot: string }) => `${check}:${slot}`
  const ledgers = rows.flatMap(({ application_id: id, revision, run }) => {
    const begun = begins.find((each) => each.id === id)
    return begun ? [{ id, revision, run, base: begun.run, again: begun.again.map(keyOf).join(' ') }] : []
  })
  // Joined with the ledger alone: of a batch that was just asked for Postgres has no statistics, and may plan badly.
  // Which lines are done again stands in one text for each item: a table of all of them would be joined row by row.
  const line = (column: string) => sql`case when not anew.line then old.${sql.ref(column)} end`
  await sql`
    insert into check_run (application_id, revision, run, "check", slot, status, evidence_id, error, attempts, started_at,
      finished_at, failed_at, failure_class, failure_code, fingerprint)
    select old.application_id, old.revision, begun.run, old."check", old.slot,
      case when anew.line then 'pending' else old.status end, ${line('evidence_id')}, ${line('error')},
      case when anew.line then 0 else old.attempts end, ${line('started_at')}, ${line('finished_at')}, ${line('failed_at')},
      ${line('failure_class')}, ${line('failure_code')}, ${line('fingerprint')}
    from unnest(${ledgers.map(({ id }) => id)}::text[], ${ledgers.map(({ revision }) => revision)}::int[],
      ${ledgers.map(({ base }) => base)}::int[], ${ledgers.map(({ run }) => run)}::int[], ${ledgers.map(({ again }) => again)}::text[])
      as begun (application_id, revision, base_run, run, again)
    join check_run old on old.application_id = begun.application_id and old.revision = begun.revision and old.run = begun.base_run
    cross join lateral (
      select old."check" || ':' || old.slot = any (string_to_array(begun.again, ' ')) as line offset 0) as anew`.execute(
    trx,
  )

  const runs = rows.map(({ application_id, ...rest }) => ({ applicationId: application_id, ...rest }))
  await addToOutbox(
    trx,
    runs.map((ref) => ({ kind: 'screening', ...ref, again: true })),
  )
  await appendEvents(
    trx,
    runs.map(({ applicationId, revision, run }) => ({
      applicationId,
      revision,
      type: 'rerun.begun',
      data: { batch: batch.id, run },
      at: now,
    })),
  )
  const actor = batch.asked_by
  await writeAudit(
    trx,
    ...runs.map(({ applicationId, run }) => ({
      at: now,
      actor,
      action: 'rerun.begun',
      applicationId,
      subject: batch.id,
      details: { run, mode: batch.mode },
    })),
  )
}

async function skipItems(
  trx: Trx,
  batch: RerunBatchRow,
  skips: readonly { number: number; why: RerunSkip }[],
  now: Date,
): Promise<void> {
  if (skips.length === 0) return
  await sql`
    update rerun_item item set state = 'skipped', skipped = given.why, ended_at = ${now}
    from unnest(${skips.map(({ number }) => number)}::int[], ${skips.map(({ why }) => why)}::text[]) as given (number, why)
    where item.batch_id = ${batch.id} and item.number = given.number`.execute(trx)
}

/** What became of messages that were sent again. */
async function settleMessages(trx: Trx, batchId: string, now: Date): Promise<void> {
  await sql`
    update rerun_item item
    set state = case effect.state when 'sent' then 'done' when 'failed' then 'failed' else 'skipped' end,
      result = case effect.state when 'sent' then 'sent' end,
      skipped = case effect.state when 'cancelled' then 'no_longer_true' end,
      error = case effect.state when 'failed' then effect.error end, ended_at = ${now}
    from effect
    where item.batch_id = ${batchId} and item.state = 'running' and item.kind = 'message'
      and effect.id = item.effect_id and effect.state <> 'pending'`.execute(trx)
}

async function endIfDone(trx: Trx, batch: RerunBatchRow, now: Date): Promise<void> {
  const left = await trx
    .selectFrom('rerun_item')
    .select('number')
    .where('batch_id', '=', batch.id)
    .where('state', 'in', ['waiting', 'running'])
    .limit(1)
    .executeTakeFirst()
  if (left) return
  await trx.updateTable('rerun_batch').set({ state: 'done', ended_at: now }).where('id', '=', batch.id).execute()
  await writeAudit(trx, { at: now, actor: 'system', action: 'rerun.done', subject: batch.id })
}
