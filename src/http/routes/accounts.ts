import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  accountChangeBody,
  accountList,
  accountView,
  createdAccount,
  createdLink,
  newAccountBody,
  newLinkBody,
  peopleQuery,
  peopleView,
} from '../../contracts/account-view.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { errorAnswers } from '../documented-errors.ts'
import type { ApiUseCases } from '../use-cases.ts'
import { bodyErrors } from '../webhook-id.ts'

const json = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  content: { 'application/json': { schema } },
})

const params = z.object({ id: z.string().meta({ examples: ['usr_06dq7wm1s0k2f9j3b7v5t8yhgc'] }) })

/** Anything else cannot be an id of ours, and need not reach the database. @throws ZhunruError NOT_FOUND */
function knownAccount(id: string): string {
  if (!/^usr_[0-9a-z]{1,40}$/.test(id))
    throw new ZhunruError('NOT_FOUND', { what: { zh: '该账号', en: 'such account' } })
  return id
}

/** Who may sign in; and, for those who give work to others, who there is. */
export const accountRoutes =
  ({ access }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/accounts',
      config: { permission: 'account.manage' },
      schema: {
        operationId: 'listAccounts',
        tags: ['accounts'],
        summary: 'List the accounts',
        description: 'Those that are disabled, too: what they did stays theirs.',
        response: { 200: json('All of them, by name', accountList), ...errorAnswers() },
      },
      handler: async (_, reply) => reply.code(200).send({ accounts: await access.listAccounts() }),
    })

    app.route({
      method: 'POST',
      url: '/v1/accounts',
      config: { permission: 'account.manage' },
      schema: {
        operationId: 'addAccount',
        tags: ['accounts'],
        summary: 'Add an account',
        description:
          'The answer shows, this one time, a link by which this person chooses a password; it is good for 24 hours.',
        body: newAccountBody,
        response: { 201: json('Added', createdAccount), ...errorAnswers(...bodyErrors, 'NAME_TAKEN') },
      },
      handler: async (request, reply) =>
        reply.code(201).send(await access.addAccount({ ...request.body, by: request.actor.id })),
    })

    app.route({
      method: 'PATCH',
      url: '/v1/accounts/:id',
      config: { permission: 'account.manage' },
      schema: {
        operationId: 'changeAccount',
        tags: ['accounts'],
        summary: 'Change, disable or enable an account',
        description: 'What is not given stays. It counts from the next request of this person on.',
        params,
        body: accountChangeBody,
        response: {
          200: json('As it stands now', accountView),
          ...errorAnswers(...bodyErrors, 'NOT_FOUND', 'LAST_ADMINISTRATOR', 'ACCOUNT_OF_PROVIDER'),
        },
      },
      handler: async (request, reply) =>
        reply
          .code(200)
          .send(await access.changeAccount(knownAccount(request.params.id), request.body, request.actor.id)),
    })

    app.route({
      method: 'POST',
      url: '/v1/accounts/:id/link',
      config: { permission: 'account.manage' },
      schema: {
        operationId: 'renewSignInLink',
        tags: ['accounts'],
        summary: 'A new one-time link, for somebody who has forgotten the password',
        description: 'Links made before are void. The password stays until the link is used.',
        params,
        body: newLinkBody,
        response: {
          201: json('To be handed over', createdLink),
          ...errorAnswers(...bodyErrors, 'NOT_FOUND', 'ACCOUNT_OF_PROVIDER', 'ACCOUNT_DISABLED'),
        },
      },
      handler: async (request, reply) => {
        const accountId = knownAccount(request.params.id)
        return reply.code(201).send(await access.renewLink({ accountId, by: request.actor.id, ...request.body }))
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/people',
      config: { permission: 'case.transfer' },
      schema: {
        operationId: 'listPeople',
        tags: ['accounts'],
        summary: 'Who may work on cases, or on callbacks',
        description: 'With how many each has under way, the freest first.',
        querystring: peopleQuery,
        response: { 200: json('Those whose accounts are enabled', peopleView), ...errorAnswers('INVALID_FIELD') },
      },
      handler: async (request, reply) => reply.code(200).send({ people: await access.listPeople(request.query.for) }),
    })
  }
