import { resolve } from 'node:path'
import { z } from 'zod'
import { type OpenIdConfig, openIdConfig, signInVariables } from './config-sign-in.ts'
import { type DatabaseConfig, databaseConfig, databaseVariables } from './config-database.ts'
import { type RedisConfig, redisConfig, redisVariables } from './config-redis.ts'
import { type TracingConfig, tracingConfig, tracingVariables } from './config-tracing.ts'
import { outside, token } from './config-values.ts'
import { usableCores } from './cores.ts'
import { ZhunruError } from './errors.ts'
import { keyPattern } from './keyed-hash.ts'
import { refusedWebhookUrl } from './webhook-url.ts'

const port = z.coerce.number().int().min(0).max(65_535)

/** Between 【 and 】, or before a colon. */
const signature = z.string().regex(/^[^\p{C}【】:]{1,10}$/u, 'write 1 to 10 characters, without brackets')

const environment = z.object({
  HOST: z.string().default('127.0.0.1').describe('address the API listens on'),
  PORT: port.default(7300).describe('port the API listens on; 0 takes a free one'),
  HEALTH_PORT: port
    .optional()
    .describe('port on which each process answers probes and tells its metrics; when not set, on none'),
  HEALTH_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('address for it; a network of your own, for it asks for no key'),
  STOP_DELAY_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe(
      'how long a stopping API goes on answering while its probe says so, for whoever sends it requests to notice',
    ),
  ZHUNRU_DATA_DIR: z.string().default('.zhunru').describe('where the embedded database and the photos are kept'),
  ...databaseVariables,
  DOCUMENT_NUMBER_KEY: z
    .string()
    .regex(keyPattern, 'write at least 32 random bytes in hex, as `openssl rand -hex 32` does')
    .optional()
    .describe('hex of at least 32 bytes; numbers of documents are compared by their hashes with this key'),
  ...redisVariables,
  S3_ENDPOINT: z
    .url()
    .optional()
    .describe('S3-compatible store for the photos; without it they are kept in the data folder'),
  S3_REGION: z.string().default('us-east-1'),
  S3_BUCKET: z.string().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_CHECKSUM: z
    .enum(['sha256', 'md5'])
    .default('sha256')
    .describe('by what the store compares each photo it gets; md5 for one that refuses x-amz-checksum-sha256'),
  OCR_ENGINE: z.enum(['ppocr', 'tesseract']).default('ppocr').describe('who reads the photos'),
  PHOTO_PROCESSES: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(Math.min(64, usableCores()))
    .describe('processes that look at photos; one per core when not set'),
  PREMISES_CLASSIFIER: z
    .string()
    .optional()
    .describe('description (JSON) of a classifier of premises photos of your own'),
  POLICY_FILE: z.string().optional().describe('policy YAML to decide by instead of the one that ships'),
  WEBHOOK_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('where decisions are posted'),
  WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/)
    .optional()
    .describe('whsec_ and base64 of at least 24 bytes; signs the webhooks'),
  WEBHOOK_ALLOW_PRIVATE: z
    .enum(['true', 'false'])
    .optional()
    .describe('webhooks to http and private addresses too; when not set, only where all is embedded and local'),
  RERUN_ALONE_MAX: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe('so much somebody may run again alone; beyond it another person approves'),
  TELL_BY: z
    .string()
    .default('webhook,sms,push')
    .transform((list) => list.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(['webhook', 'sms', 'push'])))
    .describe('ways in which decisions are told, with commas between them'),
  SMS_URL: outside.optional().describe('gateway for SMS; without it they are written into the data folder'),
  SMS_TOKEN: token.optional().describe('bearer token for it'),
  SMS_SIGNATURE: signature.default('准入').describe('name that an SMS begins with, as the carriers have it registered'),
  SMS_SIGNATURE_EN: signature.default('Zhunru').describe('the same for English texts'),
  PUSH_URL: outside.optional().describe('gateway for app push; without it they are written into the data folder'),
  PUSH_TOKEN: token.optional().describe('bearer token for it'),
  APPLICANT_LINK: z
    .url({ protocol: /^https?$/ })
    .regex(/\{(?:id|reference)\}/, 'write {id} or {reference} where the application is to be named')
    .regex(/^[\x21-\x7e]{1,100}$/, 'write at most 100 printable characters')
    .optional()
    .describe('address at which an applicant finds the application, with {id} or {reference} in it; stands in SMS'),
  BANK_VERIFICATION_URL: outside.optional().describe('adapter that asks banks whether an account is its holder’s'),
  BANK_VERIFICATION_TOKEN: token.optional().describe('bearer token for it'),
  LICENCE_REGISTRY_URL: outside.optional().describe('adapter that looks up licences in the registry of businesses'),
  LICENCE_REGISTRY_TOKEN: token.optional().describe('bearer token for it'),
  API_ACCESS: z
    .enum(['local', 'keys'])
    .optional()
    .describe(
      'local: programs of this machine need no key; keys: all do; when not set, local only where all is embedded and local',
    ),
  ...signInVariables,
  ...tracingVariables,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
})

