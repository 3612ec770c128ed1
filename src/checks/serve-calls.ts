import { ZhunruError } from '../platform/errors.ts'
import type { Answer, CallMessage, ProcessMessage } from './process-messages.ts'

export type Methods = Record<string, (...args: never[]) => Promise<unknown>>

/**
 * The far end of a process of the pool: says `ready` once the methods are there, then answers one call at a time. The
 * parent alone decides when the process ends; when the parent is gone, so is the process.
 */
export async function serveCalls(starting: Promise<Methods>): Promise<void> {
  // Ctrl-C in a terminal, or a stop of the whole service, reaches this process too; a photo in hand is still finished.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
  process.on('disconnect', () => process.exit())

  const methods = await starting.catch((error: unknown) => {
    tell({ is: 'failed', message: messageOf(error) }, () => process.exit(1))
    return null
  })
  if (!methods) return
  process.on('message', (message: CallMessage) => void serve(methods, message))
  tell({ is: 'ready' })
}

async function serve(methods: Methods, { method, args }: CallMessage): Promise<void> {
  // Written out before the work holds up the event loop, so that the parent knows whose work ended the process.
  tell({ is: 'begun' })
  tell({ is: 'answered', answer: await answerOf(methods, method, args), memory: process.memoryUsage.rss() })
}

async function answerOf(methods: Methods, name: string, args: readonly unknown[]): Promise<Answer> {
  try {
    const method = methods[name]
    if (!method) throw new Error(`a photo process knows no ${name}`)
    return { ok: true, value: await Reflect.apply(method, undefined, args) }
  } catch (error) {
    if (error instanceof ZhunruError) return { ok: false, code: error.code, values: error.values }
    if (!(error instanceof Error)) return { ok: false, error: { name: 'Error', message: String(error) } }
    const { name, message, stack } = error
    return { ok: false, error: { name, message, ...(stack !== undefined && { stack }) } }
  }
}

const tell = (message: ProcessMessage, told?: () => void): void => {
  process.send?.(message, undefined, undefined, () => told?.())
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
