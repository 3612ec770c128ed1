import { z } from 'zod'

export const box = z
  .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
  .meta({ id: 'Box', description: 'An upright rectangle in pixels of the upright photo.' })
