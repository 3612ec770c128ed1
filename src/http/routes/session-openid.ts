import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ZhunruError } from '../../platform/errors.ts'
import { errorAnswers } from '../documented-errors.ts'
import { refusalPage } from '../refusal-page.ts'
import { replaceSession } from '../sessions.ts'
import type { ApiUseCases } from '../use-cases.ts'

const elsewhere = (description: string) => ({ description, content: { 'application/json': { schema: z.undefined() } } })

/** Signing in at the OpenID provider: there and back. A browser goes both ways, so that a refusal is a page. */
export const openIdRoutes =
  ({ access: { openId } }: ApiUseCases): FastifyPluginAsyncZod =>
  async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/session/openid',
      config: { permission: 'public' },
      exposeHeadRoute: false,
      schema: {
        operationId: 'beginOpenIdSignIn',
        tags: ['session'],
        summary: 'Go to the OpenID provider to sign in',
        description: 'For a browser to go to, not for a script.',
        response: {
          302: elsewhere('To the provider'),
          ...errorAnswers('OPENID_OFF', 'OPENID_UNREACHABLE'),
        },
      },
      errorHandler: refusalPage,
      handler: async ({ session }, reply) => {
        if (!openId) throw new ZhunruError('OPENID_OFF')
        const { url, flow } = await openId.begin()
        session.openId = flow
        await session.save()
        return reply.redirect(url, 302)
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/session/openid/callback',
      config: { permission: 'public' },
      exposeHeadRoute: false,
      schema: {
        operationId: 'finishOpenIdSignIn',
        tags: ['session'],
        summary: 'Come back from the OpenID provider',
        description: 'What the provider sends the browser to. The session gets another id.',
        response: {
          302: elsewhere('To the console, signed in'),
          ...errorAnswers(
            'OPENID_OFF',
            'OPENID_FAILED',
            'OPENID_UNREACHABLE',
            'ACCOUNT_WITHOUT_ROLE',
            'ACCOUNT_DISABLED',
          ),
        },
      },
      errorHandler: refusalPage,
      handler: async (request, reply) => {
        if (!openId) throw new ZhunruError('OPENID_OFF')
        const { session, url } = request
        const flow = session.openId
        if (!flow) throw new ZhunruError('OPENID_FAILED')
        // Good for one answer, whatever becomes of it.
        delete session.openId
        await session.save()
        const accountId = await openId.finish(url.slice(url.indexOf('?') + 1), flow)
        await replaceSession(request, { id: accountId, roles: [] })
        return reply.redirect('/console', 302)
      },
    })
  }
