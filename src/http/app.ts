import { randomUUID } from 'node:crypto'
import helmet from '@fastify/helmet'
import { fastify, type FastifyInstance, type FastifyPluginCallback, type FastifyRequest } from 'fastify'
import { serializerCompiler } from 'fastify-type-provider-zod'
import type { Logger } from '../platform/logger.ts'
import type { BoardQueue } from './board-queue.ts'
import { serveConsole } from './console.ts'
import { documentApi } from './documentation.ts'
import { addGate, type WhoAsks } from './gate.ts'
import { answerClientError, answerError, handleErrors } from './error-handling.ts'
import { guardIntake } from './intake.ts'
import { acceptJson, JSON_BODY_MAX } from './json-body.ts'
import { type Answered, measureRequests } from './measure-requests.ts'
import { watchMethods } from './method-not-allowed.ts'
import { logRequests } from './request-log.ts'
import { serveQueueBoard } from './queue-board.ts'
import { accountRoutes } from './routes/accounts.ts'
import { appealDecision } from './routes/appeal-decision.ts'
import { callbackRoutes } from './routes/callbacks.ts'
import { callRoutes } from './routes/calls.ts'
import { caseRoutes } from './routes/cases.ts'
import { clarityMap } from './routes/clarity-map.ts'
import { readDashboard } from './routes/dashboard.ts'
import { decideCaseRoutes } from './routes/decide-case.ts'
import { deliveryRoutes } from './routes/deliveries.ts'
import { failureRoutes } from './routes/failures.ts'
import { findApplication } from './routes/find-application.ts'
import { followEvents } from './routes/follow-events.ts'
import { healthProbes } from './routes/health.ts'
import { readMetrics } from './routes/metrics.ts'
import { showPhoto } from './routes/photo.ts'
import { readOperations } from './routes/operations.ts'
import { readApplication } from './routes/read-application.ts'
import { queueControl } from './routes/queue-control.ts'
import { readCase } from './routes/read-case.ts'
import { rerunRoutes } from './routes/reruns.ts'
import { requirements } from './routes/requirements.ts'
import { revealValue } from './routes/reveal.ts'
import { reviseApplication } from './routes/revise-application.ts'
import { searchApplications } from './routes/search.ts'
import { secondLookRoutes } from './routes/second-looks.ts'
import { openIdRoutes } from './routes/session-openid.ts'
import { ownAccountRoutes } from './routes/session-own.ts'
import { sessionRoutes } from './routes/session.ts'
import { shipTerminal } from './routes/ship-terminal.ts'
import { readStory } from './routes/story.ts'
import { submitApplication } from './routes/submit-application.ts'
import { uploadMaterial } from './routes/upload-material.ts'
import { webhookWork } from './routes/webhook-work.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import { withdrawApplication } from './routes/withdraw-application.ts'
import { addSessions, ownSessions, type SessionConfig } from './sessions.ts'
import { closeSilentConnections } from './silent-connections.ts'
import type { ApiUseCases } from './use-cases.ts'
import { validatorCompiler } from './validation.ts'

export interface ApiConfig {
  /** Of the program, as the documentation shows it. */
  version: string
  /** For a whole request, from its first byte to its last; milliseconds, 30,000 when absent. */
  requestTimeout?: number
  /** How sessions are kept by browsers; when absent, as this process alone would have it. */
  sessions?: SessionConfig
  /** Of the streams of events: milliseconds between heartbeats and between looks at who follows, and the most at once. */
  events?: { heartbeat?: number; recheck?: number; most?: number }
  /** Traces requests. */
  tracing?: FastifyPluginCallback
  /** Is told of every request that was answered. */
  answered?: (answered: Answered) => void
}

const newRequestId = () => `req_${randomUUID().replaceAll('-', '')}`

/** Answers hold personal data and none is a page: nothing may keep them or load from them. `/docs` has rules of its own. */
const plainHeaders = (request: FastifyRequest) => ({
  'x-request-id': request.id,
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
})

