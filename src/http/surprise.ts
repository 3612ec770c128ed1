/** Longest stack that goes into the log, characters. */
const STACK_MAX = 2_000

interface Surprise {
  type: string
  code?: string
  /** For a response that broke its own contract: where, never what. */
  paths?: string[]
  stack: string
}

/**
 * An unexpected error, fit for the log. Messages of libraries may quote data: long numbers and Chinese text cannot come
 * from a program's own messages here, so both are blotted out.
 */
export function describeSurprise(error: unknown): Surprise {
  if (!(error instanceof Error)) return { type: typeof error, stack: '' }
  const code = 'code' in error ? error.code : undefined
  const paths = brokenPaths(error.cause)
  return {
    type: error.constructor.name,
    ...(typeof code === 'string' && { code }),
    ...(paths && { paths }),
    stack: blotOut(error.stack ?? error.message).slice(0, STACK_MAX),
  }
}

function blotOut(text: string): string {
  return text.replace(/\d[\d -]{5,}[\dXx]/g, '#').replace(/[\p{Script=Han}·]+/gu, '#')
}

function brokenPaths(cause: unknown): string[] | null {
  if (typeof cause !== 'object' || cause === null || !('issues' in cause) || !Array.isArray(cause.issues)) return null
  return cause.issues.map(
    (issue: { path: PropertyKey[]; code: string }) => `${issue.path.map(String).join('.')}: ${issue.code}`,
  )
}
