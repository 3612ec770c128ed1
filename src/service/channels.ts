import type { ChannelName } from '../domain/message.ts'
import type { Config } from '../platform/config.ts'

/** The ways of telling that are configured. */
export const channelsOf = ({ webhook }: Config): readonly ChannelName[] => (webhook ? ['webhook', 'sms'] : ['sms'])
