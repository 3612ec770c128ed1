import { z } from 'zod'
import { statuses } from '../domain/status.ts'
import { materialKind } from './findings.ts'
import { promised, promiseExample } from './promise-view.ts'
import { precheckExample, precheckView } from './precheck-view.ts'

/** Answer to an upload. */
export const materialReceipt = z
  .object({
    id: z.string().meta({ description: 'Name the photo with it in POST /v1/applications.' }),
    kind: materialKind,
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .meta({ description: 'Of the bytes as received, lower-case hex.' }),
    size: z.number().int().positive().meta({ description: 'Bytes.' }),
    width: z.number().int().positive().meta({ description: 'Pixels of the upright photo.' }),
    height: z.number().int().positive(),
    precheck: precheckView,
  })
  .meta({
    id: 'MaterialReceipt',
    examples: [
      {
        id: 'mat_06dq7wk3p2v8n4x0c5t9hzbrym',
        kind: 'business_licence',
        sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        size: 184_320,
        width: 2400,
        height: 1800,
        precheck: precheckExample,
      },
    ],
  })

const applicationExample = { id: 'app_06dq7wm1s0k2f9j3b7v5t8yhgc', reference: 'A-1001', revision: 1 }

/** Answer to a step of an application. */
export const applicationReceipt = z
  .object({
    id: z.string(),
    reference: z.string(),
    status: z.enum(statuses),
    revision: z.number().int().min(1),
  })
  .meta({ id: 'ApplicationReceipt', examples: [{ ...applicationExample, status: 'withdrawn' }] })

/** Answer to what is to be decided: taken, not yet decided. */
export const submissionReceipt = applicationReceipt.extend({ promised }).meta({
  id: 'SubmissionReceipt',
  examples: [{ ...applicationExample, status: 'submitted', promised: promiseExample }],
})
export type SubmissionReceipt = z.infer<typeof submissionReceipt>
