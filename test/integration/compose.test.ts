import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { loadConfig } from '../../src/platform/config.ts'
import { packageRoot } from '../../src/platform/package-root.ts'
import { roles } from '../../src/service/roles.ts'

const file = (name: string): string => readFileSync(new URL(name, packageRoot), 'utf8')

/** What of a compose file is looked at here; `passthrough` leaves the rest alone. */
const composeService = z.looseObject({
  image: z.string(),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  entrypoint: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  restart: z.string().optional(),
  volumes: z.array(z.string()).default([]),
  secrets: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
})
const compose = z.looseObject({
  services: z.record(z.string(), composeService),
  secrets: z.record(z.string(), z.object({ environment: z.string() })),
  volumes: z.record(z.string(), z.null()),
})

/** `.env.example` as its comments ask to fill it. */
const secrets = { database: 'a1'.repeat(24), redis: 'b2'.repeat(24), s3: 'c3'.repeat(24), numbers: 'd4'.repeat(32) }
const env: Record<string, string> = Object.fromEntries(
  file('.env.example')
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line))
    .map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
)
const filled = {
  ...env,
  POSTGRES_PASSWORD: secrets.database,
  REDIS_PASSWORD: secrets.redis,
  S3_SECRET_ACCESS_KEY: secrets.s3,
  DOCUMENT_NUMBER_KEY: secrets.numbers,
  S3_KEYS: env['S3_KEYS']?.replace('THE SAME KEY', secrets.s3) ?? '',
}

/** Compose's own rules for `${NAME}`, `${NAME:-default}` and `${NAME:?message}`. */
function interpolate(text: string, variables: Record<string, string>): string {
  return text.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, how?: string, word = '') => {
    const value = variables[name]
    if (value) return value
    if (how === '?') throw new Error(`${name}: ${word}`)
    if (how !== '-' && value === undefined) throw new Error(`${name} is not in .env.example`)
    return how === '-' ? word : ''
  })
}
/** As Compose does it: first the file is parsed, then each of its texts is filled in. */
const read = (variables: Record<string, string>) => {
  const fill = (_: unknown, value: unknown) => (typeof value === 'string' ? interpolate(value, variables) : value)
  return compose.parse(parse(file('docker-compose.yml'), fill, { merge: true }))
}
const { services, ...top } = read(filled)
const ours = Object.entries(services).filter(([, { image }]) => image === 'zhunru')

