import { createServer } from 'node:http'
import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Config, loadConfig } from '../../../src/platform/config.ts'
import { checkConfig } from '../../../src/service/doctor/check-config.ts'
import { checkIssuer, checkOutside, outsideServices } from '../../../src/service/doctor/check-outside.ts'
import { checkPhotos } from '../../../src/service/doctor/check-photos.ts'
import { checkCalendar, checkEngine, checkNode } from '../../../src/service/doctor/check-program.ts'
import { examined } from '../../../src/service/doctor/check.ts'
import { examine } from '../../../src/service/doctor/examine.ts'
import { inspectPhoto } from '../../../src/vision/decode.ts'
import { freePort } from '../../support/free-port.ts'
import { noChecks } from '../../support/no-checks.ts'
import { startS3 } from '../blobs/s3-server.ts'

const folder = await mkdtemp(join(tmpdir(), 'zhunru-doctor-'))
const s3 = await startS3(join(folder, 's3'), 'photos')
const bucket = { ...s3.config, checksum: 'sha256' as const }
afterAll(async () => {
  await s3.close()
  await rm(folder, { recursive: true, force: true })
})
const hide = (text: string) => text
const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code)
const photos = (changed: Partial<Config>) => checkPhotos({ ...loadConfig({}), ...changed }, hide).then(codes)

describe('photos in a bucket', () => {
  it('can be written, read and deleted, and nothing is left of the probe', async () => {
    // This server gives objects to everybody, which must be told.
    expect(await photos({ s3: bucket })).toEqual(['BUCKET_OK', 'BUCKET_PUBLIC'])
    const left = await readdir(join(folder, 's3'), { recursive: true })
    expect(left.filter((name) => /[0-9a-f]{64}/.test(name))).toEqual([])
  })

  it('that is not there, that knows other keys, and of a server that is away', async () => {
    expect(await photos({ s3: { ...bucket, bucket: 'others' } })).toEqual(['BUCKET_MISSING'])
    expect(await photos({ s3: { ...bucket, accessKeyId: 'nobody' } })).toEqual(['BUCKET_REFUSES'])
    const endpoint = `http://127.0.0.1:${await freePort()}`
    expect(await photos({ s3: { ...bucket, endpoint } })).toEqual(['BUCKET_AWAY'])
  })
})

describe('photos in a folder', () => {
  it('are for their owner alone', async () => {
    const dataDir = join(folder, 'data')
    expect(await photos({ dataDir })).toEqual(['FOLDER_NEW'])
    await mkdir(join(dataDir, 'photos'), { recursive: true })
    await chmod(dataDir, 0o755)
    await chmod(join(dataDir, 'photos'), 0o755)
    expect(await photos({ dataDir })).toEqual(['FOLDER_OPEN'])
    await chmod(join(dataDir, 'photos'), 0o700)
    expect(await photos({ dataDir })).toEqual(['FOLDER_OK'])
    expect(await photos({ dataDir, databaseUrl: 'postgres://db/z' })).toEqual(['FOLDER_OK', 'PHOTOS_APART'])
  })
})

describe('services outside', () => {
  it('are connected to, and told nothing', async () => {
    let asked = 0
    const server = createServer(() => (asked += 1)).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const at = (url: string) =>
      outsideServices(loadConfig({ BANK_VERIFICATION_URL: url, BANK_VERIFICATION_TOKEN: 'hunter2' }))[0]!
    expect(await checkOutside(at(`http://127.0.0.1:${port}/bank?hunter2`))).toMatchObject([
      { code: 'OUTSIDE_OK', values: { where: `http://127.0.0.1:${port}` } },
    ])
    expect(codes(await checkOutside(at(`https://127.0.0.1:${port}`)))).toHaveLength(1)
    server.closeAllConnections()
    server.close()
    expect(asked).toBe(0)
    expect(codes(await checkOutside(at(`http://127.0.0.1:${await freePort()}`)))).toEqual(['OUTSIDE_AWAY'])
  })

  it('an issuer must call itself as we do', async () => {
    let issuer = ''
    const server = createServer((_, answer) => answer.end(JSON.stringify({ issuer }))).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
    issuer = url
    expect(codes(await checkIssuer(url))).toEqual(['ISSUER_OK'])
    issuer = 'https://other.example.com'
    expect(codes(await checkIssuer(url))).toEqual(['ISSUER_WRONG'])
    server.closeAllConnections()
    server.close()
    expect(codes(await checkIssuer(url))).toEqual(['OUTSIDE_AWAY'])
  })
})

