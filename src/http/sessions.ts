import { randomBytes } from 'node:crypto'
import { callbackify } from 'node:util'
import cookies from '@fastify/cookie'
import csrf from '@fastify/csrf-protection'
import sessions from '@fastify/session'
import type { FastifyInstance, FastifyReply, FastifyRequest, Session } from 'fastify'
import { actorOfSession, type SessionAccount } from '../access/session.ts'
import type { Actor } from '../domain/permissions.ts'
import { ZhunruError } from '../platform/errors.ts'
import type { AccessUseCases, OpenIdFlow } from './access-use-cases.ts'

declare module 'fastify' {
  interface Session {
    /** Whose it is, as the account says with this request; none before the sign-in. */
    account?: SessionAccount | null
    /** When it was last used, as it is stored; absent of one that is not stored yet. */
    seenAt?: Date
    /** When it ends at the latest; absent of one that is not stored yet. */
    endsAt?: Date
    /** What the tokens against forged requests are made of. */
    _csrf?: string
    openId?: OpenIdFlow
  }
}

export interface SessionConfig {
  /** The console is opened through https, wherever that ends: the cookie goes through nothing else. */
  secure: boolean
  /** Signs cookies, so that invented ones ask nothing of the database; the same in all processes. */
  secret: string
}

/** For an app that stands alone, as in tests. */
export const ownSessions = (): SessionConfig => ({ secure: false, secret: randomBytes(32).toString('hex') })

/** `__Host-`: of this very host and set by it alone, through https (RFC 6265bis 4.1.3.2). */
const cookieName = (secure: boolean): string => (secure ? '__Host-zhunru' : 'zhunru')

/** A page that refreshes itself says so: that nobody sits before it any more must not keep the session alive. */
const BACKGROUND = 'x-background'

/** So does a stream of events, which a browser opens again by itself whenever it breaks, and with no header of ours. */
const isOfItself = ({ accept, [BACKGROUND]: background }: FastifyRequest['headers']): boolean =>
  background !== undefined || accept === 'text/event-stream'

/** Sessions kept by us and known by a cookie, and tokens against forged requests. Register before the gate. */
export async function addSessions(
  app: FastifyInstance,
  { sessions: kept }: Pick<AccessUseCases, 'sessions'>,
  { secure, secret }: SessionConfig,
): Promise<void> {
  await app.register(cookies)
  await app.register(sessions, {
    secret,
    cookieName: cookieName(secure),
    cookie: { secure, httpOnly: true, sameSite: 'lax', path: '/' },
    // Nothing is stored for whoever only reads, and nothing is set again without need.
    saveUninitialized: false,
    rolling: false,
    store: {
      get: callbackify(async (id: string) => {
        const found = await kept.load(id)
        return found && restored(found)
      }),
      set: callbackify((id: string, session: Session) => save(kept, id, session)),
      destroy: callbackify((id: string) => kept.end(id)),
    },
  })
  await app.register(csrf, {
    sessionPlugin: '@fastify/session',
    getToken: (request) => request.headers['x-csrf-token']?.toString(),
  })
  app.addHook('onSend', async (_, reply) => setOnce(reply))
  app.addHook('onRequest', async ({ session, headers }) => {
    if (session.account && session.seenAt && !isOfItself(headers)) {
      await kept.touch(session.sessionId, session.seenAt)
    }
  })
}

/** The library takes the old session's cookie away before it sets the new one, which some clients take for two. */
function setOnce(reply: FastifyReply): void {
  const given = reply.getHeader('set-cookie')
  if (!Array.isArray(given)) return
  const last = new Map(given.map((each) => [each.slice(0, each.indexOf('=')), each]))
  reply.removeHeader('set-cookie')
  void reply.header('set-cookie', [...last.values()])
}

type Stored = NonNullable<Awaited<ReturnType<AccessUseCases['sessions']['load']>>>

const restored = ({ account, data, seenAt, expiresAt }: Stored): Session => ({
  ...data,
  cookie: { originalMaxAge: null },
  account,
  seenAt,
  endsAt: expiresAt,
})

async function save(kept: AccessUseCases['sessions'], id: string, session: Session): Promise<void> {
  const { _csrf, openId } = session
  const data = { ...(_csrf !== undefined && { _csrf }), ...(openId && { openId }) }
  if (session.endsAt) await kept.keep(id, data)
  else session.endsAt = await kept.begin(id, { accountId: session.account?.id ?? null, data })
}

/**
 * Another session in place of this one, with an id that nobody could know before: of the person who has just proved who
 * they are, or of nobody. The old one ends.
 */
export async function replaceSession(request: FastifyRequest, account: SessionAccount | null): Promise<void> {
  request.session.account = account
  await request.session.regenerate(['account'])
  // Marks it as one whose cookie has to be set, also where https ends before us.
  await request.session.save()
}

/** Whose session the browser shows; `ended` where it shows one that is no more. Asked again, it looks again. */
export function whoseSession({ sessions: kept }: Pick<AccessUseCases, 'sessions'>, { secure }: SessionConfig) {
  const asked = new WeakSet<FastifyRequest>()
  return async (request: FastifyRequest): Promise<Actor | 'ended' | null> => {
    const { session, cookies: sent } = request
    if (asked.has(request)) return actorOfSession(await kept.load(session.sessionId))
    asked.add(request)
    const shown = sent[cookieName(secure)]
    const actor = actorOfSession(session)
    return actor ?? (shown !== undefined && shown !== session.encryptedSessionId ? 'ended' : null)
  }
}

/** @throws ZhunruError CSRF_TOKEN_WRONG */
export async function checkCsrf(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    // The library would answer by itself, in its own words.
    const refuse = () => reject(new ZhunruError('CSRF_TOKEN_WRONG'))
    const refusing: FastifyReply = Object.create(reply, { send: { value: refuse } })
    app.csrfProtection(request, refusing, resolve)
  })
}
