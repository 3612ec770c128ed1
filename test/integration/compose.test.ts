import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { queueNames } from '../../queues/index.ts'
import { loadConfig } from '../../src/platform/config.ts'
import { packageRoot } from '../../src/platform/package-root.ts'
import { roles } from '../../src/service/roles.ts'
import {
  exampleEnv,
  exampleSecrets as secrets,
  filledEnv,
  imageEnv,
  imageInstructions,
  ourServices,
  projectFile as file,
  readCompose,
} from '../support/compose.ts'
import { serviceRules } from '../support/redis-rules.ts'

const { services, networks, volumes } = readCompose()
const ours = ourServices(services)
const ofOthers = Object.entries(services).filter(([, { image }]) => image !== 'zhunru')
const optionOf = (command: readonly string[] | undefined, name: string) => command?.[command.indexOf(name) + 1] ?? ''

describe('docker-compose.yml', () => {
  it('asks for every secret that .env.example leaves open, and for nothing that is not in it', () => {
    for (const name of Object.keys(secrets)) {
      expect(exampleEnv[name]).toBe('')
      expect(() => readCompose({ ...filledEnv, [name]: '' })).toThrow(`${name}: set it in .env`)
    }
    const asked = [...file('docker-compose.yml').matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, name = '']) => name)
    const known = new Set(Object.keys(exampleEnv))
    expect(asked.filter((name) => !known.has(name))).toEqual([])
    // And nothing stands there in vain.
    expect(Object.keys(exampleEnv).filter((name) => !asked.includes(name))).toEqual([])
  })

  it.each(Object.entries(services))('%s depends on what exists and can say that it is ready', (_, { depends_on }) => {
    for (const [name, { condition }] of Object.entries(depends_on)) {
      const needed = services[name]
      expect(`${name} ${needed ? 'exists' : 'is missing'}`).toBe(`${name} exists`)
      // A one-shot must be able to end: restarted for ever, it never completes.
      const fits = needed?.healthcheck?.test
        ? condition === 'service_healthy'
        : condition === 'service_completed_successfully' && needed?.restart === 'no'
      expect(`${name} ${condition} ${fits}`).toBe(`${name} ${condition} true`)
    }
  })

  it('runs each role, and works on each queue once', () => {
    const run = ours.map(([, { command }]) => command)
    expect(run).toEqual(expect.arrayContaining([...roles].map((role) => expect.arrayContaining(['--role', role]))))
    const workers = run.filter((command) => optionOf(command, '--role') === 'worker')
    const worked = workers.flatMap((command) => optionOf(command, '--queues').split(','))
    expect(worked.toSorted()).toEqual([...queueNames].toSorted())
    expect(run.filter((command) => optionOf(command, '--role') !== 'worker')).toHaveLength(roles.length - 1)
  })

  it.each(Object.entries(services))(
    '%s is not root, writes nowhere but where it must, and has no rights',
    (_, service) => {
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        tmpfs: expect.arrayContaining([expect.stringMatching(/^\/tmp:size=\d+m$/)]),
        logging: { options: { 'max-size': expect.any(String), 'max-file': expect.any(String) } },
      })
      expect(service.user ?? (service.image === 'zhunru' ? 'of the image' : 'root')).not.toMatch(/^(?:root|0)\b/)
      expect(service.mem_limit).toMatch(/^\d+[mg]$/)
    },
  )

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
    expect([...Object.keys(environment), ...Object.keys(imageEnv())].filter((name) => !known.has(name))).toEqual([
      'NODE_ENV',
    ])

    const config = loadConfig({ ...imageEnv(), ...environment })
    expect(config).toMatchObject({
      databaseUrl: `postgres://zhunru:${secrets.POSTGRES_PASSWORD}@postgres:5432/zhunru`,
      documentNumberKey: secrets.DOCUMENT_NUMBER_KEY,
      redisUrl: `redis://zhunru:${secrets.REDIS_PASSWORD}@redis:6379`,
      s3: { endpoint: 'http://s3:8333', secretAccessKey: secrets.S3_SECRET_ACCESS_KEY },
      health: { host: '0.0.0.0', port: 7301 },
      dataDir: '/data',
      apiAccess: 'keys',
      webhook: null,
    })
    const hook = { WEBHOOK_URL: 'https://example.com/hook', WEBHOOK_SECRET: `whsec_${'k'.repeat(32)}` }
    const told = readCompose({ ...filledEnv, ...hook }).services['worker-notification']
    expect(loadConfig(told?.environment).webhook).toEqual({ url: hook.WEBHOOK_URL, secret: hook.WEBHOOK_SECRET })
    // A worker that had not been told of it would take the endpoint away again.
    for (const [, other] of ours) expect(other.environment).toEqual(environment)
  })

  it('gives Redis the rules that were tested, and no way to lose what is queued', () => {
    const script = services['redis']?.command?.join('\n') ?? ''
    expect(script).toContain(`user zhunru on >$REDIS_PASSWORD ${serviceRules('{zhunru}*')}\n`)
    expect(script).toContain('user default off\n')
    expect(script).toContain('--appendonly yes --appendfsync everysec')
    expect(script).toContain('--maxmemory-policy noeviction')
    const most = Number(/--maxmemory (\d+)mb/.exec(script)?.[1])
    expect(Number.parseInt(services['redis']?.mem_limit ?? '', 10)).toBeGreaterThan(2 * most)
  })

  it('shows nobody the datastores, and what reads photos reaches nothing but them', () => {
    expect(networks['data']).toEqual({ internal: true })
    for (const [name, service] of ofOthers) expect(`${name} ${service.networks.join()}`).toBe(`${name} data`)
    expect(services['worker-photos']?.networks).toEqual(['data'])
    for (const [name, { ports }] of Object.entries(services)) {
      expect(ports).toEqual(name === 'api' ? [`127.0.0.1:7300:${loadConfig({}).port}`] : [])
    }
  })

  it('keeps data in volumes that are declared', () => {
    const used = Object.values(services).flatMap((service) => service.volumes.map((volume) => volume.split(':')[0]))
    expect(new Set(used)).toEqual(new Set(Object.keys(volumes)))
  })

  it('gives a process the time that it takes to stop', () => {
    const longest = Number(
      /LONGEST_STOP_MS = ([\d_]+)/.exec(file('src/platform/shutdown.ts'))?.[1]?.replaceAll('_', ''),
    )
    expect(longest).toBeGreaterThan(20_000)
    for (const [, { stop_grace_period: grace = '' }] of ours) {
      expect(Number.parseInt(grace, 10) * 1_000).toBeGreaterThan(longest)
    }
  })
})

