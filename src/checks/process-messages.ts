import type { ErrorCode, ZhunruError } from '../platform/errors.ts'

/** To the process: one call at a time. */
export interface CallMessage {
  method: string
  args: readonly unknown[]
}

/** A refusal of the file crosses the process border as a value; `error` is a fault of this one attempt. */
export type Answer =
  | { ok: true; value: unknown }
  | { ok: false; code: ErrorCode; values: ZhunruError['values'] }
  | { ok: false; error: { name: string; message: string; stack?: string } }

/** From the process, in this order: `ready` or `failed` once, then `begun` and `answered` for each call. */
export type ProcessMessage =
  | { is: 'ready' }
  | { is: 'failed'; message: string }
  | { is: 'begun' }
  /** `memory`: what the process holds resident after the call, bytes. */
  | { is: 'answered'; answer: Answer; memory: number }

/** Both ends are ours and of one version: the mark is enough. */
export const isProcessMessage = (message: unknown): message is ProcessMessage =>
  typeof message === 'object' && message !== null && 'is' in message
