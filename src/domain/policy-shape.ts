import { z } from 'zod'
import type { LocalisedText } from './decision.ts'
import { policySchema } from './policy.ts'

/** What may stand at one place of a policy. */
export type Shape =
  | { is: 'section'; keys: readonly string[]; of: (key: string) => Shape }
  | { is: 'choice'; values: readonly string[] }
  | { is: 'number'; whole: boolean; least: number | null; most: number | null; above: number | null }
  | { is: 'version' }

const schemaNode = z.object({
  type: z.string(),
  properties: z.record(z.string(), z.unknown()).optional(),
  propertyNames: z.object({ enum: z.array(z.string()) }).optional(),
  additionalProperties: z.unknown().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
})

/** Read off the schema, so that what a message allows is what is allowed. */
function shapeOf(schema: unknown): Shape {
  const node = schemaNode.parse(schema)
  if (node.enum) return { is: 'choice', values: node.enum }
  if (node.type === 'number' || node.type === 'integer') {
    const bound = (value: number | undefined) => (value === undefined || !isBound(value) ? null : value)
    return {
      is: 'number',
      whole: node.type === 'integer',
      least: bound(node.minimum),
      most: bound(node.maximum),
      above: bound(node.exclusiveMinimum),
    }
  }
  if (node.type !== 'object') return { is: 'version' }
  const named = node.properties
  if (named) return { is: 'section', keys: Object.keys(named), of: (key) => shapeOf(named[key]) }
  return { is: 'section', keys: node.propertyNames?.enum ?? [], of: () => shapeOf(node.additionalProperties) }
}

/** zod writes the range of a safe integer where none was asked for. */
const isBound = (value: number): boolean => Math.abs(value) < Number.MAX_SAFE_INTEGER

let root: Shape | null = null

/** @returns null where a policy has nothing. */
export function shapeAt(path: readonly string[]): Shape | null {
  root ??= shapeOf(z.toJSONSchema(policySchema))
  let shape: Shape = root
  for (const key of path) {
    if (shape.is !== 'section' || !shape.keys.includes(key)) return null
    shape = shape.of(key)
  }
  return shape
}

/** Every path below a section that holds a value, names joined by dots, in the order of the schema. */
export function leavesOf(shape: Shape, path: readonly string[] = []): string[] {
  return shape.is === 'section'
    ? shape.keys.flatMap((key) => leavesOf(shape.of(key), [...path, key]))
    : [path.join('.')]
}

/** What to write there: `write a number from 0 to 1`. */
export function allowed(shape: Shape): LocalisedText {
  if (shape.is === 'choice') {
    return {
      zh: `请填写 ${shape.values.join('、')} 之一`,
      en: `write one of ${shape.values.join(', ')}`,
    }
  }
  if (shape.is === 'version') {
    return { zh: '请填写 YYYY-M-N，例如 2026-11-1', en: 'write YYYY-M-N, for example 2026-11-1' }
  }
  if (shape.is === 'section') {
    const [first = '', ...more] = shape.keys
    const keys = shape.keys.length > 8 ? `${first} … ${more.at(-1)}` : shape.keys.join(', ')
    return {
      zh: `此处应为一节，其下各占一行：${keys.replaceAll(', ', '、')}`,
      en: `write a section, with a line for each of: ${keys}`,
    }
  }
  const { whole, least, most, above } = shape
  const [zh, en] = whole ? ['整数', 'a whole number'] : ['数', 'a number']
  if (least !== null && most !== null)
    return { zh: `请填写 ${least} 到 ${most} 的${zh}`, en: `write ${en} from ${least} to ${most}` }
  if (above !== null) return { zh: `请填写大于 ${above} 的${zh}`, en: `write ${en} above ${above}` }
  if (least !== null) return { zh: `请填写不小于 ${least} 的${zh}`, en: `write ${en} of at least ${least}` }
  if (most !== null) return { zh: `请填写不大于 ${most} 的${zh}`, en: `write ${en} of at most ${most}` }
  return { zh: `请填写${zh}`, en: `write ${en}` }
}
