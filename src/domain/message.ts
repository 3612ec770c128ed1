import type { languages } from './application.ts'
import { type Outcome, outcomes } from './decision.ts'
import type { ToldReason } from './told-reasons.ts'

/**
 * What a message tells of: how a revision was decided, or a step that is no decision. `rejection_confirmed`: it was refused
 * again after an appeal; a message of its own, since the refusal has been told.
 */
export const abouts = [...outcomes, 'rejection_confirmed', 'shipped', 'withdrawn', 'expired'] as const
export type About = (typeof abouts)[number]

const isOutcome = (about: About): about is Outcome => outcomes.some((outcome) => outcome === about)

/** The outcome that is told; null of a step that is no decision. */
export const outcomeTold = (about: About): Outcome | null =>
  about === 'rejection_confirmed' ? 'rejected' : isOutcome(about) ? about : null

/** What a webhook calls what it tells of; endpoints choose among them. */
export const webhookTypes = [
  'application.decided',
  'application.rejection_confirmed',
  'application.shipped',
  'application.withdrawn',
  'application.expired',
] as const
export type WebhookType = (typeof webhookTypes)[number]

export const webhookTypeOf = (about: About): WebhookType =>
  isOutcome(about) ? 'application.decided' : `application.${about}`

/** The ways out: the integrator's endpoints, and the applicant's phone and app. */
export const channels = ['webhook', 'sms', 'push'] as const
export type ChannelName = (typeof channels)[number]

/** How the terminal travels; told once it has been shipped. */
export interface Shipment {
  courier: string
  trackingNumber: string
}

/** What is to be told, whatever the way. */
export interface Telling {
  /** The same over all attempts: a receiver or a gateway that has seen it drops it. */
  id: string
  about: About
  applicationId: string
  /** The caller's own name for the application. */
  reference: string
  revision: number
  /** Of the decision, without the evidence, which may hold what was read from a document. Empty for what is no decision. */
  reasons: readonly Omit<ToldReason, 'evidence'>[]
  /** Null unless it tells of one. */
  shipment: Shipment | null
  /** What the applicant is told in. */
  language: (typeof languages)[number]
  /** When it came about, not when this attempt is made. */
  at: Date
}

export interface SmsMessage extends Telling {
  channel: 'sms'
  /** Eleven digits; never logged. */
  phone: string
}

export interface PushMessage extends Telling {
  channel: 'push'
  /** As the push service names the app's installation; never logged. */
  pushToken: string
}

/** A key that signs webhooks: HMAC-SHA256 (`v1`) or Ed25519 (`v1a`), each as Standard Webhooks writes them. */
export interface SigningKey {
  kind: 'v1' | 'v1a'
  /** `whsec_…` or `whsk_…`. */
  secret: string
}

export interface WebhookMessage extends Telling {
  channel: 'webhook'
  url: string
  /** Newest first; each signs. */
  keys: readonly SigningKey[]
}

export type Message = SmsMessage | PushMessage | WebhookMessage

/** How a message went out. */
export interface Delivered {
  /** HTTP status of the answer; null where there is none. */
  status: number | null
  /** The template it was written by, with its version, as `sms.approved/1`; null where there is none. */
  template: string | null
}