describe('docker-compose.yml', () => {
  it('asks for every secret that .env.example leaves open, and for nothing that is not in it', () => {
    for (const name of ['POSTGRES_PASSWORD', 'REDIS_PASSWORD', 'S3_SECRET_ACCESS_KEY', 'DOCUMENT_NUMBER_KEY']) {
      expect(env[name]).toBe('')
      expect(() => read({ ...filled, [name]: '' })).toThrow(`${name}: set it in .env`)
    }
  })

  it.each(Object.entries(services))('%s depends on what exists and can say that it is ready', (_, { depends_on }) => {
    for (const [name, { condition }] of Object.entries(depends_on)) {
      const needed = services[name]
      expect(`${name} ${needed ? 'exists' : 'is missing'}`).toBe(`${name} exists`)
      // A one-shot must be able to end: restarted for ever, it never completes.
      const fits = needed?.healthcheck
        ? condition === 'service_healthy'
        : condition === 'service_completed_successfully' && needed?.restart === undefined
      expect(`${name} ${condition} ${fits}`).toBe(`${name} ${condition} true`)
    }
  })

  it('runs each role once, and all of them', () => {
    const commands = ours.map(([, { command }]) => command)
    expect(commands).toEqual(expect.arrayContaining(roles.map((role) => ['start', '--role', role])))
    expect(commands).toHaveLength(roles.length)
  })

  it.each(ours)('%s is given a configuration that the program knows and accepts', (_, { environment }) => {
    const known = new Set(
      readdirSync(new URL('src/platform', packageRoot))
        .filter((name) => name.startsWith('config'))
        .map((name) => file(`src/platform/${name}`))
        .join('\n')
        .match(/^ {2}[A-Z][A-Z0-9_]+(?=:)/gm)
        ?.map((name) => name.trim()),
    )
    expect(known.size).toBeGreaterThan(10)
    expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([])

    const config = loadConfig(environment)
    expect(config).toMatchObject({
      databaseUrl: `postgres://zhunru:${secrets.database}@postgres:5432/zhunru`,
      documentNumberKey: secrets.numbers,
      redisUrl: `redis://:${secrets.redis}@redis:6379`,
      s3: { endpoint: 'http://s3:8333', secretAccessKey: secrets.s3 },
      webhook: null,
    })
    const hook = { WEBHOOK_URL: 'https://example.com/hook', WEBHOOK_SECRET: `whsec_${'k'.repeat(32)}` }
    const told = read({ ...filled, ...hook }).services['worker']
    expect(loadConfig(told?.environment).webhook).toEqual({ url: hook.WEBHOOK_URL, secret: hook.WEBHOOK_SECRET })
  })

  it('addresses services by the names, ports and credentials that they have', () => {
    const config = loadConfig(services['worker']?.environment)
    const [database, redis, s3] = [config.databaseUrl, config.redisUrl, config.s3?.endpoint].map((url) => new URL(url!))
    const { POSTGRES_USER, POSTGRES_DB, POSTGRES_PASSWORD } = services[database!.hostname]!.environment
    expect([database!.username, database!.password, database!.pathname]).toEqual([
      POSTGRES_USER,
      POSTGRES_PASSWORD,
      `/${POSTGRES_DB}`,
    ])
    const redisCommand = services[redis!.hostname]!.command!
    expect(redisCommand[redisCommand.indexOf('--requirepass') + 1]).toBe(redis!.password)
    expect(redisCommand.join(' ')).toContain('--maxmemory-policy noeviction')
    expect(redisCommand.join(' ')).toContain('--appendonly yes')
    const s3Service = services[s3!.hostname]!
    expect(s3Service.command).toContain(`-s3.port=${s3!.port}`)
    expect(services['s3-bucket']?.entrypoint?.join(' ')).toContain(`s3.bucket.create -name ${config.s3!.bucket}'`)

    // The photo store knows the same key, from the same file.
    const [secret] = s3Service.secrets
    expect(s3Service.command).toContain(`-s3.config=/run/secrets/${secret}`)
    const keys = JSON.parse(filled[top.secrets[secret!]!.environment as keyof typeof filled])
    expect(keys.identities).toMatchObject([
      { credentials: [{ accessKey: config.s3!.accessKeyId, secretKey: config.s3!.secretAccessKey }] },
    ])
  })

  it('keeps data in volumes that are declared, and opens no port to the network', () => {
    const used = Object.values(services).flatMap(({ volumes }) => volumes.map((volume) => volume.split(':')[0]))
    expect(new Set(used)).toEqual(new Set(Object.keys(top.volumes)))
    for (const { ports } of Object.values(services)) for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/)
    expect(services['api']?.ports).toEqual([`127.0.0.1:7300:${loadConfig({}).port}`])
  })
})

describe('the Dockerfile', () => {
  const lines = file('Dockerfile').split('\n')
  const ignored = file('.dockerignore').split('\n').filter(Boolean)
  const copied = lines
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap((line) => line.split(/\s+/).slice(1, -1))

  it('copies what exists and is not ignored', () => {
    expect(copied).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'bin', 'src']))
    for (const path of copied) {
      expect(`${path} ${existsSync(new URL(path, packageRoot))}`).toBe(`${path} true`)
      expect(ignored).not.toContain(path)
    }
  })

  it('copies all that the build compiles', () => {
    const { include } = z.object({ include: z.array(z.string()) }).parse(JSON.parse(file('tsconfig.build.json')))
    for (const folder of include) expect(copied).toContain(folder)
  })

  it('runs what package.json calls the program, on a Node that it asks for, and not as root', () => {
    const { bin, engines } = z
      .object({ bin: z.record(z.string(), z.string()), engines: z.object({ node: z.string() }) })
      .parse(JSON.parse(file('package.json')))
    expect(lines).toContain(`ENTRYPOINT ["node", "${bin['zhunru']}"]`)
    const least = Number(/\d+/.exec(engines.node)?.[0])
    const nodes = lines.flatMap((line) => /^FROM node:(\d+)/.exec(line)?.[1] ?? [])
    expect(nodes.length).toBeGreaterThan(0)
    for (const node of nodes) expect(Number(node)).toBeGreaterThanOrEqual(least)
    expect(lines.findLastIndex((line) => line === 'USER node')).toBeGreaterThan(
      lines.findLastIndex((l) => l.startsWith('FROM ')),
    )
  })

  it('sets variables that the program knows and accepts', () => {
    const set = /^ENV (.*)$/m
      .exec(file('Dockerfile'))?.[1]
      ?.split(' ')
      .map((pair) => pair.split('='))
    const config = loadConfig(Object.fromEntries(set ?? []))
    expect(config).toMatchObject({ host: '0.0.0.0', dataDir: '/data', port: 7300 })
    expect(lines).toContain('EXPOSE 7300')
  })
})
