import type { PushMessage, Telling } from '../domain/message.ts'
import { type Composed, fill, sayingOf } from './compose.ts'
import { intoFolder, overGateway, type Wording } from './composed-channel.ts'
import type { GatewayConfig } from './gateway.ts'
import type { Channel } from './message.ts'
import { templateOf } from './templates.ts'

/** A push over a gateway to the platforms' push services. @throws DeliveryError, PermanentError */
export const pushGateway = (config: GatewayConfig): Channel<PushMessage> => overGateway(config, wording)

/** A push as a file in a folder, instead of a gateway. */
export const pushFolder = (folder: string): Channel<PushMessage> => intoFolder(folder, wording)

/** `data` is what the app opens: names and numbers it asks for itself, with its user's own rights. */
function body(message: PushMessage, { template, values, text }: Composed) {
  return {
    messageId: message.id,
    to: message.pushToken,
    templateId: template.id,
    version: template.version,
    language: template.language,
    title: template.title,
    text,
    values,
    data: { applicationId: message.applicationId, reference: message.reference },
  }
}

const wording: Wording<PushMessage> = { compose: (message) => composePush(message), body }

/**
 * Columns, of which a Chinese character takes two: what the strictest of the phone makers' push services takes whole
 * (vivo: a title of 20 Chinese characters and a text of 50; Xiaomi and OPPO take more).
 */
export const PUSH_TITLE = 40
export const PUSH_TEXT = 100

export const columns = (text: string): number =>
  Array.from(text).reduce((sum, character) => sum + (character <= '\x7f' ? 1 : 2), 0)

export function composePush(
  telling: Pick<Telling, 'about' | 'reference' | 'reasons' | 'shipment' | 'language'>,
): Composed {
  const { id, values } = sayingOf(telling)
  const elastic = id === 'shipped' ? 'courier' : 'reason'
  return fill(templateOf(`push.${id}`, telling.language), values, elastic, (text) => columns(text) <= PUSH_TEXT)
}
