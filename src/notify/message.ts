import type { Outcome } from '../domain/decision.ts'
import type { ToldReason } from '../domain/told-reasons.ts'

/** What is to be told. `id` stays the same over all attempts, so that a receiver can drop what it has seen. */
export interface Message {
  id: string
  applicationId: string
  reference: string
  revision: number
  outcome: Outcome
  reasons: readonly Omit<ToldReason, 'evidence'>[]
  phone: string
  at: Date
}

/** Tells one message over one way out. A rejection is tried again by the queue's policy. */
export type Channel = (message: Message) => Promise<void>
