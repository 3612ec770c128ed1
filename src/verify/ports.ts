import type { AskBank, AskRegistry } from '../domain/verification.ts'
import type { OutsideConfig } from '../platform/config.ts'
import type { Logger } from '../platform/logger.ts'
import { type CallLimits, callLimits, createCall } from './call.ts'
import { paths, readBankReply, readRegistryReply } from './protocol.ts'

/** Asks banks whether an account is its holder's, over HTTP. */
export function httpBank(config: OutsideConfig, log: Logger, limits: CallLimits = callLimits): AskBank {
  const call = createCall('bank', config, log, limits)
  return (question, requestId) => {
    const { account, name, cardNumber, idNumber, phone } = question
    const body = { account, name, cardNumber, ...(idNumber !== null && { idNumber }), ...(phone !== null && { phone }) }
    return call(paths.bank, body, requestId, (reply) => readBankReply(reply, question))
  }
}

/** Looks up licences in the registry of businesses, over HTTP. */
export function httpRegistry(config: OutsideConfig, log: Logger, limits: CallLimits = callLimits): AskRegistry {
  const call = createCall('registry', config, log, limits)
  return (creditCode, requestId) =>
    call(paths.registry, { creditCode }, requestId, (reply) => readRegistryReply(reply, creditCode))
}
