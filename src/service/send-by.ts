import { join } from 'node:path'
import { pushFolder, pushGateway } from '../notify/push.ts'
import { smsFolder, smsGateway } from '../notify/sms.ts'
import { webhookChannel } from '../notify/webhook.ts'
import type { Config } from '../platform/config.ts'
import type { Logger } from '../platform/logger.ts'
import type { SendEffect } from '../review/send-effect.ts'

type Ways = Pick<
  Config,
  'dataDir' | 'databaseUrl' | 'tellBy' | 'webhookAllowPrivate' | 'sms' | 'smsSignature' | 'push' | 'applicantLink'
>

/** Each message over its own way. What has no gateway is written into the data folder. */
export function sendBy(config: Ways, log: Logger): SendEffect {
  const { dataDir, webhookAllowPrivate, applicantLink: link, smsSignature: signature } = config
  const webhook = webhookChannel({ allowPrivate: webhookAllowPrivate })
  const sms = config.sms
    ? smsGateway(config.sms, { signature, link })
    : smsFolder(join(dataDir, 'sms'), { signature, link })
  const push = config.push ? pushGateway(config.push) : pushFolder(join(dataDir, 'push'))
  warnOfFolders(config, log)
  return async (message) => {
    if (message.channel === 'webhook') return webhook(message)
    return message.channel === 'sms' ? sms(message) : push(message)
  }
}

/** On a laptop that is the point; a service on a database of its own has applicants who wait for it. */
function warnOfFolders({ databaseUrl, dataDir, tellBy, ...gateways }: Ways, log: Logger): void {
  if (databaseUrl === null) return
  for (const way of ['sms', 'push'] as const) {
    if (gateways[way] !== null || !tellBy.includes(way)) continue
    const [url, folder] = [`${way.toUpperCase()}_URL`, join(dataDir, way)]
    log.warn(
      { way, folder },
      `${url} is not set: nothing is sent, messages are written into a folder; take ${way} out of TELL_BY if that is not wanted`,
    )
  }
}
