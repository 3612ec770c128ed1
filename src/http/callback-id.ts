import { z } from 'zod'
import { notFound } from '../platform/not-found.ts'

export const callbackParams = z.object({ id: z.string().meta({ examples: ['cal_06dq7wm1s0k2f9j3b7v5t8yhgc'] }) })

/** Anything else cannot be an id of ours, and need not reach the database. @throws ZhunruError NOT_FOUND */
export function knownCallback(id: string): string {
  if (!/^cal_[0-9a-z]{1,40}$/.test(id)) throw notFound('callback')
  return id
}
