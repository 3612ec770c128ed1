import pc from 'picocolors'
import type { DeliveryView, WebhookView } from '../contracts/webhook-view.ts'
import type { Language } from './language.ts'
import { chinaTime } from './time.ts'
import { webhookTexts } from './webhook-texts.ts'
import { padToWidth } from './width.ts'

const colour = { enabled: pc.green, paused: pc.yellow, disabled: pc.red }
const deliveryColour = { pending: pc.yellow, sent: pc.green, failed: pc.red, cancelled: pc.dim }

/** Some lines, the id first so that it can be copied; nothing that a narrow terminal would tear apart. */
export function describeWebhook(webhook: WebhookView, language: Language): string {
  const t = webhookTexts[language]
  const { id, url, types, state, why, failures, failingSince, waiting, keys } = webhook
  const signed = keys.map(({ kind, expiresAt }) => t.key(kind, expiresAt && chinaTime(expiresAt))).join('、')
  const facts = [
    `${t.types} ${types ? types.join(', ') : t.allTypes}`,
    `${t.keys} ${language === 'zh' ? signed : signed.replaceAll('、', ', ')}`,
    `${t.waiting} ${waiting}`,
  ]
  const lines = [`${pc.bold(id)}  ${colour[state](t.state[state])}${why ? `  ${t.why[why]}` : ''}`, `  ${url}`]
  lines.push(`  ${facts.join('   ')}`)
  if (failures > 0 && failingSince) lines.push(`  ${pc.red(t.failures(failures, chinaTime(failingSince)))}`)
  for (const { publicKey } of keys) if (publicKey) lines.push(`  ${t.publicKey} ${publicKey}`)
  return lines.join('\n')
}

/** Why an attempt failed, as the API has it in English. */
export function describeCause(error: string | null, language: Language): string | null {
  const known = webhookTexts[language].causes.find(([pattern]) => pattern.test(error ?? ''))
  return known && error !== null ? error.replace(...known) : error
}

/** One line each, and a second one where it has not arrived. */
export function describeDelivery(delivery: DeliveryView, language: Language): string {
  const t = webhookTexts[language]
  const { id, reference, about, state, attempts, at, nextAttemptAt, error } = delivery
  const columns = [
    deliveryColour[state](padToWidth(t.delivery[state], language === 'zh' ? 6 : 9)),
    chinaTime(at),
    padToWidth(t.about[about], language === 'zh' ? 8 : 21),
    padToWidth(t.attempts(attempts), 6),
    padToWidth(reference, 16),
    pc.dim(id),
  ]
  const more = [describeCause(error, language) ?? '', nextAttemptAt ? t.next(chinaTime(nextAttemptAt)) : ''].filter(
    (text) => text !== '',
  )
  const second = state === 'sent' || more.length === 0 ? '' : `\n  ${pc.dim(more.join('   '))}`
  return columns.join(' ') + second
}
