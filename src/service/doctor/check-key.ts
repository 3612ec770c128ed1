import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../../platform/config.ts'
import { keyedHash, keyPattern } from '../../platform/keyed-hash.ts'
import { errorCode } from '../../platform/outage.ts'
import type { ExaminedDatabase } from './database.ts'
import { type Finding, found } from './finding.ts'

/** Whether the key is the one that the database was begun with, as open-keyed-hash.ts asks at the start; nothing is made here. */
export async function checkKey(
  { db, fits }: ExaminedDatabase,
  { documentNumberKey, dataDir }: Pick<Config, 'documentNumberKey' | 'dataDir'>,
): Promise<Finding[]> {
  if (!fits) return []
  const stored = await db.selectFrom('hash_key').select('check_value').executeTakeFirst()
  if (!stored) return [found('KEY_NEW')]
  const file = join(dataDir, 'document-number.key')
  const where = documentNumberKey === null ? file : 'DOCUMENT_NUMBER_KEY'
  const key = documentNumberKey ?? (await readKey(file))
  if (key === null) return [found('KEY_LOST', { where })]
  const same = keyPattern.test(key) && keyedHash(key)('check', 'zhunru') === stored.check_value
  return [same ? found('KEY_OK') : found('KEY_WRONG', { where })]
}

async function readKey(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}
