import { execFile, type SpawnOptions } from 'node:child_process'
import { chown, stat } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What to spawn, so that the program runs as the right user. */
interface Launch {
  file: string
  args: string[]
  options: Pick<SpawnOptions, 'uid' | 'gid' | 'env'>
}

/** Who the server runs as. Postgres refuses to run as root, so root lends it another user; everyone else runs it as themselves. */
export interface Identity {
  /** The user's name when it is not ourselves. */
  readonly name: string | undefined
  own(path: string): Promise<void>
  launch(file: string, args: readonly string[]): Launch
}

/** The whole environment: a PGDATA or LC_ALL of the shell must not reach the server. */
const env = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }

/** Tried in turn: made for it; in the node images; everywhere. */
const candidates = ['postgres', '_postgres', 'node', 'nobody']

/** To walk through closed folders: the first can read besides, the second write; containers usually have the second alone. */
const capabilities = ['dac_read_search', 'dac_override']

/**
 * `folder` becomes the property of whoever is chosen. `cluster`: made by an earlier run, it keeps its owner, whoever would
 * be chosen today. `program`: must be within reach too.
 */
export async function chooseIdentity(folder: string, cluster: string, program: string): Promise<Identity> {
  if (process.getuid?.() !== 0) {
    return {
      name: undefined,
      own: async () => {},
      launch: (file, args) => ({ file, args: [...args], options: { env } }),
    }
  }
  const { name, uid, gid } = await chooseUser(cluster)
  const own = (path: string) => chown(path, uid, gid)
  await own(folder)

  // Below root's home, or any folder closed to others, that user can reach neither the program nor the data. It then
  // gets the one capability for that, which is still much less than being root.
  const plain: Identity['launch'] = (file, args) => ({ file, args: [...args], options: { env, uid, gid } })
  const launchers = [plain, ...capabilities.map((capability) => withCapability(capability, uid, gid))]
  for (const launch of launchers) {
    const { file, args, options } = launch('/bin/sh', ['-c', 'test -x "$0" && test -w "$1"', program, folder])
    const reaches = await run(file, args, { ...options, cwd: '/' }).then(
      () => true,
      () => false,
    )
    if (reaches) return { name, own, launch }
  }
  throw new Error(
    `Postgres does not run as root, and as ${name} it cannot reach ${program} or ${folder}; run as an ordinary user, or keep both outside of closed folders such as /root`,
  )
}

const withCapability =
  (capability: string, uid: number, gid: number): Identity['launch'] =>
  (file, args) => ({
    file: 'setpriv',
    args: [
      `--reuid=${uid}`,
      `--regid=${gid}`,
      '--clear-groups',
      `--inh-caps=-all,+${capability}`,
      `--ambient-caps=-all,+${capability}`,
      `--bounding-set=-all,+${capability}`,
      // Postgres asks access(2) whether it may run its programs, and for a user that is not root that call counts a
      // capability only under this bit.
      '--securebits=+no_setuid_fixup',
      file,
      ...args,
    ],
    options: { env },
  })

async function chooseUser(cluster: string): Promise<{ name: string; uid: number; gid: number }> {
  const before = await stat(cluster).catch(() => undefined)
  if (before && before.uid !== 0) return { name: `user ${before.uid}`, uid: before.uid, gid: before.gid }
  for (const name of candidates) {
    const ids = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]).catch(() => undefined)
    if (ids) return { name, uid: Number(ids[0].stdout), gid: Number(ids[1].stdout) }
  }
  throw new Error(
    'Postgres does not run as root and this machine has no user postgres, node or nobody; run as an ordinary user',
  )
}
