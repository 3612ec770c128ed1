import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import {
  caseComment,
  caseEscalation,
  caseItem,
  caseList,
  caseQuery,
  caseRelease,
  caseSnooze,
  caseStep,
  caseTransfer,
  nextCase,
} from '../../contracts/case-list.ts'
import type { ErrorCode } from '../../platform/errors.ts'
import { caseParams, knownCase } from '../case-id.ts'
import { errorAnswers } from '../documented-errors.ts'
import { acceptNoJson } from '../json-body.ts'
import type { ApiUseCases } from '../use-cases.ts'
import { bodyErrors } from '../webhook-id.ts'

const json = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  content: { 'application/json': { schema } },
})
const noBodyErrors = ['INVALID_JSON', 'UNSUPPORTED_MEDIA_TYPE', 'PAYLOAD_TOO_LARGE'] as const

/** The answers of what is done with one case. */
const answers = (...codes: ErrorCode[]) => ({
  200: json('The case as it is now', caseItem),
  ...errorAnswers(...codes, 'NOT_FOUND'),
})
const flag = (text: 'true' | 'false' | undefined): boolean | undefined => text && text === 'true'

/** The list of reviewers' work, and taking it up. */
export const caseRoutes =
  ({ cases }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    acceptNoJson(app)
    app.route({
      method: 'GET',
      url: '/v1/cases',
      config: { permission: 'case.read' },
      schema: {
        operationId: 'listCases',
        tags: ['cases'],
        summary: 'List the cases of reviewers',
        description: 'By filters, all of which are to fit; and how many there are, whatever the filters.',
        querystring: caseQuery,
        response: { 200: json('A page of them', caseList), ...errorAnswers('INVALID_FIELD') },
      },
      handler: async (request, reply) => {
        const { mine, free, second, overdue, escalated, snoozed, ...query } = request.query
        const flags = {
          mine: flag(mine),
          free: flag(free),
          second: flag(second),
          overdue: flag(overdue),
          escalated: flag(escalated),
          snoozed: flag(snoozed),
        }
        return reply.code(200).send(await cases.list(request.actor, { ...query, ...flags }))
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/cases/next',
      config: { permission: 'case.claim' },
      schema: {
        operationId: 'takeNextCase',
        tags: ['cases'],
        summary: 'Claim the case whose turn it is',
        description:
          'What is kept for you first; then what is due first of what you have the skills for, did not enter, did not decide and did ' +
          'not give back. Two who ask at once are given two. Needs no body.',
        response: {
          200: json('The case, now yours; or none', nextCase),
          ...errorAnswers(...noBodyErrors, 'CASE_TOO_MANY'),
        },
      },
      handler: async (request, reply) => reply.code(200).send({ case: await cases.next(request.actor) }),
    })

    app.route({
      method: 'POST',
      url: '/v1/cases/:id/claim',
      config: { permission: 'case.claim' },
      schema: {
        operationId: 'claimCase',
        tags: ['cases'],
        summary: 'Claim a case',
        description: 'It is yours until the lease runs out; claimed again, that time begins anew. Needs no body.',
        params: caseParams,
        response: answers(...noBodyErrors, 'CASE_NOT_OPEN', 'CASE_NOT_FOR_YOU', 'CASE_TAKEN', 'CASE_TOO_MANY'),
      },
      handler: async ({ params, actor }, reply) =>
        reply.code(200).send(await cases.claim({ caseId: knownCase(params.id), actor })),
    })

    app.route({
      method: 'POST',
      url: '/v1/cases/:id/extend',
      config: { permission: 'case.work' },
      schema: {
        operationId: 'extendCase',
        tags: ['cases'],
        summary: 'Show a sign of life',
        description: 'The lease begins anew, as long as it has not run out. Needs no body.',
        params: caseParams,
        response: answers(...noBodyErrors, 'CASE_NOT_HELD', 'CASE_NOT_FOR_YOU'),
      },
      handler: async ({ params, actor }, reply) =>
        reply.code(200).send(await cases.extend({ caseId: knownCase(params.id), actor })),
    })

    app.route({
      method: 'POST',
      url: '/v1/cases/:id/release',
      config: { permission: 'case.work' },
      schema: {
        operationId: 'releaseCase',
        tags: ['cases'],
        summary: 'Give a case back',
        description: 'Anybody may claim it then; by itself it is not given to you again. Needs no body.',
        params: caseParams,
        body: caseRelease.nullish(),
        response: answers(...bodyErrors, 'CASE_NOT_HELD', 'CASE_NOT_FOR_YOU'),
      },
      handler: async ({ params, actor, body }, reply) =>
        reply.code(200).send(await cases.release({ caseId: knownCase(params.id), actor, ...body })),
    })

    app.route({
      method: 'POST',
      url: '/v1/cases/:id/snooze',
      config: { permission: 'case.work' },
      schema: {
        operationId: 'snoozeCase',
        tags: ['cases'],
        summary: 'Put a case aside until later',
        description:
          'At most 7 days. Until then it is given to nobody by itself, unless it becomes overdue; afterwards it is kept for you for a ' +
          'while. By when it is due stays.',
        params: caseParams,
        body: caseSnooze,
        response: answers(...bodyErrors, 'CASE_NOT_HELD', 'CASE_NOT_FOR_YOU'),
      },
      handler: async ({ params, actor, body: { until, why } }, reply) =>
        reply.code(200).send(await cases.snooze({ caseId: knownCase(params.id), actor, until: new Date(until), why })),
    })

    app.route({
      method: 'POST',
      url: '/v1/cases/:id/escalate',
      config: { permission: 'case.work' },
      schema: {
        operationId: 'escalateCase',
        tags: ['cases'],
        summary: 'Hand a case up',
        description: 'From then on only those who give second approvals may claim it.',
        params: caseParams,
        body: caseEscalation,
        response: answers(...bodyErrors, 'CASE_NOT_HELD', 'CASE_NOT_FOR_YOU'),
      },
      handler: async ({ params, actor, body }, reply) =>
        reply.code(200).send(await cases.escalate({ caseId: knownCase(params.id), actor, ...body })),
    })

    app.route({
      method: 'POST',
      url: '/v1/cases/:id/transfer',
      config: { permission: 'case.transfer' },
      schema: {
        operationId: 'transferCase',
        tags: ['cases'],
        summary: 'Give a case to a colleague',
        description:
          'Reviewers their own; senior reviewers and ops anybody’s, and free ones. It is kept for the colleague.',
        params: caseParams,
        body: caseTransfer,
        response: answers(...bodyErrors, 'CASE_NOT_HELD', 'CASE_NOT_FOR_YOU', 'CASE_NOT_OPEN', 'CASE_TRANSFER_REFUSED'),
      },
      handler: async ({ params, actor, reach, body }, reply) =>
        reply.code(200).send(await cases.transfer({ caseId: knownCase(params.id), actor, reach, ...body })),
    })

    app.route({
      method: 'POST',
      url: '/v1/cases/:id/comments',
      config: { permission: 'case.work' },
      schema: {
        operationId: 'commentCase',
        tags: ['cases'],
        summary: 'Write into the log of a case',
        params: caseParams,
        body: caseComment,
        response: {
          201: json('As it stands in the log', caseStep),
          ...errorAnswers(...bodyErrors, 'NOT_FOUND', 'CASE_NOT_HELD', 'CASE_NOT_FOR_YOU'),
        },
      },
      handler: async ({ params, actor, body: { text } }, reply) =>
        reply.code(201).send(await cases.comment({ caseId: knownCase(params.id), actor, text })),
    })
  }
