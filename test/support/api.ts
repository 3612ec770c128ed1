import type { FastifyInstance } from 'fastify'
import { afterAll } from 'vitest'
import { buildApp } from '../../src/http/app.ts'
import type { WhoAsks } from '../../src/http/gate.ts'
import type { ApiUseCases } from '../../src/http/use-cases.ts'
import type { Logger } from '../../src/platform/logger.ts'

interface LogLine {
  level: keyof Logger
  fields: object
  message: string
}

/** A log that can be read back. */
function keptLog(): { log: Logger; lines: LogLine[] } {
  const lines: LogLine[] = []
  const keep = (level: keyof Logger) => (fields: object, message: string) => void lines.push({ level, fields, message })
  return { log: { debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') }, lines }
}

/** For requests that must be refused before they reach anything: reaching it shows as INTERNAL. */
export const unreachable: ApiUseCases = {
  acceptMaterial: () => Promise.reject(new Error('reached acceptMaterial')),
  drawClarity: () => Promise.reject(new Error('reached drawClarity')),
  submitApplication: () => Promise.reject(new Error('reached submitApplication')),
  enteredBy: () => Promise.reject(new Error('reached enteredBy')),
  reviseApplication: () => Promise.reject(new Error('reached reviseApplication')),
  shipTerminal: () => Promise.reject(new Error('reached shipTerminal')),
  withdrawApplication: () => Promise.reject(new Error('reached withdrawApplication')),
  appealDecision: () => Promise.reject(new Error('reached appealDecision')),
  readApplication: () => Promise.reject(new Error('reached readApplication')),
  webhooks: {
    list: () => Promise.reject(new Error('reached webhooks.list')),
    add: () => Promise.reject(new Error('reached webhooks.add')),
    read: () => Promise.reject(new Error('reached webhooks.read')),
    change: () => Promise.reject(new Error('reached webhooks.change')),
    remove: () => Promise.reject(new Error('reached webhooks.remove')),
    rotate: () => Promise.reject(new Error('reached webhooks.rotate')),
    test: () => Promise.reject(new Error('reached webhooks.test')),
    deliveries: () => Promise.reject(new Error('reached webhooks.deliveries')),
    readDelivery: () => Promise.reject(new Error('reached webhooks.readDelivery')),
    redeliver: () => Promise.reject(new Error('reached webhooks.redeliver')),
    redeliverRange: () => Promise.reject(new Error('reached webhooks.redeliverRange')),
  },
  cases: {
    list: () => Promise.reject(new Error('reached cases.list')),
    next: () => Promise.reject(new Error('reached cases.next')),
    claim: () => Promise.reject(new Error('reached cases.claim')),
    extend: () => Promise.reject(new Error('reached cases.extend')),
    release: () => Promise.reject(new Error('reached cases.release')),
    snooze: () => Promise.reject(new Error('reached cases.snooze')),
    escalate: () => Promise.reject(new Error('reached cases.escalate')),
    transfer: () => Promise.reject(new Error('reached cases.transfer')),
    comment: () => Promise.reject(new Error('reached cases.comment')),
  },
  followEvents: () => {
    throw new Error('reached followEvents')
  },
  ready: () => Promise.reject(new Error('reached ready')),
}

/** Requests of this machine come without credentials, as they may in an embedded installation. */
export const localAccess: WhoAsks = { session: async () => null, client: async () => null, local: true }

/** The app over the use cases given, closed after the file's last test. Call it at the top of a test file. */
export async function testApi(
  useCases: Partial<ApiUseCases> = {},
  whoAsks: WhoAsks = localAccess,
): Promise<{ app: FastifyInstance; lines: LogLine[] }> {
  const { log, lines } = keptLog()
  const config = { version: '0.0.0-test' }
  const app = await buildApp({ useCases: { ...unreachable, ...useCases }, whoAsks, log, config })
  afterAll(() => app.close())
  return { app, lines }
}
