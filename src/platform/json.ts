import { ZhunruError } from './errors.ts'
import { findJsonFault } from './json-fault.ts'

/** An application nests 4 deep; this only keeps hostile bodies from later code that walks them. */
const DEPTH_MAX = 32

/**
 * Strict UTF-8 and strict JSON, with errors that say where and never quote what stands there.
 * @throws ZhunruError INVALID_JSON
 */
export function parseJson(body: Uint8Array): unknown {
  const text = decodeUtf8(body)
  if (text.trim() === '') throw new ZhunruError('INVALID_JSON', { detail: 'it is empty' })
  const fault = findJsonFault(text)
  if (fault) {
    throw new ZhunruError('INVALID_JSON', { detail: `line ${fault.line}, column ${fault.column}: ${fault.problem}` })
  }
  const value: unknown = JSON.parse(text)
  refuseHostileShape(value)
  return value
}

function decodeUtf8(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw new ZhunruError('INVALID_JSON', { detail: 'it is not UTF-8' })
  }
}

/** Names that would reach into a prototype when the object is copied or merged, and nesting without end. */
function refuseHostileShape(root: unknown): void {
  const todo: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }]
  for (let next = todo.pop(); next; next = todo.pop()) {
    const { value, depth } = next
    if (typeof value !== 'object' || value === null) continue
    if (depth >= DEPTH_MAX)
      throw new ZhunruError('INVALID_JSON', { detail: `it is nested deeper than ${DEPTH_MAX} levels` })
    for (const [key, child] of Object.entries(value)) {
      if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
        throw new ZhunruError('INVALID_JSON', { detail: `the name ${key} is not allowed` })
      }
      todo.push({ value: child, depth: depth + 1 })
    }
  }
}
