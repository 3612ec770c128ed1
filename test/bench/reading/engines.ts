import { fork, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { readDocument } from '../../../src/documents/read-document.ts'
import type { FieldValue, OcrEvidence, ReadableKind } from '../../../src/domain/evidence.ts'
import type { TextLine } from '../../../src/domain/text-line.ts'
import { modelFiles } from './setup.ts'

export const ours = ['ppocr', 'tesseract'] as const
export const peers = ['ppu-paddle-ocr', 'paddleocr'] as const
export const engineNames = [...ours, ...peers] as const
export type EngineName = (typeof engineNames)[number]
export const isPeer = (name: EngineName): boolean => (peers as readonly string[]).includes(name)

/** One photo as one engine read it. */
export interface Answer {
  fields: Record<string, FieldValue>
  detected: string
  faults: readonly string[]
  /** CPU seconds of the whole process, decoding included. */
  cpu: number
  /** Megabytes so far, at most and now. */
  memory: { peak: number; now: number }
  error?: string
}

export interface RunningEngine {
  name: EngineName
  read(kind: ReadableKind, file: string): Promise<Answer>
  stop(): Promise<void>
}

interface Reply {
  id: number
  cpu: number
  memory: { peak: number; now: number }
  evidence?: OcrEvidence
  reading?: { width: number; height: number; lines: TextLine[] }
  error?: string
}

/** Megabytes of JavaScript heap that the product's own pool gives a photo process (`src/checks/pool-process.ts`). */
const pooledHeap = 256

/** Parts of native memory, likewise. */
const pooledArenas = '2'

/** Starts an engine in a process of its own; `product` is the compiled product. It answers photos one at a time. */
export function start(name: EngineName, product: string): RunningEngine {
  const peer = isPeer(name) ? { peer: path.join(import.meta.dirname, '../peers', `${name}.mjs`) } : {}
  const options = { engine: name, product, models: modelFiles(), ...peer }
  const child = fork(path.join(import.meta.dirname, 'child.mjs'), [JSON.stringify(options)], {
    execArgv: isPeer(name) ? [] : [`--max-old-space-size=${pooledHeap}`],
    env: isPeer(name) ? process.env : { ...process.env, MALLOC_ARENA_MAX: pooledArenas },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  })
  let next = 0
  return {
    name,
    async read(kind, file) {
      const id = next++
      const reply = await ask(child, name, { id, kind, file })
      return { cpu: reply.cpu, memory: reply.memory, ...fieldsOf(kind, name, reply) }
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve())
        child.disconnect()
      }),
  }
}

function ask(
  child: ChildProcess,
  name: EngineName,
  question: { id: number; kind: string; file: string },
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`${name} ended (${code}) over ${question.file}`))
    child.once('exit', ended)
    child.once('message', (reply: Reply) => {
      child.off('exit', ended)
      resolve(reply)
    })
    child.send(question)
  })
}

/** A peer's lines go through our own field readers, so that what is compared is the reading. */
function fieldsOf(kind: ReadableKind, name: EngineName, reply: Reply): Omit<Answer, 'cpu' | 'memory'> {
  if (reply.evidence) {
    const { fields, detected, faults = [] } = reply.evidence
    return { fields, detected: detected.kind, faults: faults.map(({ code, field }) => `${code}:${field ?? ''}`) }
  }
  if (!reply.reading) return { fields: {}, detected: 'no_text', faults: [], error: reply.error ?? 'no answer' }
  const { fields, detected } = readDocument(kind, { engine: name, rotation: 0, ...reply.reading })
  return { fields, detected: detected.kind, faults: [] }
}

/** Seconds from starting the process to its first answer; each time another process. */
export async function coldStart(name: EngineName, product: string, kind: ReadableKind, file: string): Promise<number> {
  const from = performance.now()
  const engine = start(name, product)
  await engine.read(kind, file)
  const seconds = (performance.now() - from) / 1000
  await engine.stop()
  return seconds
}