/** Names of all variables that are read. */
export const configVariables: readonly string[] = Object.keys(environment.shape)

export interface S3Config {
  endpoint: string
  region: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
  checksum: 'sha256' | 'md5'
}

export interface Config extends DatabaseConfig, RedisConfig {
  host: string
  port: number
  /** Null: no internal listener. */
  health: { host: string; port: number } | null
  /** Milliseconds. */
  stopDelay: number
  /** Absolute. */
  dataDir: string
  /** Hex; null when it is to be found in the data folder, beside the embedded database. */
  documentNumberKey: string | null
  s3: S3Config | null
  ocrEngine: 'ppocr' | 'tesseract'
  photoProcesses: number
  /** Absolute. */
  premisesClassifier: string | null
  policyFile: string | null
  webhook: { url: string; secret: string } | null
  /** Webhooks may go to http and to private addresses: to a receiver on the same laptop. */
  webhookAllowPrivate: boolean
  /** So many applications and messages somebody may run again without another person. */
  rerunAlone: number
  tellBy: readonly ('webhook' | 'sms' | 'push')[]
  /** Null: SMS are written into the data folder. */
  sms: OutsideConfig | null
  smsSignature: { zh: string; en: string }
  /** Null: pushes are written into the data folder. */
  push: OutsideConfig | null
  /** With `{id}` or `{reference}`; null: applicants are told to look in the app. */
  applicantLink: string | null
  /** Null: banks are not asked. */
  bankVerification: OutsideConfig | null
  /** Null: the registry is not asked. */
  licenceRegistry: OutsideConfig | null
  /** Without a slash at its end; null: where the API listens. */
  publicUrl: string | null
  /** Null: people have accounts here alone. */
  openId: OpenIdConfig | null
  /** `local`: programs of this machine need no key. */
  apiAccess: 'local' | 'keys'
  /** Null: no traces. */
  tracing: TracingConfig | null
  logLevel: z.infer<typeof environment>['LOG_LEVEL']
}

export interface OutsideConfig {
  url: string
  token: string
}

/**
 * Reads and checks the configuration. The only reader of the environment.
 * @throws ZhunruError CONFIG_INVALID that names each variable that is wrong and says what it should be.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = environment.safeParse(withoutEmpty(env))
  if (!parsed.success) {
    const detail = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')
    throw new ZhunruError('CONFIG_INVALID', { detail })
  }
  const e = parsed.data
  return {
    host: e.HOST,
    port: e.PORT,
    health: e.HEALTH_PORT === undefined ? null : { host: e.HEALTH_HOST, port: e.HEALTH_PORT },
    stopDelay: e.STOP_DELAY_SECONDS * 1_000,
    dataDir: resolve(e.ZHUNRU_DATA_DIR),
    ...databaseConfig(e),
    documentNumberKey: documentNumberKey(e),
    ...redisConfig(e),
    s3: s3Config(e),
    ocrEngine: e.OCR_ENGINE,
    photoProcesses: e.PHOTO_PROCESSES,
    premisesClassifier: e.PREMISES_CLASSIFIER ? resolve(e.PREMISES_CLASSIFIER) : null,
    policyFile: e.POLICY_FILE ? resolve(e.POLICY_FILE) : null,
    webhook: webhookConfig(e),
    webhookAllowPrivate: allowsPrivate(e),
    rerunAlone: e.RERUN_ALONE_MAX,
    tellBy: e.TELL_BY,
    sms: outsideConfig(e, 'SMS'),
    smsSignature: { zh: e.SMS_SIGNATURE, en: e.SMS_SIGNATURE_EN },
    push: outsideConfig(e, 'PUSH'),
    applicantLink: e.APPLICANT_LINK ?? null,
    bankVerification: outsideConfig(e, 'BANK_VERIFICATION'),
    licenceRegistry: outsideConfig(e, 'LICENCE_REGISTRY'),
    publicUrl: e.PUBLIC_URL ? new URL(e.PUBLIC_URL).origin : null,
    openId: openIdConfig(e),
    apiAccess: apiAccess(e),
    tracing: tracingConfig(e),
    logLevel: e.LOG_LEVEL,
  }
}

/** An empty variable, as env files and compose files leave them, means "not set". */
const withoutEmpty = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim() !== ''))

