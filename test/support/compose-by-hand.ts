/**
 * docker-compose.yml without Docker: its very scripts, commands, checks and configurations, as processes of this machine. What
 * differs is said here: addresses and ports, Debian's Redis, the Postgres from npm, and an S3 server from npm with keys of its own.
 */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { packageRoot } from '../../src/platform/package-root.ts'
import { startS3 } from '../integration/blobs/s3-server.ts'
import { type ComposeService, imageEnv, readCompose } from './compose.ts'
import { freePort } from './free-port.ts'
import { createOwnPostgres } from './own-postgres.ts'
import { acceptsConnections } from './redis.ts'

const root = fileURLToPath(packageRoot)
const program = join(root, 'bin/zhunru.js')

interface Ended {
  code: number
  stdout: string
  stderr: string
}

export function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(file, args, { env, cwd: root }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr })
    })
  })
}

/** `dist`, as the image has it, may be older than what is tested. */
export async function buildProgram(): Promise<void> {
  const tsc = join(root, 'node_modules/.bin/tsc')
  const { code, stdout } = await run(tsc, ['-p', join(root, 'tsconfig.build.json'), '--noCheck'], process.env)
  if (code !== 0) throw new Error(`dist could not be built:\n${stdout}`)
}

/** Programs by the names that the scripts call, in a folder that stands first in their PATH. */
async function standIns(folder: string, scripts: Record<string, string>): Promise<string> {
  await mkdir(folder)
  for (const [name, script] of Object.entries(scripts)) {
    const file = join(folder, name)
    await writeFile(file, `#!/bin/sh\n${script}\n`)
    await chmod(file, 0o755)
  }
  return `${folder}:${process.env['PATH'] ?? ''}`
}

/** A service that is a script: what Docker would run, with its folders put elsewhere. */
function script({ entrypoint = [], command = [] }: ComposeService, folders: Record<string, string>): string[] {
  const moved = Object.entries(folders).reduce((text, [from, to]) => text.replaceAll(from, to), command.join('\n'))
  return [...entrypoint, moved]
}

/** As psql does it: one statement after another. */
async function ask(connectionString: string, statements: readonly string[]): Promise<void> {
  const client = new Client(connectionString)
  await client.connect()
  try {
    for (const statement of statements) if (statement.trim() !== '') await client.query(statement)
  } finally {
    await client.end()
  }
}

