import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { caseView } from '../../contracts/case-view.ts'
import { notFound } from '../../platform/not-found.ts'
import { caseParams, knownCase } from '../case-id.ts'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'

export const readCase =
  ({ staff }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/cases/:id',
      config: { permission: 'case.read' },
      schema: {
        operationId: 'readCase',
        tags: ['cases'],
        summary: 'Read a case',
        description:
          'With its log, what people decided on it, and the whole story of its application, personal values masked. To somebody ' +
          'who has it open for a second look it is shown as it stood before the first decision. That it was read is written down.',
        params: caseParams,
        response: {
          200: { description: 'As it stands now', content: { 'application/json': { schema: caseView } } },
          ...errorAnswers('NOT_FOUND'),
        },
      },
      handler: async (request, reply) => {
        const found = await staff.case(knownCase(request.params.id), request.actor)
        if (!found) throw notFound('case')
        return reply.code(200).send(found)
      },
    })
  }
