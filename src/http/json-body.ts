import type { FastifyInstance } from 'fastify'
import { parseJson } from '../platform/json.ts'

/** Bytes of a JSON body. */
export const JSON_BODY_MAX = 1024 * 1024

/** Takes JSON and nothing else, not even plain text: strict UTF-8, and errors that never quote the body. */
export function acceptJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: JSON_BODY_MAX },
    async (_request: unknown, body: Buffer) => parseJson(body),
  )
}

/** For a route without a body: many clients name the type of the body that they do not send. */
export function acceptNoJson(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: JSON_BODY_MAX },
    async (_request: unknown, body: Buffer) => (body.length === 0 ? undefined : parseJson(body)),
  )
}
