import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Actor, type Permission, type Reach, reachOf } from '../domain/permissions.ts'
import { ZhunruError } from '../platform/errors.ts'
import { fromThisMachine } from './from-this-machine.ts'
import { checkCsrf } from './sessions.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * What one must be allowed to do to come here; `signed_in` where any account will do, with its own session;
     * `public` where nobody need be known.
     */
    permission?: Permission | 'signed_in' | 'public'
  }
  interface FastifyRequest {
    /** Who asks. Not known at a public route. */
    actor: Actor
    /** How far the permission of this route reaches for them. */
    reach: Reach
    /** Whether who asked still may: for answers that take long, as session, key or account may end meanwhile. */
    mayStill: () => Promise<boolean>
  }
}

/** How the gate learns who asks. */
export interface WhoAsks {
  /** Whose session the browser shows; `ended` where it shows one that is no more, null where it shows none of anybody. */
  session: (request: FastifyRequest) => Promise<Actor | 'ended' | null>
  /** Whose key it is; null of one that is wrong or revoked. */
  client: (key: string) => Promise<Actor | null>
  /** Whether requests of this very machine need no credentials. */
  local: boolean
}

interface Known {
  actor: Actor
  reach: Reach
  by: 'session' | 'key' | 'machine'
}

/** Whoever sits at the machine of an embedded installation is the acquirer's program. */
const atThisMachine: Actor = { id: 'local', roles: ['api_client'] }
const readingMethods = new Set(['GET', 'HEAD'])

/**
 * Nobody comes to a route without its permission. A route that names none keeps the service from starting. Register it
 * after the sessions, whose cookies it needs, and before the routes.
 */
export function addGate(app: FastifyInstance, whoAsks: WhoAsks): void {
  const known = new WeakMap<FastifyRequest, Known>()
  const knownOf = (request: FastifyRequest): Known => {
    const found = known.get(request)
    if (!found) throw new Error(`nobody is known at ${request.routeOptions.url}, which is public`)
    return found
  }
  app.decorateRequest('actor', {
    getter(this: FastifyRequest) {
      return knownOf(this).actor
    },
  })
  app.decorateRequest('reach', {
    getter(this: FastifyRequest) {
      return knownOf(this).reach
    },
  })
  app.decorateRequest('mayStill', async function mayStill(this: FastifyRequest) {
    try {
      return (await admit(this, whoAsks)).actor.id === knownOf(this).actor.id
    } catch (error) {
      if (error instanceof ZhunruError) return false
      throw error
    }
  })

  app.addHook('onRequest', async (request, reply) => {
    if (request.is404 || request.routeOptions.config.permission === 'public') return
    try {
      const found = await admit(request, whoAsks)
      // A key or the lack of one cannot be sent by a foreign page; a cookie goes along by itself.
      if (found.by === 'session' && !readingMethods.has(request.method)) await checkCsrf(app, request, reply)
      known.set(request, found)
    } catch (error) {
      if (error instanceof ZhunruError && error.status === 401) reply.header('www-authenticate', 'Bearer')
      throw error
    }
  })
  refuseUnnamed(app)
}

/** @throws ZhunruError NOT_SIGNED_IN, NOT_ALLOWED */
async function admit(request: FastifyRequest, whoAsks: WhoAsks): Promise<Known> {
  const { permission } = request.routeOptions.config
  const { actor, by } = await identify(request, whoAsks)
  if (permission === 'signed_in') {
    if (by === 'session') return { actor, by, reach: 'own' }
    throw new ZhunruError(by === 'key' ? 'NOT_ALLOWED' : 'NOT_SIGNED_IN')
  }
  const reach = permission && permission !== 'public' ? reachOf(actor, permission) : null
  if (reach) return { actor, by, reach }
  // Whoever showed nothing may well be allowed once they say who they are.
  throw new ZhunruError(by === 'machine' ? 'NOT_SIGNED_IN' : 'NOT_ALLOWED')
}

/** What is shown counts alone: with a wrong key or a session that has ended nobody falls back to being local. */
async function identify(request: FastifyRequest, whoAsks: WhoAsks): Promise<Omit<Known, 'reach'>> {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const key = /^Bearer +([\x21-\x7e]{1,200}) *$/i.exec(authorization)?.[1]
    const actor = key === undefined ? null : await whoAsks.client(key)
    if (actor) return { actor, by: 'key' }
  } else {
    const actor = await whoAsks.session(request)
    if (actor !== null && actor !== 'ended') return { actor, by: 'session' }
    if (actor === null && whoAsks.local && fromThisMachine(request)) return { actor: atThisMachine, by: 'machine' }
  }
  throw new ZhunruError('NOT_SIGNED_IN')
}

/** All routes without a permission, found when all stand: a library's get theirs from `openToAll`. */
function refuseUnnamed(app: FastifyInstance): void {
  const routes: { method: string | string[]; url: string; config?: { permission?: unknown } }[] = []
  app.addHook('onRoute', (route) => void routes.push(route))
  app.addHook('onReady', async () => {
    const unnamed = routes.filter(({ config }) => config?.permission === undefined)
    if (unnamed.length === 0) return
    const names = unnamed.map(({ method, url }) => `${[method].flat().join(' ')} ${url}`)
    throw new Error(
      `These routes say not who may come: ${[...new Set(names)].join(', ')}. Give each \`config: { permission }\` from src/domain/permissions.ts.`,
    )
  })
}

/** For the routes of a library, which name no permission: all that are registered in this scope are public. */
export function openToAll(scope: FastifyInstance): void {
  scope.addHook('onRoute', (route) => {
    route.config = { ...route.config, permission: 'public' }
  })
}
