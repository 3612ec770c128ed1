// Before the native library is loaded.
import '../ppocr/no-telemetry.ts'
import { InferenceSession } from 'onnxruntime-node'

/** A model of somebody else: one picture in, a list of numbers out. */
export interface ForeignModel {
  session: InferenceSession
  /** Sizes of the input as the file states them; null where it leaves one open. */
  input: readonly (number | null)[]
}

/** Rejects where the file is no ONNX model, or has more than one input or output, or other numbers than float32. */
export async function openModel(path: string): Promise<ForeignModel> {
  const session = await InferenceSession.create(path, {
    executionProviders: ['cpu'],
    // One process per core looks at photos; more threads only wait for each other.
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  })
  const { inputMetadata, outputMetadata } = session
  const only = (list: readonly InferenceSession.ValueMetadata[], what: string): (number | null)[] => {
    const [value] = list
    if (list.length !== 1 || !value) throw new Error(`it has ${list.length} ${what}s, and must have one`)
    if (!value.isTensor || value.type !== 'float32') throw new Error(`its ${what} must be a tensor of float32`)
    return value.shape.map((side) => (typeof side === 'number' && side > 0 ? side : null))
  }
  only(outputMetadata, 'output')
  return { session, input: only(inputMetadata, 'input') }
}
