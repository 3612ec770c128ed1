import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import type { Identity } from './identity.ts'

const run = promisify(execFile)

export const databaseUser = 'zhunru'
const major = '18'

/** File systems on which locks or fsync do not hold what Postgres needs (statfs(2) numbers): NFS, SMB, CIFS, SMB2, 9p. */
const networkFileSystems = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x01021997, '9p (a Windows drive under WSL, perhaps)'],
])

export async function refuseNetworkFolder(folder: string): Promise<void> {
  if (process.platform !== 'linux') return
  const { type } = await statfs(folder)
  const name = networkFileSystems.get(type)
  if (name)
    throw new Error(
      `the data folder ${folder} is on ${name}, where a database is not safe; choose a folder on a local disk`,
    )
}

/** The password of this folder, made at its first start. Only its owner can read it. */
export async function passwordOf(file: string, identity: Identity): Promise<string> {
  const known = await readFile(file, 'utf8').catch(() => '')
  if (known.trim()) return known.trim()
  const password = randomBytes(24).toString('base64url')
  const draft = `${file}.new`
  await rm(draft, { force: true })
  await writeFile(draft, `${password}\n`, { mode: 0o600, flush: true })
  await identity.own(draft)
  await rename(draft, file)
  return password
}

/**
 * Makes the database files when there are none. They are made beside and renamed, so that a start that was killed
 * half-way leaves nothing that looks complete.
 */
export async function ensureCluster(
  root: string,
  binaries: Binaries,
  identity: Identity,
  passwordFile: string,
  throwaway: boolean,
): Promise<boolean> {
  const cluster = join(root, 'data')
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (version !== undefined) {
    if (version.trim() === major) return false
    throw new Error(
      `${cluster} was written by Postgres ${version.trim()}, this is ${major}; move its data with pg_dump of that version`,
    )
  }
  for (const name of await readdir(root)) {
    if (name.startsWith('data.new-')) await rm(join(root, name), { recursive: true, force: true })
  }
  const draft = join(root, `data.new-${randomBytes(4).toString('hex')}`)
  // The C locale sorts by code point: the same on every machine, and an update of the system's ICU cannot break an index.
  const args = ['-D', draft, `--username=${databaseUser}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  const {
    file,
    args: all,
    options,
  } = identity.launch(binaries.initdb, [
    ...args,
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
    ...syncing(throwaway),
  ])
  await run(file, all, { ...options, cwd: root }).catch((error: Error & { stderr?: string; code?: unknown }) => {
    const said = error.stderr?.trim() || error.message
    const hint =
      error.code === 'ENOENT'
        ? 'the Postgres from npm does not run on this system (it needs glibc); set DATABASE_URL'
        : ''
    throw new Error(`${hint || 'the database files could not be made'}: ${said}`, { cause: error })
  })
  await rename(draft, cluster)
  return true
}

/** One call for the whole file system where there is one, instead of one for each of a thousand files: 2 s against 5 on a busy disk. */
function syncing(throwaway: boolean): string[] {
  if (throwaway) return ['--no-sync']
  return process.platform === 'linux' ? ['--sync-method=syncfs'] : []
}
