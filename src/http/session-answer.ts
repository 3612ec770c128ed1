import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SessionView } from '../contracts/session-view.ts'
import { ZhunruError } from '../platform/errors.ts'
import type { AccessUseCases } from './access-use-cases.ts'

/** What is said of a session, with a token for what comes next; keeps it where it is not kept yet. */
export async function sessionAnswer(
  { describe, openId }: AccessUseCases,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SessionView> {
  const csrfToken = reply.generateCsrf()
  const { session } = request
  if (session.isModified() || !session.endsAt) await session.save()
  return {
    account: session.account ? await describe(session.account.id) : null,
    csrfToken,
    signIn: { local: true, openId: openId && { label: openId.label } },
    expiresAt: session.account ? (session.endsAt?.toISOString() ?? null) : null,
  }
}

/** Of a route for those who are signed in. */
export function ownSession({ actor, session }: FastifyRequest): { accountId: string; sessionId: string } {
  return { accountId: actor.id, sessionId: session.sessionId }
}

const loopback = /^http:\/\/(?:127\.\d+\.\d+\.\d+|\[::1\]|localhost)(?::\d+)?$/

/**
 * Says why a sign-in would not last: browsers keep no session for a page that came through plain http, but from this very
 * machine. @throws ZhunruError SIGN_IN_NEEDS_HTTPS
 */
export function refuseUnkept({ headers, session }: FastifyRequest): void {
  const { origin } = headers
  if (session.cookie.secure === true && origin?.startsWith('http:') && !loopback.test(origin)) {
    throw new ZhunruError('SIGN_IN_NEEDS_HTTPS')
  }
}
