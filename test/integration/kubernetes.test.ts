import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { queueNames } from '../../queues/index.ts'
import { buildInternalApp } from '../../src/http/internal.ts'
import { loadConfig } from '../../src/platform/config.ts'
import { silentLogger } from '../../src/platform/logger.ts'
import { packageRoot } from '../../src/platform/package-root.ts'
import { imageEnv, ourServices, projectFile, readCompose } from '../support/compose.ts'

const FOLDER = 'docs/kubernetes'
const files = readdirSync(new URL(FOLDER, packageRoot)).toSorted()

const probe = z.object({
  httpGet: z.object({ path: z.string(), port: z.string() }),
  periodSeconds: z.number(),
  timeoutSeconds: z.number(),
  failureThreshold: z.number(),
})
const container = z.looseObject({
  image: z.string(),
  args: z.array(z.string()),
  envFrom: z.array(z.record(z.string(), z.object({ name: z.string() }))),
  env: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  startupProbe: probe,
  readinessProbe: probe,
  livenessProbe: probe,
  resources: z.object({
    requests: z.object({ cpu: z.string(), memory: z.string() }),
    limits: z.object({ cpu: z.string().optional(), memory: z.string() }),
  }),
  securityContext: z.unknown(),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
})
const labels = z.record(z.string(), z.string())
const deployment = z.object({
  kind: z.literal('Deployment'),
  metadata: z.object({ name: z.string(), labels }),
  spec: z.looseObject({
    replicas: z.number().optional(),
    selector: z.object({ matchLabels: labels }),
    template: z.object({
      metadata: z.object({ labels }),
      spec: z.looseObject({
        terminationGracePeriodSeconds: z.number(),
        automountServiceAccountToken: z.literal(false),
        securityContext: z.unknown(),
        containers: z.tuple([container]),
        volumes: z.array(z.looseObject({ name: z.string() })),
      }),
    }),
  }),
})
const named = z.looseObject({ kind: z.string(), metadata: z.object({ name: z.string() }) })
const selecting = z.object({ spec: z.object({ selector: z.object({ matchLabels: labels }) }) })

const documents = (file: string): unknown[] =>
  parseAllDocuments(projectFile(`${FOLDER}/${file}`), { merge: true }).map((document): unknown => {
    expect(document.errors).toEqual([])
    return document.toJS()
  })
const kustomization = z
  .looseObject({ resources: z.array(z.string()), images: z.array(z.looseObject({ name: z.string() })) })
  .parse(parse(projectFile(`${FOLDER}/kustomization.yaml`)))
const installed = kustomization.resources.flatMap(documents)
const kinds = (kind: string) => installed.filter((each) => named.parse(each).kind === kind)
const deployments = kinds('Deployment').map((each): [string, z.infer<typeof deployment>] => {
  const parsed = deployment.parse(each)
  return [parsed.metadata.name, parsed]
})
const data = (field: 'data' | 'stringData', object: unknown): Record<string, string> =>
  z.looseObject({ [field]: z.record(z.string(), z.string()) }).parse(object)[field] as Record<string, string>
const settings = {
  ...data('data', kinds('ConfigMap')[0]),
  ...data('stringData', documents('secret.example.yaml')[0]),
}

