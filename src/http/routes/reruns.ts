import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { rerunAnswer, rerunItemQuery, rerunQuery, rerunStart, rerunTrial } from '../../contracts/rerun-request.ts'
import {
  rerunBatch,
  rerunDifferences,
  rerunDryRun,
  rerunItems,
  rerunList,
  rerunPolicies,
} from '../../contracts/rerun-view.ts'
import type { Permission } from '../../domain/permissions.ts'
import type { ErrorCode } from '../../platform/errors.ts'
import { notFound } from '../../platform/not-found.ts'
import { errorAnswers } from '../documented-errors.ts'
import { optionalIdempotencyHeaders } from '../idempotency-key.ts'
import type { ApiUseCases } from '../use-cases.ts'
import { bodyErrors } from '../webhook-id.ts'

const json = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  content: { 'application/json': { schema } },
})

const params = z.object({ id: z.string().meta({ examples: ['rrb_06dq7wm1s0k2f9j3b7v5t8yhgc'] }) })

/** Anything else cannot be an id of ours, and need not reach the database. @throws ZhunruError NOT_FOUND */
function knownRerun(id: string): string {
  if (!/^rrb_[0-9a-z]{1,40}$/.test(id)) throw notFound('rerun')
  return id
}

interface Step {
  operationId: string
  summary: string
  description: string
  permission: Permission
  errors?: readonly ErrorCode[]
}

const changes = {
  approve: {
    operationId: 'approveRerun',
    summary: 'Approve a batch',
    description: 'By another person than who asked for it. It begins at once.',
    permission: 'rerun.approve',
    errors: ['RERUN_SAME_PERSON'],
  },
  refuse: {
    operationId: 'refuseRerun',
    summary: 'Refuse a batch',
    description: 'By another person than who asked for it, who may cancel it instead.',
    permission: 'rerun.approve',
    errors: ['RERUN_SAME_PERSON'],
  },
  pause: {
    operationId: 'pauseRerun',
    summary: 'Pause a batch',
    description: 'Nothing more of it begins; what is under way ends.',
    permission: 'rerun.start',
  },
  resume: {
    operationId: 'resumeRerun',
    summary: 'Resume a batch',
    description: 'It goes on where it was paused.',
    permission: 'rerun.start',
  },
  cancel: {
    operationId: 'cancelRerun',
    summary: 'Cancel a batch',
    description: 'What nobody has begun to look at stays as it is; what is under way ends.',
    permission: 'rerun.start',
  },
} as const satisfies Record<string, Step>
const changeNames = ['approve', 'refuse', 'pause', 'resume', 'cancel'] as const

