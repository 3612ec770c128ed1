import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { packageRoot } from '../../src/platform/package-root.ts'

/** What of a service is looked at; `looseObject` leaves the rest alone. */
const composeService = z.looseObject({
  image: z.string(),
  build: z.string().optional(),
  user: z.string().optional(),
  command: z.array(z.string()).optional(),
  entrypoint: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.looseObject({ test: z.array(z.string()).optional(), disable: z.boolean().optional() }).optional(),
  restart: z.string(),
  read_only: z.boolean(),
  tmpfs: z.array(z.string()),
  cap_drop: z.array(z.string()),
  security_opt: z.array(z.string()),
  pids_limit: z.number(),
  mem_limit: z.string(),
  cpus: z.number(),
  logging: z.object({ driver: z.string(), options: z.record(z.string(), z.string()) }),
  networks: z.array(z.string()),
  stop_grace_period: z.string().optional(),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
})
export type ComposeService = z.infer<typeof composeService>

const compose = z.looseObject({
  services: z.record(z.string(), composeService),
  networks: z.record(z.string(), z.object({ internal: z.boolean().optional() })),
  volumes: z.record(z.string(), z.null()),
})

export const projectFile = (name: string): string => readFileSync(new URL(name, packageRoot), 'utf8')

/** The variables of `.env.example`, as it stands there. */
export const exampleEnv: Readonly<Record<string, string>> = Object.fromEntries(
  projectFile('.env.example')
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line))
    .map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
)

/** The four that whoever installs it must fill in. */
export const exampleSecrets = {
  POSTGRES_PASSWORD: 'a1'.repeat(24),
  REDIS_PASSWORD: 'b2'.repeat(24),
  S3_SECRET_ACCESS_KEY: 'c3'.repeat(24),
  DOCUMENT_NUMBER_KEY: 'd4'.repeat(32),
}

export const filledEnv: Readonly<Record<string, string>> = { ...exampleEnv, ...exampleSecrets }

/** Compose's own rules for `$$`, `${NAME}`, `${NAME:-default}` and `${NAME:?message}`. */
function interpolate(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}/g, (all, name: string, how?: string, word = '') => {
    if (all === '$$') return '$'
    const value = variables[name]
    if (value) return value
    if (how === '?') throw new Error(`${name}: ${word}`)
    if (how !== '-' && value === undefined) throw new Error(`${name} is not in .env.example`)
    return how === '-' ? word : ''
  })
}

/** docker-compose.yml as Compose reads it: first the file is parsed, then each of its texts is filled in. */
export function readCompose(variables: Readonly<Record<string, string>> = filledEnv) {
  const fill = (_: unknown, value: unknown) => (typeof value === 'string' ? interpolate(value, variables) : value)
  return compose.parse(parse(projectFile('docker-compose.yml'), fill, { merge: true }))
}

/** The services that run our image, those of them that go on, in the order of the file. */
export const ourServices = (services: Record<string, ComposeService>): [string, ComposeService][] =>
  Object.entries(services).filter(([, { image, command }]) => image === 'zhunru' && command?.[0] === 'start')

/** The last `FROM`'s instructions, with the lines that go on joined. */
export const imageInstructions = (): string[] =>
  projectFile('Dockerfile')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line !== '')
    .reduce<string[]>((lines, line) => (line.startsWith('FROM ') ? [line] : [...lines, line]), [])

/** Its `ENV`. */
export const imageEnv = (): Record<string, string> =>
  Object.fromEntries(
    imageInstructions()
      .filter((line) => line.startsWith('ENV '))
      .flatMap((line) => line.slice('ENV '.length).split(' '))
      .map((pair) => pair.split('=') as [string, string]),
  )
