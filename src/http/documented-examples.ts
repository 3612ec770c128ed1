import { submissionExamples } from '../contracts/submission-examples.ts'
import { errorExamples } from './documented-errors.ts'

interface OpenApi {
  paths?: Record<string, Record<string, Operation>>
}
interface Operation {
  parameters?: { name: string }[]
  requestBody?: { content: Record<string, object> }
  responses?: Record<string, { description: string; content?: Record<string, object> }>
}

/**
 * Adds the examples that schemas cannot carry: a named one for each code of an error answer, and one application of
 * each merchant type. (A schema that changes what it takes in loses its own examples on the way to JSON Schema.)
 */
export function addExamples<T extends object>(document: T): T {
  const { paths = {} } = document as OpenApi
  for (const { parameters = [], responses = {} } of Object.values(paths).flatMap((path) => Object.values(path))) {
    // The framework knows headers in lower case only.
    for (const parameter of parameters) {
      if (parameter.name === 'idempotency-key') parameter.name = 'Idempotency-Key'
      if (parameter.name === 'last-event-id') parameter.name = 'Last-Event-ID'
    }
    for (const [status, { description, content }] of Object.entries(responses)) {
      if (Number(status) >= 400)
        Object.assign(content?.['application/json'] ?? {}, { examples: errorExamples(description) })
    }
  }
  const body = paths['/v1/applications']?.['post']?.requestBody?.content['application/json']
  const examples = Object.entries(submissionExamples).map(([name, value]) => [name, { value }])
  Object.assign(body ?? {}, { examples: Object.fromEntries(examples) })
  return document
}
