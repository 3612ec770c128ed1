import { z } from 'zod'
import { materialKind } from './findings.ts'

/** Parts of the multipart form of `POST /v1/materials`, in any order. */
export const upload = z.strictObject({
  kind: materialKind,
  file: z
    .custom<{ bytes: Uint8Array; fileName: string }>((value) => typeof value === 'object')
    .meta({
      type: 'string',
      format: 'binary',
      description: 'JPEG, PNG or WebP; at most 10 MB and 50 million pixels, each side at least 200.',
    }),
})
