import type { ReviewDeps, RevisionRef } from '../deps.ts'

/** How an application is looked at: as it is, or as it stood before people decided. */
export interface AsOf extends RevisionRef {
  run: number
  /** What came about from then on is left out, and so is all that people decided; null for an application as it is. */
  before: Date | null
}

/** Whether somebody who looks may know what people decided. */
export async function asOfFor(
  { db }: Pick<ReviewDeps, 'db'>,
  current: RevisionRef & { run: number },
  _actorId: string,
): Promise<AsOf> {
  void db
  return { ...current, before: null }
}

export const isBefore = (at: Date, { before }: Pick<AsOf, 'before'>): boolean => before === null || at < before
