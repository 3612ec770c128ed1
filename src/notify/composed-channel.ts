import type { Delivered, Message } from '../domain/message.ts'
import type { Composed } from './compose.ts'
import { gateway, type GatewayConfig } from './gateway.ts'
import type { Channel } from './message.ts'
import { messageFolder } from './message-folder.ts'

/** How a message to a person is worded, and what is handed over of it. Its id is the same at every attempt. */
export interface Wording<M extends Message> {
  compose: (message: M) => Composed
  body: (message: M, composed: Composed) => { messageId: string }
}

/** Over a gateway. @throws DeliveryError, PermanentError */
export const overGateway = <M extends Message>(config: GatewayConfig, wording: Wording<M>): Channel<M> =>
  handing(wording, gateway(config))

/** As a file in a folder, instead of a gateway. */
export function intoFolder<M extends Message>(folder: string, wording: Wording<M>): Channel<M> {
  const write = messageFolder(folder)
  return handing(wording, async (body) => {
    await write(body)
    return null
  })
}

const handing =
  <M extends Message>(
    { compose, body }: Wording<M>,
    hand: (body: { messageId: string }) => Promise<number | null>,
  ): Channel<M> =>
  async (message): Promise<Delivered> => {
    const composed = compose(message)
    const status = await hand(body(message, composed))
    const { id, version } = composed.template
    return { status, template: `${id}/${version}` }
  }
