import { execFile, type SpawnOptions } from 'node:child_process'
import { chown, stat } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Who the server runs as. Postgres refuses to run as root, so root lends it another user; everyone else runs it as themselves. */
export interface Identity {
  /** For spawn. The environment is ours alone: a PGDATA or LC_ALL of the shell must not reach the server. */
  spawn: Pick<SpawnOptions, 'uid' | 'gid' | 'env'>
  /** The user's name when it is not ourselves. */
  name: string | undefined
  own(path: string): Promise<void>
}

const env = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' }

/** Tried in turn: made for it; in the node images; everywhere. */
const candidates = ['postgres', '_postgres', 'node', 'nobody']

/** `cluster`: a folder made by an earlier run keeps its owner, whoever would be chosen today. */
export async function chooseIdentity(cluster: string): Promise<Identity> {
  if (process.getuid?.() !== 0) return { spawn: { env }, name: undefined, own: async () => {} }
  const lend = (uid: number, gid: number, name: string): Identity => ({
    spawn: { env, uid, gid },
    name,
    own: (path) => chown(path, uid, gid),
  })
  const before = await stat(cluster).catch(() => undefined)
  if (before && before.uid !== 0) return lend(before.uid, before.gid, `uid ${before.uid}`)
  for (const name of candidates) {
    const ids = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]).catch(() => undefined)
    if (ids) return lend(Number(ids[0].stdout), Number(ids[1].stdout), name)
  }
  throw new Error(
    'Postgres does not run as root and this machine has no user postgres, node or nobody; run as an ordinary user',
  )
}
