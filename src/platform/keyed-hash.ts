import { createHmac, randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ZhunruError } from './errors.ts'

/** Bytes of a key; as many as the hash has, so that guessing the key is no easier than guessing the hash (RFC 2104). */
export const keyBytes = 32

/** What a key looks like in a variable or a file: at least 32 bytes in hex. */
export const keyPattern = /^(?:[0-9a-f]{2}){32,}$/i

/**
 * HMAC-SHA-256 of a short secret such as the number of an ID card, as lower-case hex. Equal numbers of one purpose have
 * equal hashes; without the key nobody can try out all the numbers there are, which a plain hash would allow in minutes.
 */
export type KeyedHash = (purpose: string, value: string) => string

/** @param key hex of at least 32 bytes */
export function keyedHash(key: string): KeyedHash {
  if (!keyPattern.test(key)) throw new Error('a key is at least 32 bytes in hex')
  const secret = Buffer.from(key, 'hex')
  return (purpose, value) => createHmac('sha256', secret).update(`${purpose}\0${value}`).digest('hex')
}

/**
 * The key that stands in a file of the data folder; made when there is none. Only its owner can read it.
 * @throws ZhunruError CONFIG_INVALID when the file holds something else: another key would find nothing of before.
 */
export async function keyFromFile(file: string): Promise<string> {
  const key = (await readIfThere(file)) ?? (await makeKey(file))
  if (keyPattern.test(key)) return key
  throw new ZhunruError('CONFIG_INVALID', {
    detail: `${file} holds no key; put back the file of a backup (it is 64 hex digits)`,
  })
}

const readIfThere = async (file: string): Promise<string | null> => {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Written beside and linked: a start that was killed leaves no half key, and of two at once the first one's key stays. */
async function makeKey(file: string): Promise<string> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  await mkdir(dirname(file), { recursive: true })
  await writeFile(draft, `${randomBytes(keyBytes).toString('hex')}\n`, { mode: 0o600, flush: true })
  try {
    await link(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    await rm(draft, { force: true })
  }
  return (await readFile(file, 'utf8')).trim()
}
