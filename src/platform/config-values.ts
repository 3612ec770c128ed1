import { z } from 'zod'

/** Names and numbers of persons go there: in the clear only within this machine, or to a neighbour in a container network. */
export const outside = z
  .url({ protocol: /^https?$/ })
  .refine(
    (url) => /^https:|^http:\/\/(?:127\.\d+\.\d+\.\d+|\[::1\]|[^./:@]+)(?::\d+)?(?:\/|$)/i.test(url),
    'use https; http only to 127.0.0.1, localhost or a neighbour whose name has no dot',
  )
export const token = z.string().regex(/^[\x21-\x7e]{1,4096}$/, 'write 1 to 4096 printable characters without spaces')
