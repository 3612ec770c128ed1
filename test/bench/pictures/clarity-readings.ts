import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { MaterialKind } from '../../../src/domain/application.ts'
import type { OcrEvidence } from '../../../src/domain/evidence.ts'
import { createEngine } from '../../../src/ocr/create-engine.ts'
import type { OcrEngine } from '../../../src/ocr/engine.ts'
import { readAndCompare } from './clarity-truth.ts'

/** A document is readable with this share of its characters right. */
export const enough = 0.7

export interface Read {
  /** Share of the characters that matter that were read right, 0-1. */
  right: number
  evidence: Pick<OcrEvidence, 'kind' | 'fields' | 'meanConfidence' | 'detected'>
}

export interface Readings {
  read: (kind: MaterialKind, bytes: Uint8Array, truth: Readonly<Record<string, string | null>>) => Promise<Read>
  /** Writes down what was read so far. */
  keep: () => void
  close: () => Promise<void>
}

/**
 * Reads photos with the product's own reader, each once: readings are kept under node_modules/.cache, by the photo's and the
 * engine's fingerprint. Delete the file when what comes after the engine changes.
 */
export function openReadings(name: string): Readings {
  const file = path.resolve(import.meta.dirname, `../../../node_modules/.cache/zhunru-bench/${name}.json`)
  // Written by this very module.
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Read>) : {}
  let started: Promise<OcrEngine> | undefined
  const keep = () => {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(known))
  }
  return {
    keep,
    async read(kind, bytes, truth) {
      const engine = await (started ??= createEngine('ppocr'))
      const key = `${createHash('sha256').update(bytes).digest('hex')} ${engine.version}`
      const before = known[key]
      if (before) return before
      const { right, evidence } = await readAndCompare(engine, kind, bytes, truth)
      const { fields, meanConfidence, detected } = evidence
      return (known[key] = { right, evidence: { kind, fields, meanConfidence, detected } })
    },
    async close() {
      keep()
      await (await started)?.close()
    },
  }
}
