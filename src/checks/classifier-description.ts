import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import type { PlaceRole } from '../domain/scene-words.ts'
import { ZhunruError } from '../platform/errors.ts'

/** What a premises photo may show, as the domain's judge of roles calls it; `other` is anything else. */
const roles = ['front', 'counter', 'room', 'stall', 'tools', 'surroundings', 'other'] as const satisfies readonly (
  | PlaceRole
  | 'other'
)[]

const side = z.number().int().min(16).max(1024)
const three = z.tuple([z.number(), z.number(), z.number()])

const schema = z.strictObject({
  name: z.string().regex(/^[\w.@/-]{1,64}$/, 'write 1-64 letters, digits and . _ - / @, with a version: shops/3'),
  /** Path of the ONNX file; a relative one starts at the folder of this description. */
  model: z.string().min(1),
  input: z.strictObject({
    width: side,
    height: side,
    layout: z.enum(['NCHW', 'NHWC']),
    channels: z.enum(['RGB', 'BGR']).default('RGB'),
    /** How a photo of another shape is brought to the input's: its middle, all of it distorted. */
    fit: z.enum(['crop', 'stretch']).default('crop'),
    /** Of the values 0-1, in the order of `channels`: (value - mean) / std. */
    mean: three.default([0, 0, 0]),
    std: three.refine((std) => std.every((value) => value > 0), 'each must be above 0').default([1, 1, 1]),
  }),
  output: z.enum(['logits', 'probabilities']),
  /** In the order of the model's output; labels of one role add up. */
  labels: z.array(z.strictObject({ label: z.string().min(1), role: z.enum(roles) })).min(2),
  /** Logits are divided by it: found on photos that the model was not trained on, so that 0.9 is right nine times in ten. */
  temperature: z.number().positive().default(1),
  /** Below it the classifier says nothing. */
  threshold: z.number().min(0).max(1).default(0.5),
})

/** A customer's own classifier of premises photos, as its description file states it; `model` is an absolute path. */
export type ClassifierDescription = z.infer<typeof schema>

/** @throws ZhunruError CONFIG_INVALID that says what to mend, for each thing that is wrong. */
export async function readClassifierDescription(path: string): Promise<ClassifierDescription> {
  const wrong = (detail: string) =>
    new ZhunruError('CONFIG_INVALID', { detail: `PREMISES_CLASSIFIER, ${path}: ${detail}` })
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw wrong(`cannot be read (${messageOf(error)}); name a JSON file`)
  })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw wrong(`is no JSON (${messageOf(error)})`)
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) {
    throw wrong(parsed.error.issues.map(({ path: at, message }) => `${at.join('.') || 'file'}: ${message}`).join('; '))
  }
  return { ...parsed.data, model: resolve(dirname(path), parsed.data.model) }
}

/**
 * Name of the classifier with the beginning of the checksum of its two files: evidence of another model is no evidence of it.
 * @throws ZhunruError CONFIG_INVALID
 */
export async function classifierVersion(path: string): Promise<string> {
  const { name, model } = await readClassifierDescription(path)
  const hash = createHash('sha256').update(await readFile(path))
  const bytes = await readFile(model).catch((error: unknown) => {
    throw new ZhunruError('CONFIG_INVALID', {
      detail: `PREMISES_CLASSIFIER, ${path}: the model ${model} cannot be read (${messageOf(error)}); correct its path`,
    })
  })
  return `${name}:${hash.update(bytes).digest('hex').slice(0, 8)}`
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
