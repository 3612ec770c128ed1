import { z } from 'zod'
import { notFound } from '../platform/not-found.ts'

export const materialParams = z.object({ id: z.string().meta({ examples: ['mat_06dq7wk3p2v8n4x0c5t9hzbrym'] }) })

/** Anything else cannot be an id of ours, and need not reach the database. @throws ZhunruError NOT_FOUND */
export function knownMaterial(id: string): string {
  if (!/^mat_[0-9a-z]{1,40}$/.test(id)) throw notFound('photo')
  return id
}
