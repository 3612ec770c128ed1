import type { FastifySchemaCompiler } from 'fastify'
import type { z } from 'zod'
import { formProblems } from '../domain/application.ts'
import { ZhunruError } from '../platform/errors.ts'

/** Checks a part of a request by its zod schema; what does not fit becomes INVALID_FIELD with one entry a field. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema }) => {
  return (data: unknown) => {
    const parsed = schema.safeParse(data)
    if (parsed.success) return { value: parsed.data }
    const problems = formProblems(parsed.error)
    return { error: new ZhunruError('INVALID_FIELD', { count: problems.length }, problems) }
  }
}
