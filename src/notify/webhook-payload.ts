import { outcomeTold, type WebhookMessage, webhookTypeOf } from '../domain/message.ts'

/** Standard Webhooks asks for less than 20 kB. */
const MOST_BYTES = 20_000
/** Codes without texts are some 120 bytes each. */
const MOST_CODES = 200

/**
 * The body: what came about, and where to ask for more. Thin: ids, outcome and reasons, no value of a person or a paper.
 * The same at every attempt.
 */
export function webhookBody(message: WebhookMessage): string {
  const { reasons } = message
  const whole = bodyWith(message, reasons)
  if (Buffer.byteLength(whole) <= MOST_BYTES) return whole
  // Beyond any real number of reasons; a receiver would rather have codes than nothing.
  const codes = reasons.slice(0, MOST_CODES).map(({ code, severity, material, field, tellApplicant }) => ({
    code,
    severity,
    material,
    field,
    tellApplicant,
  }))
  let kept = codes
  while (kept.length > 0 && Buffer.byteLength(bodyWith(message, kept)) > MOST_BYTES) kept = kept.slice(0, -1)
  return bodyWith(message, kept)
}

function bodyWith(
  { about, applicationId: id, reference, revision, shipment, at }: WebhookMessage,
  reasons: unknown,
): string {
  const outcome = outcomeTold(about)
  const what = outcome ? { outcome, reasons } : shipment ? { shipment } : {}
  return JSON.stringify({
    type: webhookTypeOf(about),
    timestamp: at.toISOString(),
    data: { id, reference, revision, ...what },
  })
}
