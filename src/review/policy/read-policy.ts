import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Pair, type Document } from 'yaml'
import type { LocalisedText } from '../../domain/decision.ts'
import type { Policy } from '../../domain/policy.ts'
import { parsePolicy, type PolicyProblem, policyProblems } from '../../domain/policy-problems.ts'
import { yamlFault } from './yaml-faults.ts'

/** A problem in a policy file. */
export interface FileProblem {
  /** Counted from 1. */
  line: number
  /** `severity.IMG_BLURRY`; empty where it concerns the file. */
  key: string
  text: LocalisedText
}

export type PolicyFile = { policy: Policy; problems: readonly [] } | { policy: null; problems: readonly FileProblem[] }

/** Reads a policy, and tells all that is wrong with it at once, in the order of the lines. */
export function readPolicy(source: string): PolicyFile {
  const lines = new LineCounter()
  // The text of every problem is ours, with the line: the library's own would be told twice.
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
  const at = (offset: number) => Math.max(1, lines.linePos(offset).line)
  if (document.errors.length > 0) {
    const faults = document.errors.map(({ code, pos }) => ({ line: at(pos[0]), key: '', text: yamlFault(code) }))
    // One mistake often makes several: the first of a line says enough.
    return failed(faults.filter(({ line }, i) => faults.findIndex((each) => each.line === line) === i))
  }
  if (document.contents === null) {
    return failed([{ line: 1, key: '', text: { zh: '文件是空的', en: 'the file is empty' } }])
  }
  const odd = oddities(document, at)
  if (odd.some(({ fatal }) => fatal)) return failed(odd)
  const value: unknown = document.toJS()
  const problems = policyProblems(value).map((problem) => placed(problem, document, at))
  const all = [...odd, ...problems]
  return all.length > 0 ? failed(all) : { policy: parsePolicy(value), problems: [] }
}

/** The line on which a setting stands; 1 when it does not. */
export function lineOf(source: string, path: readonly string[]): number {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
  return lineAt(document, path, (offset) => Math.max(1, lines.linePos(offset).line))
}

const failed = (problems: readonly FileProblem[]): PolicyFile => ({
  policy: null,
  problems: problems.map(({ line, key, text }) => ({ line, key, text })).sort((a, b) => a.line - b.line),
})

function placed({ path, text, is }: PolicyProblem, document: Document, at: (offset: number) => number): FileProblem {
  // What is missing has no line: that of the section which lacks it.
  const where = is === 'missing' ? path.slice(0, -1) : path
  return { line: lineAt(document, where, at), key: path.join('.'), text }
}

function lineAt(document: Document, path: readonly string[], at: (offset: number) => number): number {
  let node: unknown = document.contents
  let line = startOf(node, at)
  for (const key of path) {
    if (!isMap(node)) break
    // Of a name that is given twice, the last one counts.
    const pair = node.items.findLast((item) => nameOf(item) === key)
    if (!pair) break
    line = startOf(pair.key, at)
    node = pair.value
  }
  return line
}

const nameOf = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : '')

const startOf = (node: unknown, at: (offset: number) => number): number => {
  const range = isNode(node) ? node.range : null
  return range ? at(range[0]) : 1
}

interface Oddity extends FileProblem {
  /** It says nothing of the settings: they cannot be looked at before it is mended. */
  fatal: boolean
}

/** Names given twice, of which YAML would silently take one; and references, which hide what a policy says. */
function oddities(document: Document, at: (offset: number) => number): Oddity[] {
  const found: Oddity[] = []
  const walk = (node: unknown, path: readonly string[]) => {
    if (isAlias(node) || (isScalar(node) && node.anchor !== undefined)) {
      found.push({
        line: startOf(node, at),
        key: path.join('.'),
        text: {
          zh: '不支持 YAML 锚点与引用，请直接写出值',
          en: 'YAML anchors and aliases are not supported; write the value',
        },
        fatal: true,
      })
    }
    if (isSeq(node)) for (const item of node.items) walk(item, path)
    if (!isMap(node)) return
    const seen = new Map<string, number>()
    for (const pair of node.items) {
      const [name, line] = [nameOf(pair), startOf(pair.key, at)]
      const first = seen.get(name)
      if (first === undefined) seen.set(name, line)
      else {
        const text = {
          zh: `重复；第 ${first} 行已有，请只保留一处`,
          en: `given twice, first in line ${first}; keep one`,
        }
        found.push({ line, key: [...path, name].join('.'), text, fatal: false })
      }
      walk(pair.value, [...path, name])
    }
  }
  walk(document.contents, [])
  return found
}