/** The HTTP API, ready to listen. Owns no resource besides its sockets: `close()` ends it. */
export async function buildApp(needs: {
  useCases: ApiUseCases
  whoAsks: WhoAsks
  log: Logger
  config: ApiConfig
  /** The queues themselves, to be looked at under /ops/queues; without, there is no such page. */
  boardQueues?: () => readonly BoardQueue[]
  /** Whether the queues can take no more work. */
  queuesFull?: () => boolean
}): Promise<FastifyInstance> {
  const { useCases, whoAsks, log, config, boardQueues, queuesFull } = needs
  const { version, requestTimeout = 30_000 } = config
  const app = fastify({
    // Our own log lines, by allow-list; the framework's would hold addresses and messages.
    logger: false,
    bodyLimit: JSON_BODY_MAX,
    requestTimeout,
    http: {
      // Node swaps the two limits when the one for headers is the larger, and its default is 60 s.
      headersTimeout: Math.min(10_000, requestTimeout),
      // It looks for late requests only every 30 s by itself, which would double the limit.
      connectionsCheckingInterval: Math.min(5_000, requestTimeout),
    },
    trustProxy: false,
    requestIdHeader: false,
    genReqId: newRequestId,
    // Addresses that cannot be decoded meet no hook.
    frameworkErrors: (error, request, reply) =>
      void answerError(error, request, reply.headers(plainHeaders(request)), log),
    clientErrorHandler: (error, socket) => answerClientError(error, socket, newRequestId()),
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  acceptJson(app)
  handleErrors(app, log)
  logRequests(app, log)
  if (config.tracing) await app.register(config.tracing)
  if (config.answered) measureRequests(app, config.answered)
  closeSilentConnections(app)
  await app.register(helmet, { contentSecurityPolicy: false })
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(plainHeaders(request))
  })

  await addSessions(app, useCases.access, config.sessions ?? ownSessions())
  addGate(app, whoAsks)
  if (queuesFull) guardIntake(app, queuesFull)
  const refuseOtherMethods = watchMethods(app)
  await documentApi(app, version)
  await serveConsole(app)
  if (boardQueues) await serveQueueBoard(app, boardQueues)
  await app.register(sessionRoutes(useCases))
  await app.register(ownAccountRoutes(useCases))
  await app.register(openIdRoutes(useCases))
  await app.register(accountRoutes(useCases))
  await app.register(requirements)
  await app.register(uploadMaterial(useCases))
  await app.register(clarityMap(useCases))
  await app.register(submitApplication(useCases))
  await app.register(shipTerminal(useCases))
  await app.register(readApplication(useCases))
  await app.register(findApplication(useCases))
  await app.register(reviseApplication(useCases))
  await app.register(withdrawApplication(useCases))
  await app.register(appealDecision(useCases))
  await app.register(webhookRoutes(useCases))
  await app.register(webhookWork(useCases))
  await app.register(deliveryRoutes(useCases))
  await app.register(caseRoutes(useCases))
  await app.register(callbackRoutes(useCases))
  await app.register(callRoutes(useCases))
  await app.register(decideCaseRoutes(useCases))
  await app.register(secondLookRoutes(useCases))
  await app.register(readCase(useCases))
  await app.register(readStory(useCases))
  await app.register(revealValue(useCases))
  await app.register(showPhoto(useCases))
  await app.register(searchApplications(useCases))
  await app.register(readDashboard(useCases))
  await app.register(queueControl(useCases))
  await app.register(readOperations(useCases))
  await app.register(failureRoutes(useCases))
  await app.register(rerunRoutes(useCases))
  await app.register(followEvents(useCases, config.events))
  await app.register(healthProbes(useCases))
  await app.register(readMetrics(useCases))
  refuseOtherMethods()
  await app.ready()
  return app
}