/** Processes on several machines share a database; a key that each made for itself would find nothing of the others. */
function documentNumberKey({ DATABASE_URL, DOCUMENT_NUMBER_KEY }: z.infer<typeof environment>): string | null {
  if (DATABASE_URL && !DOCUMENT_NUMBER_KEY) {
    throw new ZhunruError('CONFIG_INVALID', {
      detail:
        'DATABASE_URL is set, so DOCUMENT_NUMBER_KEY must be set too, the same for all processes and for ever: at least 32 random bytes in hex, as `openssl rand -hex 32` writes them',
    })
  }
  return DOCUMENT_NUMBER_KEY ?? null
}

/** All of it or none: with one variable forgotten, photos must not silently go to a folder that nobody backs up. */
function s3Config(e: z.infer<typeof environment>): S3Config | null {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_ACCESS_KEY_ID: id, S3_SECRET_ACCESS_KEY: secret } = e
  if (endpoint && bucket && id && secret) {
    return { endpoint, region: e.S3_REGION, bucket, accessKeyId: id, secretAccessKey: secret, checksum: e.S3_CHECKSUM }
  }
  const parts = { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_ACCESS_KEY_ID: id, S3_SECRET_ACCESS_KEY: secret }
  const named = (set: boolean) => Object.entries(parts).flatMap(([name, value]) => (!!value === set ? [name] : []))
  if (named(true).length === 0) return null
  throw new ZhunruError('CONFIG_INVALID', {
    detail: `${named(true).join(', ')} set, so ${named(false).join(', ')} must be set too`,
  })
}

const isLoopback = (host: string): boolean => ['127.0.0.1', '::1', 'localhost'].includes(host)

/** With a database of its own and an API that only this machine reaches, whoever adds a webhook sits at this machine. */
const allowsPrivate = ({ WEBHOOK_ALLOW_PRIVATE, DATABASE_URL, HOST }: z.infer<typeof environment>): boolean =>
  WEBHOOK_ALLOW_PRIVATE === undefined ? !DATABASE_URL && isLoopback(HOST) : WEBHOOK_ALLOW_PRIVATE === 'true'

/**
 * Likewise for who may use the API. Whoever opens it under another address comes through something on this machine, which
 * may leave no mark.
 */
function apiAccess({ API_ACCESS, DATABASE_URL, HOST, PUBLIC_URL }: z.infer<typeof environment>): Config['apiAccess'] {
  if (API_ACCESS === 'local' && !isLoopback(HOST)) {
    throw new ZhunruError('CONFIG_INVALID', {
      detail: `API_ACCESS=local lets in whoever reaches HOST=${HOST} without a key; set HOST=127.0.0.1, or API_ACCESS=keys`,
    })
  }
  // Plain http passes for loopback alone (config-sign-in.ts).
  const isPublic = PUBLIC_URL !== undefined && !PUBLIC_URL.startsWith('http:')
  return API_ACCESS ?? (!DATABASE_URL && isLoopback(HOST) && !isPublic ? 'local' : 'keys')
}

function webhookConfig(e: z.infer<typeof environment>): Config['webhook'] {
  if (!e.WEBHOOK_URL) return null
  if (!e.WEBHOOK_SECRET) {
    throw new ZhunruError('CONFIG_INVALID', {
      detail:
        'WEBHOOK_URL is set, so WEBHOOK_SECRET must be set too: whsec_ followed by base64 of at least 24 random bytes',
    })
  }
  const why = refusedWebhookUrl(e.WEBHOOK_URL, allowsPrivate(e))
  if (why) {
    throw new ZhunruError('CONFIG_INVALID', {
      detail: `WEBHOOK_URL ${why.en}; set WEBHOOK_ALLOW_PRIVATE=true if it is a receiver of your own in your own network`,
    })
  }
  return { url: e.WEBHOOK_URL, secret: e.WEBHOOK_SECRET }
}

/** Both or none: without its URL a token would silently ask nobody. */
function outsideConfig(
  e: z.infer<typeof environment>,
  name: 'SMS' | 'PUSH' | 'BANK_VERIFICATION' | 'LICENCE_REGISTRY',
): OutsideConfig | null {
  const [url, token] = [e[`${name}_URL`], e[`${name}_TOKEN`]]
  if (url && token) return { url, token }
  if (!url && !token) return null
  const [set, missing] = url ? ['URL', 'TOKEN'] : ['TOKEN', 'URL']
  throw new ZhunruError('CONFIG_INVALID', { detail: `${name}_${set} is set, so ${name}_${missing} must be set too` })
}
