import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import {
  caseChoice,
  caseDecisionBody,
  caseDecisionReceipt,
  casePreview,
  decisionDesk,
  secondBody,
} from '../../contracts/case-decision.ts'
import { reasonsCatalogue } from '../../contracts/reasons-catalogue.ts'
import { caseParams, knownCase } from '../case-id.ts'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'
import { bodyErrors } from '../webhook-id.ts'

const json = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  content: { 'application/json': { schema } },
})

/** Deciding a case, and confirming what another decided. */
export const decideCaseRoutes =
  ({ deciding }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/reasons',
      config: { permission: 'case.read' },
      schema: {
        operationId: 'listReasons',
        tags: ['cases'],
        summary: 'List the reasons to choose from',
        description: 'All of the catalogue, with what each may lead to, what it may be said of and what it needs.',
        response: { 200: json('In the order in which people should meet them', reasonsCatalogue), ...errorAnswers() },
      },
      handler: async (_, reply) => reply.code(200).send(await deciding.catalogue()),
    })

    app.route({
      method: 'GET',
      url: '/v1/cases/:id/decision',
      config: { permission: 'case.read' },
      schema: {
        operationId: 'readDecisionDesk',
        tags: ['cases'],
        summary: 'Read what it takes to decide a case',
        description:
          'What stands, what people decided so far, whether you may decide or confirm, and `screen`, which goes back with the ' +
          'decision: one on photos, evidence or reasons that have changed since is refused. Load it again after a claim.',
        params: caseParams,
        response: { 200: json('As it stands now', decisionDesk), ...errorAnswers('NOT_FOUND', 'SECOND_LOOK_OPEN') },
      },
      handler: async ({ params, actor }, reply) =>
        reply.code(200).send(await deciding.desk({ caseId: knownCase(params.id), actor })),
    })

    app.route({
      method: 'POST',
      url: '/v1/cases/:id/preview',
      config: { permission: 'case.work' },
      schema: {
        operationId: 'previewDecision',
        tags: ['cases'],
        summary: 'See what would follow from a decision',
        description:
          'In the very words that the applicant would read, and whether another person has to confirm. Nothing is done.',
        params: caseParams,
        body: caseChoice,
        response: {
          200: json('What would follow', casePreview),
          ...errorAnswers(...bodyErrors, 'NOT_FOUND', 'CASE_NOT_HELD', 'CASE_NOT_FOR_YOU'),
        },
      },
      handler: async ({ params, actor, body }, reply) =>
        reply.code(200).send(await deciding.preview({ caseId: knownCase(params.id), actor, choice: body })),
    })

    app.route({
      method: 'POST',
      url: '/v1/cases/:id/decision',
      config: { permission: 'case.work' },
      schema: {
        operationId: 'decideCase',
        tags: ['cases'],
        summary: 'Decide a case',
        description:
          'By whoever has it. An approval says why each reason that stands is passed over; any other decision names the reasons ' +
          'that lead to it. It counts at once, or waits for another person: then the application is in `second_approval`.',
        params: caseParams,
        body: caseDecisionBody,
        response: {
          200: json('The decision, and how it stands now', caseDecisionReceipt),
          ...errorAnswers(...bodyErrors, 'NOT_FOUND', 'CASE_NOT_HELD', 'CASE_NOT_FOR_YOU', 'CASE_CHANGED'),
        },
      },
      handler: async ({ params, actor, body }, reply) =>
        reply.code(200).send(await deciding.decide({ caseId: knownCase(params.id), actor, ...body })),
    })

    app.route({
      method: 'POST',
      url: '/v1/cases/:id/second',
      config: { permission: 'case.second' },
      schema: {
        operationId: 'confirmDecision',
        tags: ['cases'],
        summary: 'Confirm or refuse what another decided',
        description:
          'Confirmed, it counts from now on. Refused, the case is kept for whoever decided, with the note. Never by who decided, or ' +
          'who entered the application.',
        params: caseParams,
        body: secondBody,
        response: {
          200: json('The decision, and how it stands now', caseDecisionReceipt),
          ...errorAnswers(...bodyErrors, 'NOT_FOUND', 'CASE_NOT_OPEN', 'CASE_NOT_FOR_YOU', 'CASE_CHANGED'),
        },
      },
      handler: async ({ params, actor, body }, reply) =>
        reply.code(200).send(await deciding.confirm({ caseId: knownCase(params.id), actor, ...body })),
    })
  }
