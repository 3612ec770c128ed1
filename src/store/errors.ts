export { errorCode, isOutage } from '../platform/outage.ts'

export const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
