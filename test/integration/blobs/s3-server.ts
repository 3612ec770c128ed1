import { createRequire } from 'node:module'

/** The part of the package that is used; it has no types of its own. */
interface S3rver {
  run(): Promise<{ port: number }>
  close(): Promise<void>
}
type S3rverClass = new (options: {
  address: string
  port: number
  silent: boolean
  directory: string
  configureBuckets: { name: string }[]
  allowMismatchedSignatures: boolean
}) => S3rver

const require = createRequire(import.meta.url)

/**
 * A server that speaks S3 and checks signatures. Its keys are fixed.
 * @param options.anySignature for requests about a bucket itself: it takes their address without the slash at its end, which
 * clients sign
 */
export async function startS3(directory: string, bucket: string, options: { anySignature?: boolean } = {}) {
  const Server: S3rverClass = require('@20minutes/s3rver')
  const server = new Server({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: bucket }],
    allowMismatchedSignatures: options.anySignature === true,
  })
  const { port } = await server.run()
  return {
    config: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      bucket,
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
      checksum: 'sha256' as const,
    },
    close: () => server.close(),
  }
}
