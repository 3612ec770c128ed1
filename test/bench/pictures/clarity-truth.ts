import type { MaterialKind } from '../../../src/domain/application.ts'
import type { OcrEvidence } from '../../../src/domain/evidence.ts'
import type { TextLine } from '../../../src/domain/text-line.ts'
import { readPhoto } from '../../../src/checks/read-photo.ts'
import type { OcrEngine } from '../../../src/ocr/engine.ts'

/** What the product's reader makes of one photo. */
export interface ReadState {
  /** Share of the characters that matter that it got right, 0-1. */
  right: number
  evidence: OcrEvidence
}

/** Reads as the service does, both looks included. */
export async function readAndCompare(
  engine: OcrEngine,
  kind: MaterialKind,
  bytes: Uint8Array,
  truth: Readonly<Record<string, string | null>>,
): Promise<ReadState> {
  let lines: readonly TextLine[] = []
  const watched: OcrEngine = {
    ...engine,
    name: engine.name,
    version: engine.version,
    close: () => engine.close(),
    read: async (image, options) => {
      const reading = await engine.read(image, options)
      lines = reading.lines
      return reading
    },
  }
  const evidence = await readPhoto(watched, kind, bytes)
  return {
    right: charactersRight(
      Object.entries(truth),
      lines.map(({ text }) => text),
    ),
    evidence,
  }
}

/** Printed otherwise than they are kept, or told again by another field. */
const notAsPrinted = new Set(['sex', 'ethnicity', 'birthDate', 'cardType', 'registeredOn'])

/**
 * Share of the fields' characters that stand in the lines, in their order: runs of at least two (of digits three), the longest
 * first, each place of a line used once. How lines are broken or in what order they come does not matter.
 */
export function charactersRight(
  truth: readonly (readonly [string, string | null])[],
  lines: readonly string[],
): number {
  const read = lines.map((line) => plain(line))
  let total = 0
  let right = 0
  for (const [field, value] of truth) {
    const wanted = value === null || notAsPrinted.has(field) ? '' : plain(value === 'long-term' ? '长期' : value)
    total += wanted.length
    right += covered(wanted, read)
  }
  return total === 0 ? 0 : right / total
}

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}*]/gu, '')
    .toUpperCase()

function covered(wanted: string, lines: readonly string[]): number {
  if (wanted.length === 0) return 0
  let best = { length: 0, at: 0, line: -1, from: 0 }
  for (const [index, line] of lines.entries()) {
    for (let at = 0; at < wanted.length; at++) {
      for (let from = 0; from < line.length; from++) {
        let length = 0
        while (at + length < wanted.length && wanted[at + length] === line[from + length]) length++
        if (length > best.length) best = { length, at, line: index, from }
      }
    }
  }
  const found = wanted.slice(best.at, best.at + best.length)
  const least = Math.min(wanted.length, /^[\dA-Z]+$/.test(found) ? 3 : 2)
  if (best.length < least) return 0
  const rest = lines.map((line, i) =>
    i === best.line ? `${line.slice(0, best.from)}\n${line.slice(best.from + best.length)}` : line,
  )
  return best.length + covered(wanted.slice(0, best.at), rest) + covered(wanted.slice(best.at + best.length), rest)
}
