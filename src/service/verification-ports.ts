import type { Config } from '../platform/config.ts'
import type { Logger } from '../platform/logger.ts'
import type { VerificationPorts } from '../review/verify-facts.ts'
import { httpBank, httpRegistry } from '../verify/ports.ts'

/** One of each for the process: its circuit breaker counts all calls. Not configured: not asked. */
export const verificationPorts = (
  { bankVerification, licenceRegistry }: Pick<Config, 'bankVerification' | 'licenceRegistry'>,
  log: Logger,
): VerificationPorts => ({
  bank: bankVerification && httpBank(bankVerification, log),
  registry: licenceRegistry && httpRegistry(licenceRegistry, log),
})
