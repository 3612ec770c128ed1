import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import {
  linkBody,
  linkUseBody,
  linkView,
  type SessionView,
  sessionView,
  signInBody,
} from '../../contracts/session-view.ts'
import type { ErrorCode } from '../../platform/errors.ts'
import { errorAnswers } from '../documented-errors.ts'
import { refuseUnkept, sessionAnswer } from '../session-answer.ts'
import { checkCsrf, replaceSession } from '../sessions.ts'
import type { ApiUseCases } from '../use-cases.ts'
import { bodyErrors } from '../webhook-id.ts'

const json = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  content: { 'application/json': { schema } },
})

const csrf = ['CSRF_TOKEN_WRONG'] as const satisfies readonly ErrorCode[]

/** What a route answers that signs somebody in; with the faults of how it does. */
const signedIn = (...faults: ErrorCode[]) => ({
  200: json('Signed in', sessionView),
  ...errorAnswers(
    ...bodyErrors,
    ...csrf,
    ...faults,
    'CODE_NEEDED',
    'CODE_WRONG',
    'ACCOUNT_LOCKED',
    'SIGN_IN_NEEDS_HTTPS',
    'SIGN_IN_BUSY',
  ),
})

/** Signing in and out. Everything is public here, so that the tokens against forged requests are asked for by each. */
export const sessionRoutes =
  ({ access }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    /** Signs in whomever it finds. */
    const enter = async (
      request: FastifyRequest,
      reply: FastifyReply,
      find: () => Promise<string>,
    ): Promise<SessionView> => {
      refuseUnkept(request)
      await replaceSession(request, { id: await find(), roles: [] })
      return sessionAnswer(access, request, reply)
    }

    app.addHook('onRequest', async (request, reply) => {
      if (request.method !== 'GET' && request.method !== 'HEAD') await checkCsrf(app, request, reply)
    })

    app.route({
      method: 'GET',
      url: '/v1/session',
      config: { permission: 'public' },
      schema: {
        operationId: 'readSession',
        tags: ['session'],
        summary: 'Who is signed in',
        description:
          'Ask it first: it sets the cookie and names the token that goes with everything that changes something. A page that refreshes ' +
          'itself sends `x-background` with its requests, so that they do not count as use.',
        response: { 200: json('The session of this browser', sessionView), ...errorAnswers() },
      },
      handler: async (request, reply) => reply.code(200).send(await sessionAnswer(access, request, reply)),
    })

    app.route({
      method: 'POST',
      url: '/v1/session',
      config: { permission: 'public' },
      schema: {
        operationId: 'signIn',
        tags: ['session'],
        summary: 'Sign in with name and password',
        description:
          'After five wrong attempts in a row the name is locked for a minute, then for 5, 15 and 60 minutes; names that nobody has are, ' +
          'too. The session gets another id.',
        body: signInBody,
        response: signedIn('SIGN_IN_FAILED'),
      },
      handler: async (request, reply) =>
        reply.code(200).send(await enter(request, reply, () => access.signIn(request.body))),
    })

    app.route({
      method: 'DELETE',
      url: '/v1/session',
      config: { permission: 'public' },
      schema: {
        operationId: 'signOut',
        tags: ['session'],
        summary: 'Sign out of this browser',
        response: { 200: json('Nobody is signed in any more', sessionView), ...errorAnswers(...csrf) },
      },
      handler: async (request, reply) => {
        const { account } = request.session
        await replaceSession(request, null)
        if (account) await access.signOut(account.id)
        return reply.code(200).send(await sessionAnswer(access, request, reply))
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/session/link/read',
      config: { permission: 'public' },
      schema: {
        operationId: 'readSignInLink',
        tags: ['session'],
        summary: 'Whom a one-time link lets in',
        description: 'The link stays good.',
        body: linkBody,
        response: { 200: json('It is good', linkView), ...errorAnswers(...bodyErrors, ...csrf, 'LINK_INVALID') },
      },
      handler: async (request, reply) => reply.code(200).send(await access.readLink(request.body.token)),
    })

    app.route({
      method: 'POST',
      url: '/v1/session/link',
      config: { permission: 'public' },
      schema: {
        operationId: 'useSignInLink',
        tags: ['session'],
        summary: 'Choose a password with a one-time link, and sign in',
        description: 'The link is used up, the other sessions of this account end, a lock is lifted.',
        body: linkUseBody,
        response: signedIn('LINK_INVALID', 'PASSWORD_WEAK'),
      },
      handler: async (request, reply) =>
        reply.code(200).send(await enter(request, reply, () => access.useLink(request.body))),
    })
  }