describe('docs/kubernetes', () => {
  it('installs every file there is, but the example of a secret', () => {
    const others = ['kustomization.yaml', 'secret.example.yaml']
    expect(kustomization.resources.toSorted()).toEqual(files.filter((file) => !others.includes(file)))
    expect(kinds('Secret')).toEqual([])
  })

  it('runs the same processes as docker-compose.yml, by the same commands', () => {
    const services = ourServices(readCompose().services).map(([name, { command }]) => [name, command])
    const pods = deployments.map(([name, { spec }]) => [name, spec.template.spec.containers[0].args])
    expect(Object.fromEntries(pods)).toEqual(Object.fromEntries(services))
    const worked = pods.flatMap(([, args]) => {
      const list = args as string[]
      return list.includes('--queues') ? (list.at(-1)?.split(',') ?? []) : []
    })
    expect(worked.toSorted()).toEqual([...queueNames].toSorted())
  })

  it.each(deployments)('%s starts with a configuration that the program accepts, all of it known', (_, { spec }) => {
    const [{ env, envFrom, ports, image }] = spec.template.spec.containers
    expect(envFrom).toEqual([{ configMapRef: { name: 'zhunru' } }, { secretRef: { name: 'zhunru' } }])
    expect(kustomization.images.map(({ name }) => name)).toContain(image)
    const given = { ...imageEnv(), ...settings, ...Object.fromEntries(env.map(({ name, value }) => [name, value])) }
    const config = loadConfig(given)
    expect(config).toMatchObject({ apiAccess: 'keys', health: { host: '0.0.0.0' }, publicUrl: settings['PUBLIC_URL'] })
    // A variable that nothing reads would be a setting that nobody notices is not in force.
    const sources = readdirSync(new URL('src/platform', packageRoot)).filter((name) => name.startsWith('config'))
    const text = sources.map((name) => projectFile(`src/platform/${name}`)).join('\n')
    for (const name of Object.keys({ ...settings, ...Object.fromEntries(env.map((each) => [each.name, ''])) })) {
      expect(`${name} ${new RegExp(`^ {2}${name}:`, 'm').test(text)}`).toBe(`${name} true`)
    }
    const listens = ports.map(({ name, containerPort }) => [name, containerPort])
    expect(listens).toContainEqual(['internal', config.health?.port])
    const isApi = spec.template.spec.containers[0].args.includes('api')
    expect(listens.some(([name, port]) => name === 'http' && port === config.port)).toBe(isApi)
  })

  it.each(deployments)('%s is probed where it answers', async (_, { spec }) => {
    const app = await buildInternalApp({
      live: async () => ({ ok: true }),
      ready: async () => ({ ok: true }),
      log: silentLogger,
    })
    const [{ startupProbe, readinessProbe, livenessProbe, ports }] = spec.template.spec.containers
    for (const each of [startupProbe, readinessProbe, livenessProbe]) {
      expect(ports.map(({ name }) => name)).toContain(each.httpGet.port)
      expect(each.httpGet.port).toBe('internal')
      expect((await app.inject(each.httpGet.path)).statusCode).toBe(200)
    }
    await app.close()
    // An unready datastore must not have processes started anew: that is what makes the two paths two.
    const paths = [startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet.path)
    expect(paths).toEqual(['/health/live', '/health/live', '/health/ready'])
  })

  it.each(deployments)('%s is locked in, and is given the time to stop', (name, { spec }) => {
    const { containers, securityContext, terminationGracePeriodSeconds, volumes } = spec.template.spec
    const [only] = containers
    expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } })
    expect(only.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    expect(only.volumeMounts.map(({ mountPath }) => mountPath)).toEqual(['/tmp', '/data'])
    expect(only.volumeMounts.map((mount) => mount.name)).toEqual(volumes.map((volume) => volume.name))
    const delay = Number(only.env.find((each) => each.name === 'STOP_DELAY_SECONDS')?.value ?? 0)
    const longest = Number(
      /LONGEST_STOP_MS = ([\d_]+)/.exec(projectFile('src/platform/shutdown.ts'))?.[1]?.replaceAll('_', ''),
    )
    expect(terminationGracePeriodSeconds * 1_000).toBeGreaterThan(longest + delay * 1_000)
    // Those of its own, and no other's, are counted when a node is emptied; and at least two there are.
    expect(spec.selector.matchLabels).toEqual(spec.template.metadata.labels)
    const budget = kinds('PodDisruptionBudget').find((each) => named.parse(each).metadata.name === name)
    expect(selecting.parse(budget).spec.selector.matchLabels).toEqual(spec.selector.matchLabels)
    const scaler = kinds('HorizontalPodAutoscaler').find((each) => named.parse(each).metadata.name === name)
    const least = scaler
      ? z.looseObject({ spec: z.looseObject({ minReplicas: z.number() }) }).parse(scaler).spec.minReplicas
      : spec.replicas
    expect(least).toBeGreaterThanOrEqual(2)
  })

  it('gives what reads photos the cores that it has processes for', () => {
    const [only] = deployments.find(([name]) => name === 'worker-photos')?.[1].spec.template.spec.containers ?? []
    expect(only?.resources.limits.cpu).toBe(only?.env.find(({ name }) => name === 'PHOTO_PROCESSES')?.value)
  })

  it('lets what reads photos reach the datastores and nothing else', () => {
    const outside = kinds('NetworkPolicy').find((each) => named.parse(each).metadata.name === 'outside')
    const { spec } = z
      .object({
        spec: z.looseObject({
          podSelector: z.looseObject({ matchExpressions: z.array(z.object({ values: z.array(z.string()) })) }),
        }),
      })
      .parse(outside)
    expect(spec.podSelector.matchExpressions[0]?.values).toEqual(['api', 'worker-decisions', 'worker-notification'])
    const closed = kinds('NetworkPolicy').find((each) => named.parse(each).metadata.name === 'all-closed')
    expect(closed).toMatchObject({ spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } })
  })
})