describe('the Dockerfile', () => {
  const text = file('Dockerfile')
  const lines = text.split('\n')
  const image = imageInstructions()
  const ignored = file('.dockerignore').split('\n')
  const copied = lines
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap((line) => line.split(/\s+/).slice(1, -1))

  it('copies what exists and may be seen, and nothing else may be', () => {
    expect(copied).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'bin', 'src']))
    for (const path of copied) {
      expect(`${path} ${existsSync(new URL(path, packageRoot))}`).toBe(`${path} true`)
      expect(ignored).toContain(`!${path.replace('src/policies', 'src')}`)
    }
    // All is shut out but what is let in by name, so an .env never comes near the builder.
    expect(ignored.find((line) => !line.startsWith('#'))).toBe('*')
    for (const line of ignored.filter((each) => each.startsWith('!'))) expect(copied).toContain(line.slice(1))
  })

  it('copies all that the build compiles', () => {
    const { include } = z.object({ include: z.array(z.string()) }).parse(JSON.parse(file('tsconfig.build.json')))
    for (const folder of include) expect(copied).toContain(folder)
  })

  it('keeps the files that the program looks for beside itself', () => {
    const named = ['src', 'bin']
      .flatMap((folder) =>
        readdirSync(new URL(folder, packageRoot), { recursive: true, encoding: 'utf8' }).map(
          (name) => `${folder}/${name}`,
        ),
      )
      .filter((name) => /\.(?:ts|js)$/.test(name))
      .flatMap((name) =>
        [...file(name).matchAll(/new URL\('([^'.][^']*)', packageRoot\)/g)].map(([, path = '']) => path),
      )
      // Sample applications, with which `demo` and `simulate` show what the program does.
      .filter((path) => !path.startsWith('test/'))
    expect(named).toEqual(expect.arrayContaining(['package.json', 'dist/console/']))
    const kept = image
      .filter((line) => line.startsWith('COPY '))
      .map((line) => line.split(' ').at(-1)?.replace('./', '') ?? '')
    for (const path of named) expect(kept.some((each) => each === '' || path.startsWith(each))).toBe(true)
    expect(kept).toContain('src/policies')
  })

  it('runs what package.json calls the program, on a Node that it asks for, and not as root', () => {
    const { bin, engines } = z
      .object({ bin: z.record(z.string(), z.string()), engines: z.object({ node: z.string() }) })
      .parse(JSON.parse(file('package.json')))
    expect(image).toContain(`ENTRYPOINT ["tini", "--", "node", "${bin['zhunru']}"]`)
    expect(Number(/^ARG NODE=(\d+)/m.exec(text)?.[1])).toBeGreaterThanOrEqual(Number(/\d+/.exec(engines.node)?.[0]))
    expect(lines.filter((line) => line.startsWith('FROM '))).toEqual([
      'FROM node:${NODE} AS build',
      'FROM node:${NODE}',
    ])
    const user = image.findIndex((line) => line === 'USER 1000:1000')
    expect(user).toBeGreaterThan(image.findLastIndex((line) => /^(?:RUN|COPY) /.test(line)))
    expect(image).toContain('STOPSIGNAL SIGTERM')
  })

  it('sets variables that the program knows and accepts, and no secret', () => {
    const config = loadConfig(imageEnv())
    expect(config).toMatchObject({ host: '0.0.0.0', dataDir: '/data', port: 7300, health: { port: 7301 } })
    expect(image).toContain('EXPOSE 7300 7301')
    expect(text).not.toMatch(/^(?:ARG|ENV) .*(?:KEY|SECRET|PASSWORD|TOKEN)/m)
  })
})
