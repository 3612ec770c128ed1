import type { BackendFactory, IQueueBackend } from 'bullmq'
import type { QuietErrors } from './quiet-errors.ts'

/** Makes BullMQ's inner backend for one queue; it brings its own connection, so what BullMQ passes is ignored. */
export type InnerBackendFactory = BackendFactory<IQueueBackend, unknown>

/** An open connection to where the queues live, and how workers get theirs. */
export interface Datastore {
  /** The producers' backend, one for all queues. */
  root: IQueueBackend
  /** A worker blocks, so it has connections of its own. */
  workerBackend: InnerBackendFactory
  /** BullMQ's key prefix; only Redis has one. */
  prefix?: string
  /** Rejects when the datastore does not answer. */
  ping(): Promise<void>
  /** Null where the datastore sets no limit to it. */
  memory(): Promise<QueueMemory | null>
  close(): Promise<void>
}

/** Of the server that keeps the queues. */
export interface QueueMemory {
  usedBytes: number
  maxBytes: number
}

/** Opens the datastore or rejects, leaving nothing open. Tried again by the caller. */
export type OpenDatastore = (errors: QuietErrors) => Promise<Datastore>

/** Milliseconds within which a datastore must take a connection. */
export const CONNECT_TIMEOUT_MS = 5_000
/** Milliseconds within which it must answer a producer, who holds a transaction of the outbox open meanwhile. */
export const COMMAND_TIMEOUT_MS = 10_000