/** Work that is run again: tried out, asked for, watched, stopped. */
export const rerunRoutes =
  ({ reruns }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/reruns/dry-run',
      config: { permission: 'rerun.start' },
      schema: {
        operationId: 'tryRerun',
        tags: ['operations'],
        summary: 'Try a re-run out',
        description: 'How many, at what cost, and what may follow. Changes nothing.',
        body: rerunTrial,
        response: { 200: json('What it would come to', rerunDryRun), ...errorAnswers(...bodyErrors, 'RERUN_TOO_MANY') },
      },
      handler: async ({ body }, reply) => reply.code(200).send(await reruns.try(body)),
    })

    app.route({
      method: 'POST',
      url: '/v1/reruns',
      config: { permission: 'rerun.start' },
      schema: {
        operationId: 'startRerun',
        tags: ['operations'],
        summary: 'Start a re-run',
        description:
          'It begins by itself, or waits for another person where `approval` says why. Decisions of people stay; a decision is ' +
          'superseded only by another one, and an applicant is told only where the outcome changes.',
        headers: optionalIdempotencyHeaders('batch'),
        body: rerunStart,
        response: {
          201: json('The batch; Location names it', rerunBatch),
          ...errorAnswers(...bodyErrors, 'RERUN_NOTHING', 'RERUN_CHANGED', 'RERUN_TOO_MANY', 'IDEMPOTENCY_KEY_REUSED'),
        },
      },
      handler: async ({ body, headers, actor }, reply) => {
        const batch = await reruns.start({ ...body, key: headers['idempotency-key'] }, actor)
        return reply.code(201).header('location', `/v1/reruns/${batch.id}`).send(batch)
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/reruns',
      config: { permission: 'operations.read' },
      schema: {
        operationId: 'listReruns',
        tags: ['operations'],
        summary: 'List re-runs',
        querystring: rerunQuery,
        response: { 200: json('The newest first', rerunList), ...errorAnswers('INVALID_FIELD') },
      },
      handler: async ({ query, actor }, reply) => reply.code(200).send(await reruns.list(query, actor)),
    })

    app.route({
      method: 'GET',
      url: '/v1/reruns/policies',
      config: { permission: 'rerun.start' },
      schema: {
        operationId: 'listPoliciesToTry',
        tags: ['operations'],
        summary: 'List the policies that a shadow may try',
        description: 'Proposed, and not in force. As `policy` of a re-run any other stored version is taken as well.',
        response: { 200: json('The newest first', rerunPolicies), ...errorAnswers() },
      },
      handler: async (_, reply) => reply.code(200).send({ policies: await reruns.policies() }),
    })

    app.route({
      method: 'GET',
      url: '/v1/reruns/:id',
      config: { permission: 'operations.read' },
      schema: {
        operationId: 'readRerun',
        tags: ['operations'],
        summary: 'Read a re-run',
        description: 'How far it is, and what it has come to.',
        params,
        response: { 200: json('As it stands now', rerunBatch), ...errorAnswers('NOT_FOUND') },
      },
      handler: async ({ params: { id }, actor }, reply) =>
        reply.code(200).send(await reruns.read(knownRerun(id), actor)),
    })

    app.route({
      method: 'GET',
      url: '/v1/reruns/:id/items',
      config: { permission: 'operations.read' },
      schema: {
        operationId: 'listRerunItems',
        tags: ['operations'],
        summary: 'List the items of a re-run',
        description: 'What became of each application and message, and what differs.',
        params,
        querystring: rerunItemQuery,
        response: {
          200: json('In the order in which they begin', rerunItems),
          ...errorAnswers('NOT_FOUND', 'INVALID_FIELD'),
        },
      },
      handler: async ({ params: { id }, query }, reply) =>
        reply.code(200).send(await reruns.items(knownRerun(id), query)),
    })

    app.route({
      method: 'GET',
      url: '/v1/reruns/:id/differences',
      config: { permission: 'operations.read' },
      schema: {
        operationId: 'readRerunDifferences',
        tags: ['operations'],
        summary: 'Read what a re-run sees otherwise',
        description:
          'Over all its items: which engines and policies stand against each other, and which reasons and fields differ. What was ' +
          'read is in no difference.',
        params,
        response: { 200: json('So far', rerunDifferences), ...errorAnswers('NOT_FOUND') },
      },
      handler: async ({ params: { id } }, reply) => reply.code(200).send(await reruns.differences(knownRerun(id))),
    })

    for (const name of changeNames) {
      const { operationId, summary, description, permission, ...rest }: Step = changes[name]
      app.route({
        method: 'POST',
        url: `/v1/reruns/:id/${name}`,
        config: { permission },
        schema: {
          operationId,
          tags: ['operations'],
          summary,
          description,
          params,
          body: rerunAnswer,
          response: {
            200: json('As it stands now', rerunBatch),
            ...errorAnswers(...bodyErrors, 'NOT_FOUND', 'RERUN_STATE', ...(rest.errors ?? [])),
          },
        },
        handler: async ({ params: { id }, body: { why }, actor }, reply) =>
          reply.code(200).send(await reruns[name]({ id: knownRerun(id), actor, why })),
      })
    }
  }
