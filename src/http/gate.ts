import type { Actor, Permission, Reach } from '../domain/permissions.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What one must be allowed to do to come here; `public` where nobody need be known. */
    permission?: Permission | 'public'
  }
  interface FastifyRequest {
    /** Who asks. */
    actor: Actor
    /** How far the permission of this route reaches for them. */
    reach: Reach
  }
}