export async function startDatastores(services: Record<string, ComposeService>) {
  const folder = await mkdtemp(join(tmpdir(), 'zhunru-compose-'))
  await chmod(folder, 0o755)
  const original = process.env['PATH'] ?? ''
  const service = (name: string): ComposeService => {
    const found = services[name]
    if (!found) throw new Error(`docker-compose.yml has no service ${name}`)
    return found
  }

  // Postgres: its script prepares the role, and says with what the server is started.
  const initdb = join(folder, 'initdb')
  await mkdir(initdb)
  const path = await standIns(join(folder, 'postgres-bin'), {
    'docker-entrypoint.sh': 'printf "%s\\n" "${#POSTGRES_PASSWORD}" "$@"',
  })
  const [sh = '', ...asked] = script(service('postgres'), { '/docker-entrypoint-initdb.d': initdb })
  const said = await run(sh, asked, { ...service('postgres').environment, PATH: path })
  const [passwordLength, ...args] = said.stdout.trim().split('\n')
  const settings = args.flatMap((arg, i) => (args[i - 1] === '-c' ? [arg.split('=') as [string, string]] : []))
  const postgres = await createOwnPostgres(Object.fromEntries(settings))
  await postgres.start()
  // The tests' own server has a superuser of the name that the service's role is to have.
  const asPostgres = new URL(postgres.connectionString)
  asPostgres.username = 'postgres'
  await ask(postgres.connectionString, ['create role postgres superuser login'])
  await ask(asPostgres.href, ['alter role zhunru rename to founder'])
  await ask(asPostgres.href, (await readFile(join(initdb, 'role.sql'), 'utf8')).split(/;\n/))

  // Redis: its script, with the server's own flags; only where it listens is added.
  const port = await freePort()
  const data = join(folder, 'redis')
  await mkdir(data)
  const redisPath = await standIns(join(folder, 'redis-bin'), {
    'redis-server': `PATH='${original}' exec redis-server "$@" --port ${port} --bind 127.0.0.1`,
    'redis-cli': `PATH='${original}' exec redis-cli -p ${port} "$@"`,
  })
  const redisEnv = { ...service('redis').environment, PATH: redisPath }
  const [shell = '', ...redisArgs] = script(service('redis'), { '/tmp/': `${folder}/`, '--dir /data': `--dir ${data}` })
  const redis = spawn(shell, redisArgs, { env: redisEnv, stdio: ['ignore', 'pipe', 'inherit'] })
  await acceptsConnections(redis)

  // S3: what its script writes and starts; the server itself is another.
  const weedPath = await standIns(join(folder, 's3-bin'), { weed: 'printf "%s\\n" "$@"' })
  const [bin = '', ...s3Args] = script(service('s3'), { '/tmp/': `${folder}/` })
  const weed = await run(bin, s3Args, { ...service('s3').environment, PATH: weedPath })
  const s3 = await startS3(join(folder, 's3'), 'of-somebody-else')

  const at = (url: string, host: string): string => {
    const address = new URL(url)
    const actual = new URL(host)
    address.host = actual.host
    return address.href
  }

  return {
    folder,
    postgres: {
      passwordLength: Number(passwordLength),
      settings: Object.fromEntries(settings),
      admin: asPostgres.href,
    },
    redis: {
      /** Its health check, or whatever else a shell in its container would be asked. */
      ask: (command: string) => run('sh', ['-c', command], redisEnv),
    },
    s3: {
      keys: JSON.parse(await readFile(join(folder, 's3.json'), 'utf8')) as unknown,
      flags: weed.stdout.trim().split('\n'),
    },
    /** What a container of this service has in its environment, with the addresses of this machine. */
    environmentOf({ environment }: ComposeService): Record<string, string> {
      return {
        PATH: original,
        ...imageEnv(),
        ...environment,
        DATABASE_URL: at(environment['DATABASE_URL'] ?? '', postgres.connectionString),
        REDIS_URL: at(environment['REDIS_URL'] ?? '', `redis://127.0.0.1:${port}`),
        S3_ENDPOINT: s3.config.endpoint,
        S3_ACCESS_KEY_ID: s3.config.accessKeyId,
        S3_SECRET_ACCESS_KEY: s3.config.secretAccessKey,
        ZHUNRU_DATA_DIR: join(folder, 'data'),
      }
    },
    async stop() {
      const gone = once(redis, 'exit')
      redis.kill('SIGTERM')
      await gone
      await s3.close()
      await postgres.dispose()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export type Datastores = Awaited<ReturnType<typeof startDatastores>>

/** As the image does it, another user than root, who can change nothing of the program; unless it cannot even reach it here. */
function someoneElse(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {}
  for (let at = root; at !== dirname(at); at = dirname(at)) if ((statSync(at).mode & 0o005) !== 0o005) return {}
  return { uid: 65_534, gid: 65_534 }
}

/** A container of one of our services. */
export async function startContainer(name: string, service: ComposeService, datastores: Datastores) {
  const [health, port] = [await freePort(), await freePort()]
  const env: Record<string, string> = {
    ...datastores.environmentOf(service),
    HEALTH_PORT: String(health),
    PORT: String(port),
  }
  const folderOfData = join(datastores.folder, 'data')
  const user = someoneElse()
  await mkdir(folderOfData, { recursive: true })
  if (user.uid !== undefined) await chown(folderOfData, user.uid, user.gid)
  const child = spawn(process.execPath, [program, ...(service.command ?? [])], {
    env,
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...user,
  })
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()))
  const ask = (path: string) => fetch(`http://127.0.0.1:${health}${path}`)
  return {
    name,
    env,
    url: `http://127.0.0.1:${port}`,
    log: () => log,
    /** Each line that it logged at this level (pino's numbers) or a worse one. */
    complaints: (level: number) =>
      log.split('\n').flatMap((line) => (Number(/^\{"level":(\d+)/.exec(line)?.[1]) >= level ? [line] : [])),
    /** Resolves when it takes on work. */
    async ready(): Promise<void> {
      for (;;) {
        if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}:\n${log}`)
        if (
          await ask('/health/ready').then(
            ({ ok }) => ok,
            () => false,
          )
        )
          return
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    },
    /** Runs a check (`["CMD", …]` without its first) as Docker does, in the container. @returns its exit code */
    check: async ([file = '', ...args]: readonly string[], more: Record<string, string> = {}) =>
      (await run(file === 'node' ? process.execPath : file, args, { ...env, ...more })).code,
    /** `docker compose exec SERVICE node bin/zhunru.js …` */
    exec: (...args: string[]) => run(process.execPath, [program, ...args], env),
    /** Its figure of this name and these labels; 0 while there is none. */
    async figure(name: string, labels: string): Promise<number> {
      const text = await (await ask('/metrics')).text()
      return Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${name}{${labels}}`))
          ?.split(' ')[1] ?? 0,
      )
    },
    /** SIGTERM. @returns how it ended, and after how many milliseconds */
    async stop(): Promise<{ code: number | null; ms: number }> {
      if (child.exitCode !== null || child.signalCode !== null) return { code: child.exitCode, ms: 0 }
      const begun = performance.now()
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
      return { code: child.exitCode, ms: performance.now() - begun }
    },
  }
}

export type Container = Awaited<ReturnType<typeof startContainer>>

/** The one-shot that makes the bucket, as its container runs it. */
export async function makeBucket(datastores: Datastores): Promise<Ended> {
  const service = readCompose().services['s3-bucket']
  const [tini, dashes, node, ...args] = [...(service?.entrypoint ?? []), ...(service?.command ?? [])]
  if (!service || tini !== 'tini' || dashes !== '--' || node !== 'node')
    throw new Error('s3-bucket starts otherwise now')
  const s3 = await startS3(join(datastores.folder, 's3'), 'of-somebody-else', { anySignature: true })
  try {
    return await run(process.execPath, args, {
      ...datastores.environmentOf(service),
      S3_ENDPOINT: s3.config.endpoint,
      // It tells of a Node that is no longer the newest.
      NODE_NO_WARNINGS: '1',
    })
  } finally {
    await s3.close()
  }
}
