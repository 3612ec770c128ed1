import { sql } from 'kysely'
import { chinaTime, dateOf, dayOf, instantOf } from '../domain/china-time.ts'
import { promiseFor } from '../domain/promise.ts'
import { firstUnknownYear } from '../domain/working-days.ts'
import { appendEvents } from '../store/events.ts'
import type { PromiseRow } from '../store/schema.ts'
import type { ReviewDeps, Trx } from './deps.ts'
import { pausesOf } from './promise-clock.ts'

/** Promises looked at in one transaction; a sweep goes on until there are no more. */
const PAGE = 200

type Found = PromiseRow & { revision: number }

/**
 * Finds the promises that are missed, and those that soon will be, and says so with an event, once for each. What was missed
 * while nothing ran is found as well; its reminder would come too late and is left out.
 * Any number of processes may look at once: each takes rows that no other has in hand.
 * @returns how many there were.
 */
export async function watchPromises(deps: ReviewDeps): Promise<number> {
  const now = deps.clock.now()
  const missed = await sweep(deps, 'promised_at', now, async (trx, found) => {
    await mark(trx, found, { breached_at: now })
    await tellAll(trx, found, 'promise.breached', now)
  })
  const near = await sweep(deps, 'remind_at', now, async (trx, found) => {
    await mark(trx, found, { reminded_at: now })
    await tellAll(trx, found, 'promise.reminder', now)
  })
  return missed + near
}

/**
 * Reckons promises anew that were provisional, once the holidays of their year are known.
 * @returns how many became firm.
 */
export async function firmUpPromises({ db, clock }: ReviewDeps): Promise<number> {
  const now = clock.now()
  const known = instantOf(dayOf(`${firstUnknownYear()}-01-01`))
  return inPages(db, async (trx) => {
    const found = await page(trx)
      .where('promise.provisional', '=', true)
      .where('promise.state', '!=', 'ended')
      .where('promise.promised_at', '<', known)
      .orderBy('promise.promised_at')
      .execute()
    for (const promise of found) {
      const firm = promiseFor(promise.given_at, promise.terms, await pausesOf(trx, promise, now))
      await mark(trx, [promise], {
        promised_at: firm.at,
        remind_at: firm.remindAt,
        provisional: firm.provisional,
        // Another time is kept in view anew.
        ...(firm.at > promise.promised_at && { reminded_at: null }),
      })
      await tellAll(trx, [{ ...promise, promised_at: firm.at }], 'promise.moved', now)
    }
    return found.length
  })
}

/**
 * Asks for provisional promises; a year that they run into is told of once in the life of the process.
 * @returns a function that says how many rest on a year that was not told of yet.
 */
export function calendarAlarm({ db }: Pick<ReviewDeps, 'db'>): () => Promise<number> {
  const told = new Set<number>()
  return async () => {
    const found = await db
      .selectFrom('promise')
      .select(({ fn }) => [fn.countAll<string>().as('count'), fn.max('promised_at').as('last')])
      .where('provisional', '=', true)
      .where('state', '!=', 'ended')
      .executeTakeFirstOrThrow()
    if (found.last === null) return 0
    const year = yearOf(found.last)
    if (told.has(year)) return 0
    told.add(year)
    return Number(found.count)
  }
}

const yearOf = (at: Date): number => Number(dateOf(chinaTime(at).day).slice(0, 4))

function sweep(
  { db }: ReviewDeps,
  due: 'promised_at' | 'remind_at',
  now: Date,
  act: (trx: Trx, found: readonly Found[]) => Promise<void>,
): Promise<number> {
  return inPages(db, async (trx) => {
    const found = await page(trx)
      .where(`promise.${due}`, '<', now)
      .where('promise.state', '=', 'running')
      .where('promise.breached_at', 'is', null)
      .$if(due === 'remind_at', (query) => query.where('promise.reminded_at', 'is', null))
      .orderBy(`promise.${due}`)
      .execute()
    if (found.length > 0) await act(trx, found)
    return found.length
  })
}

const page = (trx: Trx) =>
  trx
    .selectFrom('promise')
    .innerJoin('application', 'application.id', 'promise.application_id')
    .selectAll('promise')
    .select('application.revision')
    .limit(PAGE)
    .forUpdate('promise')
    .skipLocked()

/** A full page may not be the last one. */
async function inPages(db: ReviewDeps['db'], turn: (trx: Trx) => Promise<number>): Promise<number> {
  let sum = 0
  for (;;) {
    const count = await db.transaction().execute(turn)
    sum += count
    if (count < PAGE) return sum
  }
}

async function mark(
  trx: Trx,
  found: readonly PromiseRow[],
  change: Partial<Pick<PromiseRow, 'breached_at' | 'reminded_at' | 'promised_at' | 'remind_at' | 'provisional'>>,
): Promise<void> {
  const ids = found.map(({ application_id }) => application_id)
  await trx
    .updateTable('promise')
    .set(change)
    .where('application_id', '=', sql<string>`any(${ids}::text[])`)
    // The one under way; earlier ones of the same application have ended.
    .where('state', '!=', 'ended')
    .execute()
}

const tellAll = (trx: Trx, found: readonly Found[], type: string, at: Date): Promise<void> =>
  appendEvents(
    trx,
    found.map(({ application_id, number, revision, promised_at }) => ({
      applicationId: application_id,
      revision,
      type,
      data: { promise: number, promisedAt: promised_at.toISOString() },
      at,
    })),
  )
