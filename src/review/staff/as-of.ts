import { blindTo } from '../decide-case/blind.ts'
import type { ScreeningRef, Trx } from '../deps.ts'

/** How an application is looked at: as it is, or as it stood before somebody decided on it. */
export interface AsOf extends ScreeningRef {
  /** What came about from then on is left out, and so is all that people decided; null for an application as it is. */
  before: Date | null
}

/**
 * Whoever is to decide a case a second time must not know how it was decided: to them the application stands as it stood
 * when the first person decided, everywhere.
 */
export const asOfFor = async (db: Pick<Trx, 'selectFrom'>, current: ScreeningRef, actorId: string): Promise<AsOf> =>
  (await blindTo(db, actorId, current.applicationId)) ?? { ...current, before: null }

export const isBefore = (at: Date, { before }: Pick<AsOf, 'before'>): boolean => before === null || at < before
