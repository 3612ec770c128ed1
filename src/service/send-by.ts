import { join } from 'node:path'
import { smsFolder } from '../notify/sms.ts'
import { webhookChannel } from '../notify/webhook.ts'
import type { Config } from '../platform/config.ts'
import { PermanentError } from '../platform/permanent-error.ts'
import type { SendEffect } from '../review/send-effect.ts'

/** Each message over its own way. */
export function sendBy({ dataDir, webhookAllowPrivate }: Pick<Config, 'dataDir' | 'webhookAllowPrivate'>): SendEffect {
  const webhook = webhookChannel({ allowPrivate: webhookAllowPrivate })
  const sms = smsFolder(join(dataDir, 'sms'))
  return async (message) => {
    if (message.channel === 'webhook') return webhook(message)
    if (message.channel === 'sms') return sms(message)
    throw new PermanentError('no push service is configured')
  }
}
