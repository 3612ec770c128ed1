import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { errorAnswer } from '../../../src/contracts/error-answer.ts'
import { merchantTypes } from '../../../src/domain/application.ts'
import { submission } from '../../../src/contracts/submission.ts'
import { errorCatalogue } from '../../../src/platform/errors.ts'
import { testApi } from '../../support/api.ts'

const { app } = await testApi()
const document = (await app.inject('/openapi.json')).json()

interface Operation {
  operationId: string
  summary: string
  tags: string[]
  responses: Record<
    string,
    { description: string; content: Record<string, { examples: Record<string, { value: unknown }> }> }
  >
}
const operations: [string, Operation][] = Object.entries<Record<string, Operation>>(document.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
)

describe('/openapi.json', () => {
  it('is a valid OpenAPI 3.1 document whose references all lead somewhere', async () => {
    const validator = new Validator()
    expect((await validator.validate(structuredClone(document))).errors).toBeUndefined()
    expect(document.openapi).toBe('3.1.0')
    expect(() => validator.resolveRefs()).not.toThrow()
  })

  it('shows every route and no other', () => {
    expect(operations.map(([name]) => name).sort()).toEqual([
      'DELETE /v1/session',
      'DELETE /v1/session/totp',
      'DELETE /v1/webhooks/{id}',
      'GET /health/live',
      'GET /health/ready',
      'GET /metrics',
      'GET /v1/accounts',
      'GET /v1/applications',
      'GET /v1/applications/{id}',
      'GET /v1/applications/{id}/story',
      'GET /v1/callbacks',
      'GET /v1/callbacks/{id}',
      'GET /v1/cases',
      'GET /v1/cases/{id}',
      'GET /v1/cases/{id}/decision',
      'GET /v1/dashboard',
      'GET /v1/deliveries/{id}',
      'GET /v1/events',
      'GET /v1/failure-groups',
      'GET /v1/failures',
      'GET /v1/materials/{id}/clarity.png',
      'GET /v1/materials/{id}/photo',
      'GET /v1/operations',
      'GET /v1/operations/processes',
      'GET /v1/people',
      'GET /v1/quality',
      'GET /v1/reasons',
      'GET /v1/requirements',
      'GET /v1/reruns',
      'GET /v1/reruns/policies',
      'GET /v1/reruns/{id}',
      'GET /v1/reruns/{id}/differences',
      'GET /v1/reruns/{id}/items',
      'GET /v1/second-looks',
      'GET /v1/second-looks/{id}',
      'GET /v1/session',
      'GET /v1/session/openid',
      'GET /v1/session/openid/callback',
      'GET /v1/webhooks',
      'GET /v1/webhooks/{id}',
      'GET /v1/webhooks/{id}/deliveries',
      'PATCH /v1/accounts/{id}',
      'PATCH /v1/webhooks/{id}',
      'POST /v1/accounts',
      'POST /v1/accounts/{id}/link',
      'POST /v1/applications',
      'POST /v1/applications/search',
      'POST /v1/applications/{id}/appeals',
      'POST /v1/applications/{id}/reveal',
      'POST /v1/applications/{id}/revisions',
      'POST /v1/applications/{id}/shipment',
      'POST /v1/applications/{id}/withdraw',
      'POST /v1/callbacks/next',
      'POST /v1/callbacks/{id}/attempts',
      'POST /v1/callbacks/{id}/claim',
      'POST /v1/callbacks/{id}/extend',
      'POST /v1/callbacks/{id}/phone',
      'POST /v1/callbacks/{id}/release',
      'POST /v1/cases/next',
      'POST /v1/cases/{id}/claim',
      'POST /v1/cases/{id}/comments',
      'POST /v1/cases/{id}/decision',
      'POST /v1/cases/{id}/escalate',
      'POST /v1/cases/{id}/extend',
      'POST /v1/cases/{id}/preview',
      'POST /v1/cases/{id}/release',
      'POST /v1/cases/{id}/second',
      'POST /v1/cases/{id}/snooze',
      'POST /v1/cases/{id}/transfer',
      'POST /v1/deliveries/{id}/redeliver',
      'POST /v1/failure-groups/{fingerprint}/looked',
      'POST /v1/failure-groups/{fingerprint}/notes',
      'POST /v1/materials',
      'POST /v1/operations/queues/{name}/pause',
      'POST /v1/operations/queues/{name}/resume',
      'POST /v1/reruns',
      'POST /v1/reruns/dry-run',
      'POST /v1/reruns/{id}/approve',
      'POST /v1/reruns/{id}/cancel',
      'POST /v1/reruns/{id}/pause',
      'POST /v1/reruns/{id}/refuse',
      'POST /v1/reruns/{id}/resume',
      'POST /v1/second-looks/next',
      'POST /v1/second-looks/{id}',
      'POST /v1/session',
      'POST /v1/session/link',
      'POST /v1/session/link/read',
      'POST /v1/session/password',
      'POST /v1/session/totp',
      'POST /v1/webhooks',
      'POST /v1/webhooks/{id}/redeliver',
      'POST /v1/webhooks/{id}/rotate',
      'POST /v1/webhooks/{id}/test',
      'PUT /v1/session/totp',
    ])
  })

  it.each(operations)('%s has a summary, a tag and its errors with an example of each code', (_, operation) => {
    expect(operation.summary).toMatch(/^[A-Z].{10,}/)
    expect(operation.tags).toHaveLength(1)
    for (const [status, response] of Object.entries(operation.responses)) {
      if (Number(status) < 400) continue
      const codes = response.description.split(', ')
      const named = Object.entries(response.content['application/json']?.examples ?? {})
      const examples = named.map(([, { value }]) => errorAnswer.parse(value).error)
      expect(named.map(([name]) => name)).toEqual(codes)
      expect(examples.map(({ code }) => code)).toEqual(codes)
      for (const code of codes) expect(errorCatalogue).toHaveProperty(code)
      for (const { code } of examples)
        expect(String(errorCatalogue[code as keyof typeof errorCatalogue][0])).toBe(status)
      // A text with a name still in it would show that an example lacks a value.
      for (const { message } of examples) expect(message.en).not.toMatch(/\{\w+\}/)
    }
  })

  it('names each thing once', () => {
    expect(Object.keys(document.components.schemas).filter((name) => name.endsWith('Input'))).toEqual([])
  })

  it('tells how to upload', () => {
    const { content } = document.paths['/v1/materials'].post.requestBody
    expect(content['multipart/form-data'].schema).toMatchObject({
      properties: { kind: { $ref: '#/components/schemas/MaterialKind' }, file: { type: 'string', format: 'binary' } },
      required: ['kind', 'file'],
    })
  })

  it.each(merchantTypes)('gives an application of a %s that the API takes', (merchantType) => {
    const { examples } = document.paths['/v1/applications'].post.requestBody.content['application/json']
    expect(submission.safeParse(examples[merchantType].value).error).toBeUndefined()
    expect(examples[merchantType].value.merchantType).toBe(merchantType)
  })
})
