/** Where and why a text is no JSON that we can keep. Lines and columns count from 1, columns in UTF-16 units. */
export interface JsonFault {
  line: number
  column: number
  problem: string
}

const blank = /[ \t\n\r]*/y
// The grammar of JSON forbids exactly these control characters inside a text.
// oxlint-disable-next-line no-control-regex
const string = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y
const escape = /\\(?:u([0-9a-fA-F]{4})|.)/g

/**
 * Finds the first place at which a text stops being JSON. The engine's own message quotes the text around the fault,
 * and what is sent here are people's names and numbers: so we say where, not what. Also finds what is JSON but can be
 * neither stored nor shown: U+0000 and halves of surrogate pairs, which Postgres refuses. Null when all is well.
 * Iterative, so that deep nesting costs no stack.
 */
export function findJsonFault(text: string): JsonFault | null {
  const open: ('{' | '[')[] = []
  let at = 0
  let expected: 'value' | 'value or ]' | 'key' | 'key or }' | 'next' = 'value'

  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found) at = pattern.lastIndex
    return found !== null
  }
  const take = (character: string): boolean => {
    if (text[at] !== character) return false
    at++
    return true
  }

  for (;;) {
    skip(blank)
    if (at >= text.length && (expected !== 'next' || open.length > 0)) return faultAt(text, at, 'it ends too early')
    const start = at
    if (expected === 'next') {
      const inside = open.at(-1)
      if (inside === undefined) return at < text.length ? faultAt(text, at, 'there is more after the end') : null
      if (take(',')) expected = inside === '{' ? 'key' : 'value'
      else if (take(inside === '{' ? '}' : ']')) open.pop()
      else return faultAt(text, at, `a comma or ${inside === '{' ? '}' : ']'} is missing`)
    } else if (expected === 'key' || expected === 'key or }') {
      if (expected === 'key or }' && take('}')) {
        open.pop()
        expected = 'next'
        continue
      }
      if (!skip(string)) return faultAt(text, at, 'a name in double quotes is missing')
      const unstorable = findUnstorable(text, start, at)
      if (unstorable) return unstorable
      skip(blank)
      if (!take(':')) return faultAt(text, at, 'a colon is missing')
      expected = 'value'
    } else if (expected === 'value or ]' && take(']')) {
      open.pop()
      expected = 'next'
    } else if (take('{')) {
      open.push('{')
      expected = 'key or }'
    } else if (take('[')) {
      open.push('[')
      expected = 'value or ]'
    } else if (skip(string)) {
      const unstorable = findUnstorable(text, start, at)
      if (unstorable) return unstorable
      expected = 'next'
    } else if (skip(scalar)) {
      expected = 'next'
    } else {
      return faultAt(text, at, text[at] === '"' ? 'this text is not closed or not escaped' : 'this is no value')
    }
  }
}

function findUnstorable(text: string, from: number, to: number): JsonFault | null {
  let high: number | null = null
  let end = from
  // A piece of its own: searched in the whole text, each short string would cost a run to the next backslash.
  for (const found of text.slice(from, to).matchAll(escape)) {
    const at = from + found.index
    const unit = found[1] === undefined ? -1 : Number.parseInt(found[1], 16)
    if (unit === 0) return faultAt(text, at, 'U+0000 cannot be kept')
    const isLow = unit >= 0xdc00 && unit <= 0xdfff
    if (isLow !== (high !== null && at === end)) return faultAt(text, high ?? at, 'half a surrogate pair')
    high = unit >= 0xd800 && unit <= 0xdbff ? at : null
    end = at + found[0].length
  }
  return high === null ? null : faultAt(text, high, 'half a surrogate pair')
}

function faultAt(text: string, at: number, problem: string): JsonFault {
  const before = text.slice(0, at)
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n'), problem }
}
