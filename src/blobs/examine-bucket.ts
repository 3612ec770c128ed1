import { GetBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3'
import type { S3Config } from '../platform/config.ts'

/** Milliseconds. */
const PATIENCE = 5_000

export interface BucketFacts {
  /** Whether this object, or the list of all, is given to whoever asks without a key; null when it could not be asked. */
  public: boolean | null
  /** Whether what is deleted is kept as an old version; null where the store does not say. */
  keepsVersions: boolean | null
}

/** What a bucket does that no photo may meet. `key` names an object that is there. */
export async function examineBucket(config: S3Config, key: string): Promise<BucketFacts> {
  const [object, listed, keepsVersions] = await Promise.all([
    isGiven(new URL(`${config.bucket}/${key}`, withSlash(config.endpoint))),
    isGiven(new URL(`${config.bucket}?list-type=2&max-keys=1`, withSlash(config.endpoint))),
    readVersioning(config),
  ])
  return { public: object === null && listed === null ? null : object === true || listed === true, keepsVersions }
}

const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`)

async function isGiven(url: URL): Promise<boolean | null> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) })
    await answer.body?.cancel()
    return answer.status === 200
  } catch {
    return null
  }
}

async function readVersioning(config: S3Config): Promise<boolean | null> {
  const client = new S3Client({
    endpoint: config.endpoint,
    region: config.region,
    credentials: { accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey },
    forcePathStyle: true,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: PATIENCE, requestTimeout: PATIENCE, throwOnRequestTimeout: true },
  })
  try {
    const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket: config.bucket }))
    return Status === 'Enabled'
  } catch {
    return null
  } finally {
    client.destroy()
  }
}
