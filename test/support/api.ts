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
  access: {
    sessions: {
      load: () => Promise.reject(new Error('reached access.sessions.load')),
      begin: () => Promise.reject(new Error('reached access.sessions.begin')),
      keep: () => Promise.reject(new Error('reached access.sessions.keep')),
      touch: () => Promise.reject(new Error('reached access.sessions.touch')),
      end: () => Promise.reject(new Error('reached access.sessions.end')),
    },
    describe: () => Promise.reject(new Error('reached access.describe')),
    signIn: () => Promise.reject(new Error('reached access.signIn')),
    signOut: () => Promise.reject(new Error('reached access.signOut')),
    readLink: () => Promise.reject(new Error('reached access.readLink')),
    useLink: () => Promise.reject(new Error('reached access.useLink')),
    changePassword: () => Promise.reject(new Error('reached access.changePassword')),
    beginSecondFactor: () => Promise.reject(new Error('reached access.beginSecondFactor')),
    confirmSecondFactor: () => Promise.reject(new Error('reached access.confirmSecondFactor')),
    endSecondFactor: () => Promise.reject(new Error('reached access.endSecondFactor')),
    openId: null,
    listAccounts: () => Promise.reject(new Error('reached access.listAccounts')),
    addAccount: () => Promise.reject(new Error('reached access.addAccount')),
    changeAccount: () => Promise.reject(new Error('reached access.changeAccount')),
    renewLink: () => Promise.reject(new Error('reached access.renewLink')),
    listPeople: () => Promise.reject(new Error('reached access.listPeople')),
  },
  acceptMaterial: () => Promise.reject(new Error('reached acceptMaterial')),
  drawClarity: () => Promise.reject(new Error('reached drawClarity')),
  submitApplication: () => Promise.reject(new Error('reached submitApplication')),
  enteredBy: () => Promise.reject(new Error('reached enteredBy')),
  reviseApplication: () => Promise.reject(new Error('reached reviseApplication')),
  shipTerminal: () => Promise.reject(new Error('reached shipTerminal')),
  withdrawApplication: () => Promise.reject(new Error('reached withdrawApplication')),
  appealDecision: () => Promise.reject(new Error('reached appealDecision')),
  readApplication: () => Promise.reject(new Error('reached readApplication')),
  callbacks: {
    list: () => Promise.reject(new Error('reached callbacks.list')),
    read: () => Promise.reject(new Error('reached callbacks.read')),
    next: () => Promise.reject(new Error('reached callbacks.next')),
    claim: () => Promise.reject(new Error('reached callbacks.claim')),
    extend: () => Promise.reject(new Error('reached callbacks.extend')),
    release: () => Promise.reject(new Error('reached callbacks.release')),
    revealPhone: () => Promise.reject(new Error('reached callbacks.revealPhone')),
    record: () => Promise.reject(new Error('reached callbacks.record')),
  },
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
  deciding: {
    catalogue: () => Promise.reject(new Error('reached deciding.catalogue')),
    desk: () => Promise.reject(new Error('reached deciding.desk')),
    preview: () => Promise.reject(new Error('reached deciding.preview')),
    decide: () => Promise.reject(new Error('reached deciding.decide')),
    confirm: () => Promise.reject(new Error('reached deciding.confirm')),
    secondLooks: () => Promise.reject(new Error('reached deciding.secondLooks')),
    takeSecondLook: () => Promise.reject(new Error('reached deciding.takeSecondLook')),
    readSecondLook: () => Promise.reject(new Error('reached deciding.readSecondLook')),
    decideSecondLook: () => Promise.reject(new Error('reached deciding.decideSecondLook')),
    hiddenFrom: () => Promise.reject(new Error('reached deciding.hiddenFrom')),
    quality: () => Promise.reject(new Error('reached deciding.quality')),
  },
  staff: {
    story: () => Promise.reject(new Error('reached staff.story')),
    case: () => Promise.reject(new Error('reached staff.case')),
    reveal: () => Promise.reject(new Error('reached staff.reveal')),
    photo: () => Promise.reject(new Error('reached staff.photo')),
    search: () => Promise.reject(new Error('reached staff.search')),
    dashboard: () => Promise.reject(new Error('reached staff.dashboard')),
  },
  operations: {
    processes: () => Promise.reject(new Error('reached operations.processes')),
    pauseQueue: () => Promise.reject(new Error('reached operations.pauseQueue')),
    resumeQueue: () => Promise.reject(new Error('reached operations.resumeQueue')),
  },
  reruns: {
    try: () => Promise.reject(new Error('reached reruns.try')),
    start: () => Promise.reject(new Error('reached reruns.start')),
    list: () => Promise.reject(new Error('reached reruns.list')),
    policies: () => Promise.reject(new Error('reached reruns.policies')),
    read: () => Promise.reject(new Error('reached reruns.read')),
    items: () => Promise.reject(new Error('reached reruns.items')),
    differences: () => Promise.reject(new Error('reached reruns.differences')),
    approve: () => Promise.reject(new Error('reached reruns.approve')),
    refuse: () => Promise.reject(new Error('reached reruns.refuse')),
    pause: () => Promise.reject(new Error('reached reruns.pause')),
    resume: () => Promise.reject(new Error('reached reruns.resume')),
    cancel: () => Promise.reject(new Error('reached reruns.cancel')),
  },
  readOperations: () => Promise.reject(new Error('reached readOperations')),
  failures: {
    list: () => Promise.reject(new Error('reached failures.list')),
    groups: () => Promise.reject(new Error('reached failures.groups')),
    note: () => Promise.reject(new Error('reached failures.note')),
    look: () => Promise.reject(new Error('reached failures.look')),
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
  metrics: () => Promise.reject(new Error('reached metrics')),
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
