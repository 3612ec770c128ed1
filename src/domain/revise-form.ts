const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * A form with what is to change laid over it (JSON Merge Patch, RFC 7396): what is absent stays, `null` takes away, objects
 * are merged, all else is replaced. Whether the result is a form at all is for its schema to say.
 */
export function revised(form: unknown, changes: unknown): unknown {
  if (!isObject(changes)) return changes
  const result = new Map(isObject(form) ? Object.entries(form) : [])
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) result.delete(key)
    else result.set(key, revised(result.get(key), value))
  }
  return Object.fromEntries(result)
}
