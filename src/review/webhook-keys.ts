import type { SigningKey } from '../domain/message.ts'
import { newId } from '../platform/ids.ts'
import type { SecretBox } from '../platform/secret-box.ts'
import type { SignatureKind } from '../platform/signing-key.ts'
import type { ReviewDeps, Trx } from './deps.ts'

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

interface NewKey {
  kind: SignatureKind
  secret: string
  publicKey: string | null
}

/** From now on the new key signs, and for `overlap` milliseconds those before it as well. */
export async function replaceKey(
  trx: Trx,
  deps: { secrets: SecretBox },
  endpoint: string,
  key: NewKey,
  now: Date,
  overlap: number,
): Promise<void> {
  const ends = new Date(now.getTime() + overlap)
  await trx
    .updateTable('webhook_secret')
    .set({ expires_at: ends })
    .where('endpoint_id', '=', endpoint)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', ends)]))
    .execute()
  await trx.deleteFrom('webhook_secret').where('endpoint_id', '=', endpoint).where('expires_at', '<=', now).execute()
  await storeKey(trx, deps, endpoint, key, now)
}

export async function storeKey(
  trx: Trx,
  { secrets }: { secrets: SecretBox },
  endpoint: string,
  key: NewKey,
  now: Date,
) {
  const id = newId('secret', now.getTime())
  await trx
    .insertInto('webhook_secret')
    .values({
      id,
      endpoint_id: endpoint,
      kind: key.kind,
      sealed: secrets.seal(key.secret, id),
      public_key: key.publicKey,
      created_at: now,
    })
    .execute()
}