describe('this machine', () => {
  it('has a Node.js that is new enough', async () => {
    expect(codes(await checkNode())).toEqual(['NODE_OK'])
    expect(codes(await checkNode('18.20.0'))).toEqual(['NODE_OLD'])
  })

  it('reads photos, or says why not', async () => {
    const loads = { ocrEngine: 'ppocr', premisesClassifier: null } as const
    const broken = () => Promise.reject(new Error('libonnxruntime.so.1: cannot open shared object file'))
    expect(await checkEngine(loads, broken)).toMatchObject([
      { code: 'ENGINE_BROKEN', values: { error: expect.stringContaining('libonnxruntime') } },
    ])
    expect(codes(await checkEngine({ ...loads, premisesClassifier: '/nonexistent.json' }))).toEqual(['ENGINE_BROKEN'])
  })

  it('knows the holidays that promises reach into', () => {
    expect(codes(checkCalendar(new Date('2026-06-01T00:00:00Z')))).toEqual(['CALENDAR_OK'])
    expect(codes(checkCalendar(new Date('2099-12-20T00:00:00Z')))).toEqual(['CALENDAR_ENDS'])
  })
})

describe('the configuration', () => {
  it('tells what will be missed later', () => {
    const outside = { DATABASE_URL: 'postgres://db.example.com/z', DOCUMENT_NUMBER_KEY: 'ab'.repeat(32) }
    const all = { ...outside, HOST: '0.0.0.0', LOG_LEVEL: 'silent', REDIS_CLUSTER_NODES: 'redis.example.com' }
    expect(codes(checkConfig(loadConfig({})))).toEqual(['CONFIG_OK'])
    expect(codes(checkConfig(loadConfig(all)))).toEqual([
      'CONFIG_OK',
      'PUBLIC_URL_MISSING',
      'LOG_SILENT',
      'PLAIN_TEXT',
      'PLAIN_TEXT',
    ])
    const inside = { ...outside, DATABASE_URL: 'postgres://postgres.internal/z', REDIS_URL: 'redis://10.0.0.7' }
    expect(codes(checkConfig(loadConfig(inside)))).toEqual(['CONFIG_OK'])
  })
})

describe('a check', () => {
  const name = { zh: '探测', en: 'probe' }

  it('that comes to no end, or breaks, is a finding', async () => {
    const never = { group: 'queues', name, seconds: 0.01, run: () => new Promise<never>(() => {}) } as const
    expect(codes(await examined(never, hide))).toEqual(['NO_ANSWER'])
    const broken = { group: 'queues', name, run: () => Promise.reject(new Error('hunter2')) } as const
    const told = await examined(broken, (text) => text.replace('hunter2', '…'))
    expect(told).toMatchObject([{ code: 'CHECK_BROKE', values: { error: '…' } }])
  })
})

describe('a whole installation', () => {
  const all = async (env: NodeJS.ProcessEnv) => {
    const groups = []
    for await (const group of examine({ env, startChecks: async () => ({ ...noChecks, inspect: inspectPhoto }) }))
      groups.push(group)
    return groups
  }

  it('before its first start is told to be well, and nothing is made', async () => {
    const dataDir = join(folder, 'nowhere')
    const groups = await all({ ZHUNRU_DATA_DIR: dataDir })
    expect(groups.map(({ group }) => group)).toEqual([
      'config',
      'program',
      'database',
      'queues',
      'photos',
      'outside',
      'running',
    ])
    const findings = groups.flatMap((group) => group.findings)
    expect(codes(findings)).toContain('POSTGRES_NEW')
    expect(codes(findings)).toContain('NOT_YET')
    expect(await readdir(folder)).not.toContain('nowhere')
  })

  it('with a configuration that is wrong names the variable, and looks at the machine all the same', async () => {
    const groups = await all({ PORT: 'hunter2' })
    expect(groups.map(({ group }) => group)).toEqual(['config', 'program'])
    expect(groups[0]?.findings[0]).toMatchObject({
      code: 'CONFIG_WRONG',
      found: { en: expect.stringContaining('PORT') },
    })
    expect(JSON.stringify(groups)).not.toContain('hunter2')
  })

  it('of which nothing answers tells no secret', async () => {
    const port = await freePort()
    const groups = await all({
      ZHUNRU_DATA_DIR: join(folder, 'nowhere'),
      DATABASE_URL: `postgres://zhunru:canary-one@127.0.0.1:${port}/z`,
      DOCUMENT_NUMBER_KEY: 'ca'.repeat(32),
      REDIS_URL: `redis://zhunru:canary-two@127.0.0.1:${port}`,
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      S3_BUCKET: 'photos',
      S3_ACCESS_KEY_ID: 'canary-three',
      S3_SECRET_ACCESS_KEY: 'canary-four',
      SMS_URL: `http://127.0.0.1:${port}/canary-five`,
      SMS_TOKEN: 'canary-six',
    })
    const findings = groups.flatMap((group) => group.findings)
    expect(findings.filter(({ state }) => state === 'fail').map(({ code }) => code)).toEqual([
      'POSTGRES_AWAY',
      'REDIS_AWAY',
      'BUCKET_AWAY',
      'OUTSIDE_AWAY',
    ])
    expect(codes(findings)).toContain('NOT_ASKED')
    expect(JSON.stringify(groups)).not.toMatch(/canary|cacaca/)
  })
})
