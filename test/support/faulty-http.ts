import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'

/** What is done to one request; each other goes through as it is. */
export type HttpFault =
  /** Answered with this status, as S3 writes errors. */
  | { is: 'status'; status: number; code: string; headers?: Record<string, string> }
  /** The connection breaks before a word is said. */
  | { is: 'reset' }
  /** Nothing is answered, ever. */
  | { is: 'silent' }
  /** The head of the answer and half of its body come; then the connection breaks. */
  | { is: 'reset-in-answer' }
  /** Likewise, and nothing more comes, ever. */
  | { is: 'stall-in-answer' }
  /** The answer is half as long as it should be, and says so. */
  | { is: 'truncate' }
  /** One bit of the answer's body is another. */
  | { is: 'flip-answer' }
  /** One bit of what is sent arrives as another. */
  | { is: 'flip-request' }
  /** What was written is answered with another ETag. */
  | { is: 'wrong-etag' }
  /** It is done, and the answer is lost. */
  | { is: 'lost-answer' }

export interface FaultyHttp {
  url: string
  /** What came, in order: method and headers. */
  seen: { method: string; path: string; headers: IncomingMessage['headers'] }[]
  /** Connections that are open now. */
  connections(): Promise<number>
  /** The next requests meet these, in order. @param method only requests of this one */
  next(faults: HttpFault[], method?: string): void
  /** What is read from such a path has one bit that is another. */
  spoil(path: (path: string) => boolean): void
  /** All requests meet it until it is null. */
  always(fault: HttpFault | null): void
  /** Nobody listens any more; what is open breaks. */
  refuse(): Promise<void>
  /** Under the same port as before. */
  accept(): Promise<void>
  close(): Promise<void>
}

/**
 * A proxy before an HTTP server of the tests. With `verifies` it compares what arrives with the checksums that came with it,
 * as S3 does and small servers do not.
 */
export async function startFaultyHttp(
  target: string,
  { verifies = false, refuses }: { verifies?: boolean; refuses?: string } = {},
): Promise<FaultyHttp> {
  const seen: FaultyHttp['seen'] = []
  let planned: { fault: HttpFault; method: string | undefined }[] = []
  let standing: HttpFault | null = null
  let spoilt = (_: string): boolean => false

  const server = createServer((request, response) => {
    response.on('error', () => {})
    handle(request, response).catch(() => response.destroy())
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = request
    seen.push({ method, path: url, headers })
    const n = planned.findIndex((each) => each.method === undefined || each.method === method)
    const fault = n < 0 ? standing : planned.splice(n, 1)[0]!.fault
    if (fault?.is === 'reset') return void request.socket.destroy()
    const body = await buffer(request)
    if (fault?.is === 'silent') return
    if (fault?.is === 'status') return s3Error(response, fault.status, fault.code, fault.headers)
    if (refuses !== undefined && headers[refuses] !== undefined) {
      return s3Error(
        response,
        400,
        'InvalidArgument',
        {},
        `Unsupported header '${refuses}' received for this API call.`,
      )
    }
    if (fault?.is === 'flip-request') flip(body)
    const damaged = verifies ? wrongDigest(headers, body) : null
    if (damaged) return s3Error(response, 400, damaged)

    const answer = await forward(request, body)
    if (fault?.is === 'lost-answer') return void request.socket.destroy()
    const content = await buffer(answer)
    if (fault?.is === 'flip-answer' || (method === 'GET' && spoilt(url))) flip(content)
    const given = fault?.is === 'truncate' ? content.subarray(0, content.length / 2) : content
    response.writeHead(answer.statusCode ?? 500, {
      ...answer.headers,
      ...(content.length > 0 && { 'content-length': given.length }),
      ...(fault?.is === 'wrong-etag' && { etag: `"${'0'.repeat(32)}"` }),
    })
    if (fault?.is !== 'reset-in-answer' && fault?.is !== 'stall-in-answer') return void response.end(given)
    response.write(given.subarray(0, given.length / 2), () => {
      if (fault.is === 'reset-in-answer') request.socket.resetAndDestroy()
    })
  }

  const forward = ({ method, url, headers }: IncomingMessage, body: Buffer) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const { hostname, port } = new URL(target)
      const asked = ask({ hostname, port, method, path: url, headers, agent: false }, resolve)
      asked.on('error', reject)
      asked.end(body)
    })

  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const refuse = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  }
  await listen(0)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')

  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    next(faults, method) {
      planned = faults.map((fault) => ({ fault, method }))
    },
    spoil(path) {
      spoilt = path
    },
    always(fault) {
      standing = fault
    },
    refuse,
    accept: () => listen(address.port),
    async close() {
      if (server.listening) await refuse()
    },
  }
}

function flip(bytes: Buffer): void {
  const middle = Math.floor(bytes.length / 2)
  if (bytes.length > 0) bytes[middle] = bytes[middle]! ^ 1
}

/** As S3 names it. */
function wrongDigest(headers: IncomingMessage['headers'], body: Buffer): string | null {
  const is = (algorithm: string, encoding: 'hex' | 'base64') => createHash(algorithm).update(body).digest(encoding)
  const { 'content-md5': md5, 'x-amz-checksum-sha256': sha256, 'x-amz-content-sha256': signed } = headers
  if (md5 !== undefined && md5 !== is('md5', 'base64')) return 'BadDigest'
  if (sha256 !== undefined && sha256 !== is('sha256', 'base64')) return 'BadDigest'
  if (typeof signed === 'string' && /^[0-9a-f]{64}$/.test(signed) && signed !== is('sha256', 'hex')) {
    return 'XAmzContentSHA256Mismatch'
  }
  return null
}

function s3Error(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Record<string, string> = {},
  message = code,
): void {
  response.writeHead(status, { 'content-type': 'application/xml', ...headers })
  response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`)
}
