import { randomUUID } from 'node:crypto'
import helmet from '@fastify/helmet'
import { fastify, type FastifyInstance } from 'fastify'
import { serializerCompiler } from 'fastify-type-provider-zod'
import type { Logger } from '../platform/logger.ts'
import { documentApi } from './documentation.ts'
import { answerClientError, answerError, handleErrors } from './error-handling.ts'
import { acceptJson, JSON_BODY_MAX } from './json-body.ts'
import { watchMethods } from './method-not-allowed.ts'
import { logRequests } from './request-log.ts'
import { findApplication } from './routes/find-application.ts'
import { healthProbes } from './routes/health.ts'
import { readApplication } from './routes/read-application.ts'
import { requirements } from './routes/requirements.ts'
import { submitApplication } from './routes/submit-application.ts'
import { uploadMaterial } from './routes/upload-material.ts'
import type { ApiUseCases } from './use-cases.ts'
import { validatorCompiler } from './validation.ts'

export interface ApiConfig {
  /** Of the program, as the documentation shows it. */
  version: string
}

/** For a whole request, from its first byte to its last; milliseconds. */
const REQUEST_TIMEOUT = 30_000

const newRequestId = () => `req_${randomUUID().replaceAll('-', '')}`

/** The HTTP API, ready to listen. Owns no resource besides its sockets: `close()` ends it. */
export async function buildApp(needs: {
  useCases: ApiUseCases
  log: Logger
  config: ApiConfig
}): Promise<FastifyInstance> {
  const { useCases, log, config } = needs
  const app = fastify({
    // Our own log lines, by allow-list; the framework's would hold addresses and messages.
    logger: false,
    bodyLimit: JSON_BODY_MAX,
    requestTimeout: REQUEST_TIMEOUT,
    trustProxy: false,
    requestIdHeader: false,
    genReqId: newRequestId,
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply, log),
    clientErrorHandler: (error, socket) => answerClientError(error, socket, newRequestId()),
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  acceptJson(app)
  handleErrors(app, log)
  logRequests(app, log)
  app.addHook('onRequest', async (request, reply) => {
    // Answers hold personal data; the documentation sets its own rules for its files.
    reply.header('x-request-id', request.id).header('cache-control', 'no-store')
  })
  await app.register(helmet, {
    // Nothing here is a page: nothing may load. The documentation page replaces it with its own.
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  })

  const refuseOtherMethods = watchMethods(app)
  await documentApi(app, config.version)
  await app.register(requirements)
  await app.register(uploadMaterial(useCases))
  await app.register(submitApplication(useCases))
  await app.register(readApplication(useCases))
  await app.register(findApplication(useCases))
  await app.register(healthProbes(useCases))
  refuseOtherMethods()
  await app.ready()
  return app
}
