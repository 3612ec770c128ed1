import { join } from 'node:path'
import type { Config } from '../platform/config.ts'
import { ZhunruError } from '../platform/errors.ts'
import { keyedHash, type KeyedHash, keyFromFile } from '../platform/keyed-hash.ts'
import { storeMissingNumbers } from '../review/document-numbers.ts'
import type { Store } from '../store/open-store.ts'

/**
 * The hash under which numbers of documents are compared, with the key of the configuration or of the data folder.
 * @throws ZhunruError CONFIG_INVALID when the numbers in this database were hashed with another key: none of them would be
 *   found again, and nobody would notice.
 */
export async function openKeyedHash(
  { documentNumberKey, dataDir }: Pick<Config, 'documentNumberKey' | 'dataDir'>,
  { db }: Pick<Store, 'db'>,
): Promise<KeyedHash> {
  const hash = keyedHash(documentNumberKey ?? (await keyFromFile(join(dataDir, 'document-number.key'))))
  const check = hash('check', 'zhunru')
  await db
    .insertInto('hash_key')
    .values({ check_value: check })
    .onConflict((conflict) => conflict.column('one').doNothing())
    .execute()
  const stored = await db.selectFrom('hash_key').select('check_value').executeTakeFirstOrThrow()
  if (stored.check_value === check) {
    await storeMissingNumbers({ db }, hash)
    return hash
  }
  throw new ZhunruError('CONFIG_INVALID', {
    detail: documentNumberKey
      ? 'DOCUMENT_NUMBER_KEY is not the key that this database was begun with; set that one'
      : `document-number.key in ${dataDir} is not the key that this database was begun with; put back the file of a backup`,
  })
}
