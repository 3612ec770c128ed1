import type { SmsMessage, Telling } from '../domain/message.ts'
import { type Composed, fill, sayingOf } from './compose.ts'
import { intoFolder, overGateway, type Wording } from './composed-channel.ts'
import type { GatewayConfig } from './gateway.ts'
import type { Channel } from './message.ts'
import { smsParts } from './sms-parts.ts'
import { templateOf } from './templates.ts'

export interface SmsOptions {
  /** The name that each SMS begins with, as the carriers have it registered. */
  signature: Record<Telling['language'], string>
  /** Where an applicant finds the application: an address with `{id}` or `{reference}`; null where there is none. */
  link: string | null
}

/** An SMS over a gateway. @throws DeliveryError, PermanentError */
export const smsGateway = (config: GatewayConfig, options: SmsOptions): Channel<SmsMessage> =>
  overGateway(config, wording(options))

/** An SMS as a file in a folder, instead of a gateway. */
export const smsFolder = (folder: string, options: SmsOptions): Channel<SmsMessage> =>
  intoFolder(folder, wording(options))

const wording = (options: SmsOptions): Wording<SmsMessage> => ({
  compose: (message) => composeSms(message, options),
  body,
})

/** What a gateway is handed. Its id is the same at every attempt. */
function body(message: SmsMessage, { template, values, text }: Composed) {
  return {
    messageId: message.id,
    to: message.phone,
    templateId: template.id,
    version: template.version,
    language: template.language,
    text,
    values,
  }
}

/** Less of a reason than this says nothing; then the link is left out. UTF-16 units. */
const SHORTEST_REASON = 6

/**
 * The text of an SMS: one part in Chinese, and in English where it is all GSM-7; English with other letters in it, such as
 * those of a name, may take two.
 */
export function composeSms(
  telling: Pick<Telling, 'about' | 'applicationId' | 'reference' | 'reasons' | 'shipment' | 'language'>,
  { signature, link }: SmsOptions,
): Composed {
  const { language } = telling
  const said = sayingOf(telling)
  const { id } = said
  const values: Record<string, string> = { signature: signature[language], ...said.values }
  const elastic = id === 'shipped' ? 'courier' : 'reason'
  if (link !== null && (id === 'returned-one' || id === 'returned-many')) {
    const { reference: _, ...others } = values
    const linked = { ...others, link: linkTo(link, telling) }
    const composed = fill(templateOf(`sms.${id}-link`, language), linked, elastic, fits(language))
    const { reason = '' } = composed.values
    const whole = reason === values['reason']
    if (fits(language)(composed.text) && (whole || reason.length >= SHORTEST_REASON)) return composed
  }
  return fill(templateOf(`sms.${id}`, language), values, elastic, fits(language))
}

const fits =
  (language: Telling['language']) =>
  (text: string): boolean => {
    const { encoding, parts } = smsParts(text)
    return parts <= (language === 'en' && encoding === 'ucs2' ? 2 : 1)
  }

const linkTo = (link: string, { applicationId, reference }: Pick<Telling, 'applicationId' | 'reference'>): string =>
  link.replaceAll('{id}', encodeURIComponent(applicationId)).replaceAll('{reference}', encodeURIComponent(reference))
