import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'
import { ZhunruError } from './errors.ts'

/** An empty variable in an env file means "not set". */
const optional = <T extends z.ZodType>(schema: T) => z.preprocess((v) => (v === '' ? undefined : v), schema.optional())
const port = z.coerce.number().int().min(0).max(65_535)

const environment = z.object({
  HOST: z.string().default('127.0.0.1').describe('address the API listens on'),
  PORT: port.default(7300).describe('port the API listens on; 0 takes a free one'),
  ZHUNRU_DATA_DIR: z.string().default('.zhunru').describe('where the embedded database and the photos are kept'),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/ })).describe(
    'Postgres to use instead of the embedded one',
  ),
  DATABASE_SCHEMA: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*$/)
    .default('zhunru')
    .describe('Postgres schema of our tables'),
  REDIS_URL: optional(z.url({ protocol: /^rediss?$/ })).describe(
    'Redis for the queues; without it they run on Postgres',
  ),
  S3_ENDPOINT: optional(z.url()).describe(
    'S3-compatible store for the photos; without it they are kept in the data folder',
  ),
  S3_REGION: z.string().default('us-east-1'),
  S3_BUCKET: optional(z.string()),
  S3_ACCESS_KEY_ID: optional(z.string()),
  S3_SECRET_ACCESS_KEY: optional(z.string()),
  OCR_ENGINE: z.enum(['ppocr', 'tesseract']).default('ppocr').describe('who reads the photos'),
  PHOTO_PROCESSES: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(availableParallelism())
    .describe('processes that look at photos'),
  POLICY_FILE: optional(z.string()).describe('policy YAML to decide by instead of the one that ships'),
  WEBHOOK_URL: optional(z.url({ protocol: /^https?$/ })).describe('where decisions are posted'),
  WEBHOOK_SECRET: optional(z.string().regex(/^whsec_[A-Za-z0-9+/=]{32,}$/)).describe(
    'whsec_ and base64 of at least 24 bytes; signs the webhooks',
  ),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
})

export interface S3Config {
  endpoint: string
  region: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
}

export interface Config {
  host: string
  port: number
  /** Absolute. */
  dataDir: string
  databaseUrl: string | null
  databaseSchema: string
  redisUrl: string | null
  s3: S3Config | null
  ocrEngine: 'ppocr' | 'tesseract'
  photoProcesses: number
  policyFile: string | null
  webhook: { url: string; secret: string } | null
  logLevel: z.infer<typeof environment>['LOG_LEVEL']
}

/**
 * Reads and checks the configuration. The only reader of the environment.
 * @throws ZhunruError CONFIG_INVALID that names each variable that is wrong and says what it should be.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = environment.safeParse(env)
  if (!parsed.success) {
    const detail = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')
    throw new ZhunruError('CONFIG_INVALID', { detail })
  }
  const e = parsed.data
  return {
    host: e.HOST,
    port: e.PORT,
    dataDir: resolve(e.ZHUNRU_DATA_DIR),
    databaseUrl: e.DATABASE_URL ?? null,
    databaseSchema: e.DATABASE_SCHEMA,
    redisUrl: e.REDIS_URL ?? null,
    s3: s3Config(e),
    ocrEngine: e.OCR_ENGINE,
    photoProcesses: e.PHOTO_PROCESSES,
    policyFile: e.POLICY_FILE ? resolve(e.POLICY_FILE) : null,
    webhook: webhookConfig(e),
    logLevel: e.LOG_LEVEL,
  }
}

function s3Config(e: z.infer<typeof environment>): S3Config | null {
  if (!e.S3_ENDPOINT) return null
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = e
  if (!bucket || !accessKeyId || !secretAccessKey) {
    throw new ZhunruError('CONFIG_INVALID', {
      detail: 'S3_ENDPOINT is set, so S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be set too',
    })
  }
  return { endpoint: e.S3_ENDPOINT, region: e.S3_REGION, bucket, accessKeyId, secretAccessKey }
}

function webhookConfig(e: z.infer<typeof environment>): Config['webhook'] {
  if (!e.WEBHOOK_URL) return null
  if (!e.WEBHOOK_SECRET) {
    throw new ZhunruError('CONFIG_INVALID', {
      detail:
        'WEBHOOK_URL is set, so WEBHOOK_SECRET must be set too: whsec_ followed by base64 of at least 24 random bytes',
    })
  }
  return { url: e.WEBHOOK_URL, secret: e.WEBHOOK_SECRET }
}
