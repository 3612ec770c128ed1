import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { freePort } from './free-port.ts'

export interface PgBouncer {
  connectionString: string
  /** Of its own SHOW commands. */
  ask(command: string): Promise<Record<string, string>[]>
  dispose(): Promise<void>
}

/** A real pgbouncer before this server, in transaction mode, with as few connections to it as given, and for these roles too. */
export async function startPgBouncer(
  connectionString: string,
  poolSize: number,
  roles: string[] = [],
): Promise<PgBouncer> {
  const { hostname, port: serverPort, username, pathname } = new URL(connectionString)
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'zhunru-pgbouncer-'))
  await chmod(folder, 0o755)
  const ini = join(folder, 'pgbouncer.ini')
  const lines = [
    '[databases]',
    `* = host=${hostname} port=${serverPort}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = trust',
    `auth_file = ${join(folder, 'users.txt')}`,
    `admin_users = ${username}`,
    'pool_mode = transaction',
    `default_pool_size = ${poolSize}`,
    'max_client_conn = 200',
  ]
  await writeFile(ini, `${lines.join('\n')}\n`, { mode: 0o644 })
  await writeFile(join(folder, 'users.txt'), [username, ...roles].map((role) => `"${role}" ""\n`).join(''), {
    mode: 0o644,
  })
  // It refuses to run as root.
  const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const server = spawn('pgbouncer', [ini], { stdio: ['ignore', 'ignore', 'pipe'], ...asNobody })
  await new Promise<void>((resolve, reject) => {
    let said = ''
    server.once('error', () => reject(new Error('pgbouncer is not installed: apt-get install pgbouncer')))
    server.once('exit', (code) => reject(new Error(`pgbouncer ended with ${code}:\n${said}`)))
    server.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('process up')) resolve()
    })
  })
  const at = (database: string) => `postgres://${username}@127.0.0.1:${port}${database}`
  return {
    connectionString: at(pathname),
    async ask(command) {
      const client = new Client(at('/pgbouncer'))
      await client.connect()
      try {
        return (await client.query<Record<string, string>>(command)).rows
      } finally {
        await client.end()
      }
    },
    async dispose() {
      const exited = once(server, 'exit')
      server.kill('SIGKILL')
      await exited
      await rm(folder, { recursive: true, force: true })
    },
  }
}
