import type { SigningKey } from '../domain/message.ts'
import type { SecretBox } from '../platform/secret-box.ts'
import type { ReviewDeps } from './deps.ts'

/** The keys that sign for an endpoint now, newest first: while one is being replaced, the old one too. */
export async function openKeys(
  { db, secrets }: Pick<ReviewDeps, 'db'> & { secrets: SecretBox },
  endpointId: string,
  now: Date,
): Promise<SigningKey[]> {
  const rows = await db
    .selectFrom('webhook_secret')
    .select(['id', 'kind', 'sealed'])
    .where('endpoint_id', '=', endpointId)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .orderBy('expires_at', (order) => order.desc().nullsFirst())
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map(({ id, kind, sealed }) => ({ kind, secret: secrets.open(sealed, id) }))
}
