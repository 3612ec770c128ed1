import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { notFound } from '../platform/not-found.ts'
import type { ApiUseCases } from './use-cases.ts'

/** Anything else cannot be an id of ours, and need not reach the database. */
const pattern = /^app_[0-9a-z]{1,40}$/

export const applicationParams = z.object({ id: z.string().meta({ examples: ['app_06dq7wm1s0k2f9j3b7v5t8yhgc'] }) })

/** @throws ZhunruError NOT_FOUND */
function knownForm(id: string): string {
  if (!pattern.test(id)) throw notFound('application')
  return id
}

/**
 * The id that the address names. Whoever reaches only what they entered themselves is told of anything else that it is not
 * there, as of what is not. @throws ZhunruError NOT_FOUND
 */
export async function applicationWithinReach(
  { enteredBy }: Pick<ApiUseCases, 'enteredBy'>,
  request: FastifyRequest<{ Params: { id: string } }>,
): Promise<string> {
  const id = knownForm(request.params.id)
  if (!(await isWithinReach(enteredBy, request, id))) throw notFound('application')
  return id
}

/** For routes that find an application by something else than its id. */
export const isWithinReach = async (
  enteredBy: ApiUseCases['enteredBy'],
  { actor, reach }: Pick<FastifyRequest, 'actor' | 'reach'>,
  id: string,
): Promise<boolean> => reach === 'any' || (await enteredBy(id)) === actor.id
