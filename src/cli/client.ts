import { basename } from 'node:path'
import type { z } from 'zod'
import { type ApplicationView, applicationView } from '../contracts/application-view.ts'
import { errorAnswer } from '../contracts/error-answer.ts'
import { materialReceipt, type SubmissionReceipt, submissionReceipt } from '../contracts/receipts.ts'
import type { RevisionInput } from '../contracts/revision.ts'
import type { MaterialKind } from '../domain/application.ts'
import type { LocalisedText } from '../domain/decision.ts'
import { contentHash, sha256 } from '../platform/canonical.ts'
import type { ServiceOptions } from './client-options.ts'
import type { Language } from './language.ts'
import type { ApplicationFolder } from './read-folder.ts'

/** An answer that is no success: what the service said, to be shown as it is. */
export class ServiceRefusal extends Error {
  readonly status: number

  constructor(status: number, answer: z.infer<typeof errorAnswer>['error'] | null, language: Language) {
    const wrong = answer?.errors?.map(({ field, code, message }) => `\n  ${field}: ${code}: ${message[language]}`) ?? []
    super(answer ? `${answer.code}: ${answer.message[language]}${wrong.join('')}` : `the service answered ${status}`)
    this.name = 'ServiceRefusal'
    this.status = status
  }
}

/** Nobody answers there. */
export class Unreachable extends Error {
  readonly url: string

  constructor(url: string, cause: unknown) {
    super(`cannot reach ${url}`, { cause })
    this.name = 'Unreachable'
    this.url = url
  }
}

/** What has changed of an application; `form` as JSON Merge Patch. */
export interface Changed extends Pick<ApplicationFolder, 'photos'> {
  form: Record<string, unknown> | null
  remove: readonly MaterialKind[]
}

interface Revised {
  receipt: SubmissionReceipt
  /** New photos that may well be sent back again, and why. */
  doubtful: { kind: MaterialKind; message: LocalisedText }[]
}

interface Sent {
  method?: string
  headers?: Record<string, string>
  body?: string | FormData
}

/** One request and what it answers. @throws ServiceRefusal, Unreachable */
export const requester =
  ({ url, key }: ServiceOptions, language: Language) =>
  async <T extends z.ZodType>(path: string, schema: T, sent: Sent = {}): Promise<z.infer<T>> => {
    let response: Response
    try {
      const headers = { ...sent.headers, ...(key !== undefined && { authorization: `Bearer ${key}` }) }
      response = await fetch(new URL(path, url), { ...sent, headers })
    } catch (error) {
      throw new Unreachable(url, error)
    }
    const body: unknown = await response.json().catch(() => null)
    if (response.ok) return schema.parse(body)
    const refusal = errorAnswer.safeParse(body)
    throw new ServiceRefusal(response.status, refusal.success ? refusal.data.error : null, language)
  }

/** Talks to a running service the way any integrator would. */
export function createClient(service: ServiceOptions, language: Language = 'en') {
  const request = requester(service, language)

  function upload({ kind, fileName, bytes }: ApplicationFolder['photos'][number]) {
    const body = new FormData()
    body.set('kind', kind)
    body.set('file', new Blob([new Uint8Array(bytes)]), basename(fileName))
    return request('/v1/materials', materialReceipt, { method: 'POST', body })
  }

  return {
    /** Uploads the photos, then submits. Submitting the same folder again gives the same application. */
    async submit({ form, photos }: ApplicationFolder): Promise<SubmissionReceipt> {
      const materials = (await Promise.all(photos.map(upload))).map(({ kind, id }) => ({ kind, id }))
      // The key is made of the content, so that a second try after a lost answer is the same request.
      const key = contentHash({ form, photos: photos.map(({ kind, bytes }) => ({ kind, sha256: sha256(bytes) })) })
      return request('/v1/applications', submissionReceipt, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ ...form, materials }),
      })
    },

    /** Uploads the photos that changed, then sends them and the changes of the form as the next revision. */
    async revise({ id, revision }: ApplicationView, { form, photos, remove }: Changed): Promise<Revised> {
      const uploaded = await Promise.all(photos.map(upload))
      const body: RevisionInput = {
        ...(form && { form }),
        ...(uploaded.length > 0 && { materials: uploaded.map(({ kind, id: material }) => ({ kind, id: material })) }),
        ...(remove.length > 0 && { remove: [...remove] }),
      }
      const files = uploaded.map(({ kind, sha256: hash }) => ({ kind, hash }))
      const receipt = await request(`/v1/applications/${id}/revisions`, submissionReceipt, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': contentHash({ id, revision, form, files, remove }),
        },
        body: JSON.stringify(body),
      })
      const doubtful = uploaded.flatMap(({ kind, precheck: { verdict, reasons } }) =>
        verdict === 'ok' ? [] : reasons.map(({ message }) => ({ kind, message })),
      )
      return { receipt, doubtful }
    },

    /** @returns null when no application has this reference. */
    async find(reference: string): Promise<ApplicationView | null> {
      try {
        return await request(`/v1/applications?reference=${encodeURIComponent(reference)}`, applicationView)
      } catch (error) {
        if (error instanceof ServiceRefusal && error.status === 404) return null
        throw error
      }
    },
  }
}

export type Client = ReturnType<typeof createClient>
