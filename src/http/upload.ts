import type { MultipartFile } from '@fastify/multipart'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type FieldError, ZhunruError } from '../platform/errors.ts'
import { unsupportedMediaType } from './error-handling.ts'

interface UploadedFile {
  bytes: Uint8Array
  /** As the caller named it, without folders and control characters; for messages only. */
  fileName: string
}

/** Bytes of one photo. */
const FILE_MAX = 10 * 1024 * 1024
/**
 * Bytes of a whole request. What is a little too large is read to its end and thrown away, because a caller that is
 * still sending often never sees an early answer; beyond this the connection is cut.
 */
const REQUEST_MAX = 64 * 1024 * 1024

export const uploadLimits = {
  fileSize: FILE_MAX,
  files: 1,
  fields: 4,
  parts: 6,
  fieldNameSize: 100,
  fieldSize: 1_000,
  headerPairs: 20,
}

/**
 * Reads a multipart form with one file, whatever the order of its parts.
 * @throws ZhunruError UNSUPPORTED_MEDIA_TYPE, BAD_REQUEST, INVALID_FIELD, FILE_MISSING, FILE_TOO_LARGE
 */
export async function readUpload(request: FastifyRequest, reply: FastifyReply): Promise<Record<string, unknown>> {
  if (!request.isMultipart()) throw unsupportedMediaType(request)
  const form = collect(request)
  const tooMuch = new Promise<never>((_, reject) => {
    let seen = 0
    request.raw.on('data', (chunk: Buffer) => {
      seen += chunk.length
      if (seen <= REQUEST_MAX) return
      reply.header('connection', 'close')
      reject(new ZhunruError('PAYLOAD_TOO_LARGE', { limit: '64 MB' }))
    })
  })
  return Promise.race([form, tooMuch])
}

async function collect(request: FastifyRequest): Promise<Record<string, unknown>> {
  const fields: Record<string, unknown> = {}
  const errors: FieldError[] = []
  let file: UploadedFile | null = null
  let tooLarge = false
  try {
    // Read to the end even when something is wrong: a stream left half-read blocks the connection for ever.
    for await (const part of request.parts()) {
      const field = part.fieldname
      if (part.type === 'file') {
        const bytes = await part.toBuffer()
        if (field === 'file') file = { bytes, fileName: cleanName(part) }
        else errors.push(unknownFile(field))
        tooLarge = part.file.truncated
      } else if (Object.hasOwn(fields, field)) {
        errors.push({ field, code: 'TWICE', message: { zh: '每项只发送一次', en: 'Send it once' } })
      } else {
        fields[field] = part.value
      }
    }
  } catch (error) {
    throw uploadError(error)
  }
  if (errors.length > 0) throw invalid(errors)
  if (!file) throw new ZhunruError('FILE_MISSING')
  if (tooLarge) throw new ZhunruError('FILE_TOO_LARGE', { file: file.fileName })
  return { ...fields, file }
}

function cleanName(part: MultipartFile): string {
  return (
    part.filename
      .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
      .trim()
      .slice(0, 100) || 'file'
  )
}

const unknownFile = (field: string): FieldError => ({
  field,
  code: 'UNKNOWN',
  message: { zh: '请用名为 file 的部分发送照片', en: 'Send the photo as the part "file"' },
})

const invalid = (errors: FieldError[]) => new ZhunruError('INVALID_FIELD', { count: errors.length }, errors)

function uploadError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof TypeError) return error
  const code = 'code' in error ? error.code : undefined
  if (code === 'FST_FILES_LIMIT')
    return invalid([
      { field: 'file', code: 'TWICE', message: { zh: '每次请求只发送一个文件', en: 'Send one file a request' } },
    ])
  if (code === 'FST_PARTS_LIMIT' || code === 'FST_FIELDS_LIMIT') return malformed('the form has too many parts')
  if (code === 'FST_PROTO_VIOLATION') return malformed('a part has a name that is not allowed')
  // The parser has no codes for a missing boundary or a form that breaks off.
  return malformed('the multipart form is broken or incomplete')
}

const malformed = (detail: string) => new ZhunruError('BAD_REQUEST', { detail })
