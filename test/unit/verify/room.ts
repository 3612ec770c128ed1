import { createServer, type RequestListener } from 'node:http'
import { onTestFinished } from 'vitest'
import type { BankQuestion } from '../../../src/domain/verification.ts'
import type { Logger } from '../../../src/platform/logger.ts'
import { type CallLimits, callLimits } from '../../../src/verify/call.ts'
import { startSimulator, type SimulatorOptions } from '../../../src/verify/simulator.ts'

/** As in the service, but for the pauses: nobody waits in a test. */
export const quick: CallLimits = { ...callLimits, firstPause: 1, longestPause: 2 }

export const question: BankQuestion = {
  account: 'personal',
  name: '陈小明',
  cardNumber: '6222024000120000000',
  idNumber: '440305199003071234',
  phone: '13800138000',
}

/** The simulator on a port of its own, until the test ends. */
export async function simulator(options: SimulatorOptions = {}) {
  const answers: { port: string; status: number; result: string }[] = []
  const running = await startSimulator({ onAnswer: (answer) => answers.push(answer), ...options })
  onTestFinished(() => running.close())
  const config = (side: 'bank' | 'registry') => ({
    url: side === 'bank' ? running.bankUrl : running.registryUrl,
    token: options.token ?? 'secret-token',
  })
  return { ...running, answers, bank: config('bank'), registry: config('registry') }
}

/** A server that answers as the test says. */
export async function server(listener: RequestListener): Promise<{ url: string; token: string }> {
  const http = createServer(listener)
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  )
  const address = http.address()
  if (address === null || typeof address === 'string') throw new Error('not listening')
  return { url: `http://127.0.0.1:${address.port}`, token: 'secret-token' }
}

/** A log that can be read back. */
export function keptLog(): { log: Logger; lines: string[] } {
  const lines: string[] = []
  const keep = (level: string) => (fields: object, message: string) =>
    void lines.push(`${level} ${message} ${JSON.stringify(fields)}`)
  return { log: { debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') }, lines }
}
