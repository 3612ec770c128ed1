import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ErrorAnswer } from '../contracts/error-answer.ts'
import { ZhunruError } from '../platform/errors.ts'
import type { Logger } from '../platform/logger.ts'
import { errorCode, isOutage } from '../platform/outage.ts'
import { notFound } from '../platform/not-found.ts'
import { QUEUES_FULL_RETRY } from './intake.ts'
import { describeSurprise } from './surprise.ts'

/** Seconds after which it is worth trying again. */
const RETRY_AFTER: Partial<Record<ZhunruError['code'], number>> = {
  IDEMPOTENCY_KEY_BUSY: 1,
  NOT_READY: 2,
  QUEUES_FULL: QUEUES_FULL_RETRY,
  TOO_MANY_STREAMS: 10,
  SIGN_IN_BUSY: 2,
}

/** Gives every error the one shape of answer, and every surprise one line in the log. */
export function handleErrors(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, log))
  app.setNotFoundHandler((request, reply) => answerError(notFound('address'), request, reply, log))
}

export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): FastifyReply {
  const known = asZhunruError(error, request)
  if (known.code === 'INTERNAL') {
    const { method, id: requestId } = request
    log.error(
      { requestId, method, route: request.routeOptions.url ?? null, err: describeSurprise(error) },
      'unexpected error',
    )
  }
  if (known.code === 'NOT_READY' && isOutage(error)) {
    log.warn({ requestId: request.id, error: errorCode(error) }, 'a request was refused while a datastore is away')
  }
  if (known.code === 'PHOTO_DAMAGED') {
    log.warn({ requestId: request.id, material: known.values['id'] }, 'a photo is damaged in the store')
  }
  const retryAfter = RETRY_AFTER[known.code]
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter)
  return reply.code(known.status).type('application/json; charset=utf-8').send(errorBody(known, request.id))
}

export function errorBody(error: ZhunruError, requestId: string): ErrorAnswer {
  const { code, text: message, errors } = error
  return { error: { code, message, ...(errors.length > 0 && { errors }), requestId } }
}

/** Only what is ours or the framework's own 4xx becomes the caller's; all else is INTERNAL. */
function asZhunruError(error: unknown, request: FastifyRequest): ZhunruError {
  if (error instanceof ZhunruError) {
    // A faulty configuration is ours to mend and its text may name what a caller need not know.
    return error.code === 'CONFIG_INVALID' ? new ZhunruError('INTERNAL', { requestId: request.id }) : error
  }
  const { code, statusCode } = marks(error)
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return unsupportedMediaType(request)
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new ZhunruError('PAYLOAD_TOO_LARGE', { limit: '1 MB' })
  if (typeof code === 'string' && typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new ZhunruError('BAD_REQUEST', { detail: frameworkTexts[code] ?? code })
  }
  // Whoever asks again gets their answer: nothing of theirs was at fault, and nothing of it was kept.
  if (isOutage(error)) {
    return new ZhunruError('NOT_READY', { detail: code === 'PHOTOS_AWAY' ? photosAway : databaseAway })
  }
  return new ZhunruError('INTERNAL', { requestId: request.id })
}

const photosAway = { zh: '照片存储暂时没有响应', en: 'the store of photos does not answer at the moment' }
const databaseAway = { zh: '数据库暂时没有响应', en: 'the database does not answer at the moment' }

const frameworkTexts: Record<string, string> = {
  FST_ERR_BAD_URL: 'its address is not properly encoded',
  FST_ERR_MAX_PARAM_LENGTH: 'a part of its address is too long',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'its Content-Length differs from what came',
}

/** The two marks by which the framework tells its errors apart. */
function marks(error: unknown): { code?: unknown; statusCode?: unknown } {
  return typeof error === 'object' && error !== null ? error : {}
}

export function unsupportedMediaType(request: FastifyRequest): ZhunruError {
  const type = request.headers['content-type']?.split(';')[0]?.trim().slice(0, 100) || '(none)'
  return new ZhunruError('UNSUPPORTED_MEDIA_TYPE', {
    type,
    expected: request.routeOptions.config.accepts ?? 'application/json',
  })
}

/** Requests that are not even HTTP never reach a route; they get the same shape. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket, requestId: string): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, detail] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? ['408 Request Timeout', 'it did not arrive in time']
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? ['431 Request Header Fields Too Large', 'its headers are too large']
        : ['400 Bad Request', 'it is no HTTP request']
  const body = JSON.stringify(errorBody(new ZhunruError('BAD_REQUEST', { detail }), requestId))
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n`
  socket.end(head + body)
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The one media type that a route takes, for the text of UNSUPPORTED_MEDIA_TYPE; JSON when absent. */
    accepts?: string
  }
}
