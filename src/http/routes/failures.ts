import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import {
  failureGroup,
  failureGroupQuery,
  failureGroups,
  failurePage,
  failureQuery,
  fingerprintParams,
  newFailureNote,
} from '../../contracts/failure-view.ts'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'
import { bodyErrors } from '../webhook-id.ts'

const time = (text: string | undefined): Date | undefined => (text === undefined ? undefined : new Date(text))

const groupAsItIs = { description: 'The group as it is now', content: { 'application/json': { schema: failureGroup } } }

/** What failed, one by one and by fault, and what people say of it. */
export const failureRoutes =
  ({ failures }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/failures',
      config: { permission: 'operations.read' },
      schema: {
        operationId: 'listFailures',
        tags: ['operations'],
        summary: 'List what failed',
        description:
          'Checks that could not be done, jobs that failed for good, messages that did not arrive and those that are tried again; the one last seen first.',
        querystring: failureQuery,
        response: {
          200: { description: 'A page of them', content: { 'application/json': { schema: failurePage } } },
          ...errorAnswers('INVALID_FIELD'),
        },
      },
      handler: async ({ query: { since, until, ...query } }, reply) =>
        reply.code(200).send(await failures.list({ ...query, since: time(since), until: time(until) })),
    })

    app.route({
      method: 'GET',
      url: '/v1/failure-groups',
      config: { permission: 'operations.read' },
      schema: {
        operationId: 'groupFailures',
        tags: ['operations'],
        summary: 'List what failed, by fault',
        description:
          'The same fault in one group, however many applications met it; the one last seen first. With who looked at it, and notes.',
        querystring: failureGroupQuery,
        response: {
          200: { description: 'The groups', content: { 'application/json': { schema: failureGroups } } },
          ...errorAnswers('INVALID_FIELD'),
        },
      },
      handler: async ({ query: { since, until, ...query } }, reply) =>
        reply.code(200).send(await failures.groups({ ...query, since: time(since), until: time(until) })),
    })

    app.route({
      method: 'POST',
      url: '/v1/failure-groups/:fingerprint/notes',
      config: { permission: 'failure.note' },
      schema: {
        operationId: 'noteFailure',
        tags: ['operations'],
        summary: 'Write down what a fault is',
        description: 'For whoever comes next. Whoever writes has looked at it. Notes are never changed.',
        params: fingerprintParams,
        body: newFailureNote,
        response: { 201: groupAsItIs, ...errorAnswers(...bodyErrors, 'NOT_FOUND') },
      },
      handler: async ({ params: { fingerprint }, body: { note }, actor }, reply) =>
        reply.code(201).send(await failures.note({ fingerprint, note, actor })),
    })

    app.route({
      method: 'POST',
      url: '/v1/failure-groups/:fingerprint/looked',
      config: { permission: 'failure.note' },
      schema: {
        operationId: 'lookAtFailure',
        tags: ['operations'],
        summary: 'Say that one has looked at a fault',
        description: 'What comes after that is counted as new. Needs no body.',
        params: fingerprintParams,
        response: {
          200: groupAsItIs,
          ...errorAnswers(...bodyErrors, 'NOT_FOUND'),
        },
      },
      handler: async ({ params: { fingerprint }, actor }, reply) =>
        reply.code(200).send(await failures.look({ fingerprint, actor })),
    })
  }
