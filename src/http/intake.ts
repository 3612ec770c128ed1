import type { FastifyInstance } from 'fastify'
import { ZhunruError } from '../platform/errors.ts'

/** Seconds after which a caller that was turned away may try again: a backlog does not shrink in less. */
export const QUEUES_FULL_RETRY = 30

/**
 * Turns away what would add to the queues while their memory is nearly used up, before its body is read. What is under way
 * goes on: workers need the rest of the memory to finish it.
 */
export function guardIntake(app: FastifyInstance, queuesFull: () => boolean): void {
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.intake && queuesFull()) {
      throw new ZhunruError('QUEUES_FULL', { seconds: QUEUES_FULL_RETRY })
    }
  })
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route takes work in, and is closed while the queues are full. */
    intake?: true
  }
}
