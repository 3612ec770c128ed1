import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { errorCode } from '../errors.ts'
import { databaseUser } from './cluster.ts'
import { isPostmasterOf } from './postmaster.ts'

/**
 * The server that another process runs in this folder. The file that it keeps there says its process, its port and
 * whether it accepts connections (lines 1, 4 and 8 of postmaster.pid).
 * @returns null while there is none.
 */
export async function findRunning(root: string): Promise<string | null> {
  const cluster = join(root, 'data')
  const lines = (await readIfThere(join(cluster, 'postmaster.pid'))).split('\n').map((line) => line.trim())
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  if (lines[7] !== 'ready' || !(pid > 0) || !(port > 0)) return null
  if (!(await isPostmasterOf(pid, cluster))) return null
  const password = (await readFile(join(root, 'password'), 'utf8')).trim()
  return localAddress(password, port)
}

/** The database is local and its certificate nobody's: a PGSSLMODE of the shell must not ask for one. */
export const localAddress = (password: string, port: number): string =>
  `postgres://${databaseUser}:${password}@127.0.0.1:${port}/postgres?sslmode=disable`

/** Waits until nobody else is connected: a second command may have joined the server that the first one started. */
export async function untilAlone(connectionString: string): Promise<void> {
  const client = new Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  try {
    for (;;) {
      const { rows } = await client.query<{ others: number }>(
        `select count(*)::int as others from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
      )
      if (rows[0]?.others === 0) return
      await wait(200)
    }
  } finally {
    await client.end()
  }
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return ''
    throw error
  }
}
