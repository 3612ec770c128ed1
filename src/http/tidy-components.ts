import { isDeepStrictEqual } from 'node:util'

type Json = unknown
interface OpenApi {
  paths?: unknown
  components?: { schemas?: Record<string, Json> } | undefined
}

const prefix = '#/components/schemas/'

/**
 * Each named schema comes twice, as `X` for answers and `XInput` for requests. Keeps those in use, and gives `XInput`
 * the plain name where only requests use it or both are equal, so that readers meet one name for one thing.
 */
export function tidyComponents<T extends object>(document: T): T {
  const { components, ...rest } = document as OpenApi
  const schemas = components?.schemas ?? {}
  const used = reachable(rest, schemas)
  const renamed = new Map<string, string>()
  const plainly = (value: Json) => rename(value, (name) => name.replace(/Input$/, ''))
  for (const name of used) {
    const plain = name.replace(/Input$/, '')
    if (plain === name || !(plain in schemas)) continue
    if (!used.has(plain) || isDeepStrictEqual(plainly(schemas[name]), plainly(schemas[plain]))) renamed.set(name, plain)
  }
  const kept = [...used]
    .map((name) => [renamed.get(name) ?? name, schemas[name]] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const tidy = { ...rest, components: { ...components, schemas: Object.fromEntries(kept) } }
  // The same document with other names in it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return rename(tidy, (name) => renamed.get(name) ?? name) as T
}

function reachable(root: Json, schemas: Record<string, Json>): Set<string> {
  const found = new Set<string>()
  const todo: Json[] = [root]
  while (todo.length > 0) {
    const value = todo.pop()
    if (typeof value !== 'object' || value === null) continue
    for (const [key, child] of Object.entries(value)) {
      if (key !== '$ref' || typeof child !== 'string' || !child.startsWith(prefix)) {
        todo.push(child)
        continue
      }
      const name = child.slice(prefix.length)
      if (!found.has(name) && name in schemas) todo.push(schemas[name])
      found.add(name)
    }
  }
  return found
}

function rename(value: Json, to: (name: string) => string): Json {
  if (Array.isArray(value)) return value.map((child) => rename(child, to))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) =>
      key === '$ref' && typeof child === 'string' && child.startsWith(prefix)
        ? [key, prefix + to(child.slice(prefix.length))]
        : [key, rename(child, to)],
    ),
  )
}
