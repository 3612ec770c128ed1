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
}) => S3rver

const require = createRequire(import.meta.url)

/** A server that speaks S3 and checks signatures. Its keys are fixed. */
export async function startS3(directory: string, bucket: string) {
  const Server: S3rverClass = require('@20minutes/s3rver')
  const server = new Server({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: bucket }],
  })
  const { port } = await server.run()
  return {
    config: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      bucket,
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
    },
    close: () => server.close(),
  }
}
