import type { FastifyInstance, RouteOptions } from 'fastify'
import { type Permission, permissions } from '../domain/permissions.ts'
import type { ErrorCode } from '../platform/errors.ts'
import { addErrors } from './documented-errors.ts'

/** Ways to say who one is, as the document of the API describes them. */
export const securitySchemes = {
  key: {
    type: 'http',
    scheme: 'bearer',
    description:
      'The key of a program, as `zhunru clients add` shows it once. Not needed on the very machine of an embedded installation, unless API_ACCESS=keys is set.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'zhunru',
    description:
      'The session of a person who has signed in; `__Host-zhunru` through https. What changes anything also needs the header `x-csrf-token`, with the token that GET /v1/session gives.',
  },
} as const

/** Writes into the document of each route who may come there and what those are told who may not. */
export function describePermissions(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const permission = route.config?.permission
    if (!permission || !route.schema || route.schema.hide) return
    const described = { 'x-permission': permission, security: waysIn(permission) }
    route.schema = {
      ...route.schema,
      ...described,
      response: addErrors(route.schema.response ?? {}, ...refusals(route, permission)),
    }
  })
}

function waysIn(permission: Permission | 'signed_in' | 'public'): Record<string, string[]>[] {
  if (permission === 'public') return []
  if (permission === 'signed_in') return [{ session: [] }]
  const names = Object.keys(permissions[permission])
  return [
    ...(names.includes('api_client') ? [{ key: [] }] : []),
    ...(names.some((role) => role !== 'api_client') ? [{ session: [] }] : []),
  ]
}

function refusals({ method }: RouteOptions, permission: Permission | 'signed_in' | 'public'): ErrorCode[] {
  if (permission === 'public') return []
  return ['NOT_SIGNED_IN', 'NOT_ALLOWED', ...(method === 'GET' ? [] : ['CSRF_TOKEN_WRONG' as const])]
}
