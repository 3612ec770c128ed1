import type { LocalisedText, Outcome, Severity } from '../domain/decision.ts'

/** What is to be told. `id` stays the same over all attempts, so that a receiver can drop what it has seen. */
export interface Message {
  id: string
  applicationId: string
  reference: string
  revision: number
  outcome: Outcome
  reasons: readonly {
    code: string
    severity: Severity
    material: string | null
    field: string | null
    message: LocalisedText
    hint: LocalisedText
  }[]
  phone: string
  at: Date
}

/** Tells one message over one way out. A rejection is tried again by the queue's policy. */
export type Channel = (message: Message) => Promise<void>
