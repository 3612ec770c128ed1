import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { codeBody, passwordChangeBody, secondFactorView, sessionView } from '../../contracts/session-view.ts'
import { errorAnswers } from '../documented-errors.ts'
import { acceptNoJson } from '../json-body.ts'
import { ownSession, sessionAnswer } from '../session-answer.ts'
import type { ApiUseCases } from '../use-cases.ts'
import { bodyErrors } from '../webhook-id.ts'

const json = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  content: { 'application/json': { schema } },
})

/** What those who are signed in do with their own account. */
export const ownAccountRoutes =
  ({ access }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/session/password',
      config: { permission: 'signed_in' },
      schema: {
        operationId: 'changePassword',
        tags: ['session'],
        summary: 'Choose another password',
        description: 'The other sessions of this account end.',
        body: passwordChangeBody,
        response: {
          200: json('Changed', sessionView),
          ...errorAnswers(
            ...bodyErrors,
            'PASSWORD_WRONG',
            'PASSWORD_WEAK',
            'ACCOUNT_LOCKED',
            'ACCOUNT_OF_PROVIDER',
            'SIGN_IN_BUSY',
          ),
        },
      },
      handler: async (request, reply) => {
        await access.changePassword({ ...ownSession(request), ...request.body })
        return reply.code(200).send(await sessionAnswer(access, request, reply))
      },
    })

    await app.register(async (bodiless) => {
      acceptNoJson(bodiless)
      bodiless.route({
        method: 'POST',
        url: '/v1/session/totp',
        config: { permission: 'signed_in' },
        schema: {
          operationId: 'beginSecondFactor',
          tags: ['session'],
          summary: 'A new secret for an authenticator app (TOTP)',
          description: 'It counts once a code of it was given, with PUT. Until then a further call makes another one.',
          response: {
            200: json('For the app', secondFactorView),
            ...errorAnswers('SECOND_FACTOR_ON', 'ACCOUNT_OF_PROVIDER'),
          },
        },
        handler: async (request, reply) => reply.code(200).send(await access.beginSecondFactor(request.actor.id)),
      })
    })

    app.route({
      method: 'PUT',
      url: '/v1/session/totp',
      config: { permission: 'signed_in' },
      schema: {
        operationId: 'confirmSecondFactor',
        tags: ['session'],
        summary: 'Turn the second factor on',
        description: 'From now on a code is asked for at each sign-in. The other sessions of this account end.',
        body: codeBody,
        response: {
          200: json('It is on', sessionView),
          ...errorAnswers(...bodyErrors, 'CODE_WRONG', 'SECOND_FACTOR_ON', 'SECOND_FACTOR_OFF', 'ACCOUNT_OF_PROVIDER'),
        },
      },
      handler: async (request, reply) => {
        await access.confirmSecondFactor({ ...ownSession(request), ...request.body })
        return reply.code(200).send(await sessionAnswer(access, request, reply))
      },
    })

    app.route({
      method: 'DELETE',
      url: '/v1/session/totp',
      config: { permission: 'signed_in' },
      schema: {
        operationId: 'endSecondFactor',
        tags: ['session'],
        summary: 'Turn the second factor off',
        description: 'With a code of it. The other sessions of this account end.',
        body: codeBody,
        response: {
          200: json('It is off', sessionView),
          ...errorAnswers(...bodyErrors, 'CODE_WRONG', 'SECOND_FACTOR_OFF', 'ACCOUNT_LOCKED', 'ACCOUNT_OF_PROVIDER'),
        },
      },
      handler: async (request, reply) => {
        await access.endSecondFactor({ ...ownSession(request), ...request.body })
        return reply.code(200).send(await sessionAnswer(access, request, reply))
      },
    })
  }
