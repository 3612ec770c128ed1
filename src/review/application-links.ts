import type { Kysely } from 'kysely'
import type { Database } from '../store/schema.ts'

/** Applications of a cluster that are named; a person who looks at twenty has seen what it is. */
const MOST = 20

/**
 * Links an application with those it shares a photo with, in both directions, and follows all links from there.
 * @returns the applications it is linked to, the nearest first, without itself, at most 20.
 */
export async function linkApplications(
  db: Kysely<Database>,
  applicationId: string,
  others: readonly string[],
): Promise<string[]> {
  // In one order, so that two applications that link to each other at once do not wait for each other.
  const linked = [...new Set(others)].filter((id) => id !== applicationId).sort()
  const pairs = linked
    .flatMap((other) => [
      { application_id: applicationId, other_id: other },
      { application_id: other, other_id: applicationId },
    ])
    .sort((a, b) => (a.application_id + a.other_id < b.application_id + b.other_id ? -1 : 1))
  if (pairs.length > 0) {
    await db
      .insertInto('application_link')
      .values(pairs)
      .onConflict((conflict) => conflict.columns(['application_id', 'other_id']).doNothing())
      .execute()
  }
  const cluster = new Set([applicationId])
  let edge = [applicationId]
  while (edge.length > 0 && cluster.size <= MOST) {
    const rows = await db
      .selectFrom('application_link')
      .select('other_id')
      .distinct()
      .where('application_id', 'in', edge)
      .where('other_id', 'not in', [...cluster])
      .orderBy('other_id')
      .limit(MOST + 1 - cluster.size)
      .execute()
    edge = rows.map(({ other_id }) => other_id)
    for (const id of edge) cluster.add(id)
  }
  return [...cluster].slice(1)
}
