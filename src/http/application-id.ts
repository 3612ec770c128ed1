import { z } from 'zod'
import { ZhunruError } from '../platform/errors.ts'

/** Anything else cannot be an id of ours, and need not reach the database. */
const pattern = /^app_[0-9a-z]{1,40}$/

export const applicationParams = z.object({ id: z.string().meta({ examples: ['app_06dq7wm1s0k2f9j3b7v5t8yhgc'] }) })

/** @throws ZhunruError NOT_FOUND */
export function knownForm(id: string): string {
  if (!pattern.test(id)) throw new ZhunruError('NOT_FOUND', { what: 'application with this id' })
  return id
}
