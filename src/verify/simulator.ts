import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { sha256 } from '../platform/canonical.ts'
import { bankRequest, paths, registryRequest } from './protocol.ts'
import { type Act, bankAct, type KnownLicence, registryAct } from './simulator-rules.ts'

export interface SimulatorOptions {
  host?: string
  /** 0 takes a free one. */
  port?: number
  /** The one bearer token that is let in; any when absent. */
  token?: string
  licences?: readonly KnownLicence[]
  /** Milliseconds before an answer that comes too late. */
  slowMs?: number
  /** After each answer. Nothing personal is in it. */
  onAnswer?: (answer: { port: Port; status: number; result: string }) => void
}

export interface Simulator {
  bankUrl: string
  registryUrl: string
  /** Cuts what is under way. */
  close(): Promise<void>
}

type Port = 'bank' | 'registry'

/** Later than our own adapter waits. */
const SLOW = 8_000
const BODY_MAX = 16 * 1024
/** Questions that are remembered. */
const REMEMBERED = 10_000

/**
 * A bank and a registry that speak the protocol of docs/verification.md, over real HTTP. What they answer follows from the
 * numbers alone, so that every outcome can be brought about at will. Keeps nothing but hashes and writes nothing down.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { host = '127.0.0.1', port = 0 } = options
  const known = new Map((options.licences ?? []).map((licence) => [licence.creditCode, licence]))
  const asked = new Map<string, { body: string; times: number }>()
  const waiting = new Set<NodeJS.Timeout>()

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const side = (['bank', 'registry'] as const).find((name) => request.url === `/${name}${paths[name]}`)
    const refuse = (status: number, problem: string) => {
      answer(response, status, { problem })
      if (side) options.onAnswer?.({ port: side, status, result: problem })
    }
    if (!side) return refuse(404, 'no such address')
    if (request.method !== 'POST') return refuse(405, 'POST only')
    const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    if (!bearer || (options.token !== undefined && bearer !== options.token)) return refuse(401, 'wrong token')
    const key = request.headers['idempotency-key']
    if (typeof key !== 'string' || key === '') return refuse(400, 'Idempotency-Key is missing')
    const body = await bodyOf(request)
    if (body === null) return refuse(413, 'too large')
    const times = remember(`${side} ${key}`, body)
    if (times === 0) return refuse(422, 'Idempotency-Key was used with another body')
    const act = actOn(side, body, times)
    if (!act) return refuse(400, 'the body does not parse')
    perform(response, act, (status, result) => options.onAnswer?.({ port: side, status, result }))
  }

  /** @returns how often this came, with this time; 0 when the key came with another body. */
  function remember(key: string, body: string): number {
    const hash = sha256(body)
    const before = asked.get(key)
    if (before && before.body !== hash) return 0
    const times = (before?.times ?? 0) + 1
    asked.delete(key)
    asked.set(key, { body: hash, times })
    const [oldest] = asked.keys()
    if (asked.size > REMEMBERED && oldest !== undefined) asked.delete(oldest)
    return times
  }

  function actOn(side: Port, body: string, times: number): Act | null {
    const content = jsonOf(body)
    if (side === 'bank') {
      const parsed = bankRequest.safeParse(content)
      return parsed.success ? bankAct(parsed.data, times) : null
    }
    const parsed = registryRequest.safeParse(content)
    return parsed.success ? registryAct(parsed.data.creditCode, times, known) : null
  }

  function perform(response: ServerResponse, act: Act, done: (status: number, result: string) => void): void {
    if (act.does === 'cut') {
      response.destroy()
      return done(0, 'cut')
    }
    if (act.does === 'wait') {
      const timer = setTimeout(() => {
        waiting.delete(timer)
        answer(response, 200, act.body)
        done(200, 'slow')
      }, options.slowMs ?? SLOW)
      waiting.add(timer)
      response.on('close', () => {
        if (waiting.delete(timer)) done(0, 'slow, and nobody waited')
        clearTimeout(timer)
      })
      return
    }
    if (act.does === 'garble') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>系统维护中</html>')
      return done(200, 'garbled')
    }
    if (act.does === 'fail') {
      if (act.retryAfter !== undefined) response.setHeader('retry-after', String(act.retryAfter))
      answer(response, act.status, { problem: 'try again later' })
      return done(act.status, 'try again later')
    }
    answer(response, 200, act.body)
    done(200, act.body.result)
  }

  await listen(server, host, port)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the simulator does not listen')
  const url = `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`
  return {
    bankUrl: `${url}/bank`,
    registryUrl: `${url}/registry`,
    close: () =>
      new Promise((resolve) => {
        for (const timer of waiting) clearTimeout(timer)
        waiting.clear()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })

const answer = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) return null
    size += chunk.byteLength
    if (size > BODY_MAX) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
