import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/platform/config.ts'
import { type Logger, silentLogger } from '../../../src/platform/logger.ts'
import { sendBy } from '../../../src/service/send-by.ts'
import { message, pushMessage } from '../notify/message.ts'

let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'zhunru-ways-'))
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

const embedded = () => ({ ...loadConfig({}), dataDir })
const production = () => ({ ...embedded(), databaseUrl: 'postgres://db/zhunru' })
const gateway = { url: 'https://gateway.example.com', token: 'secret' }

function warnings(config: Parameters<typeof sendBy>[0]): string[] {
  const lines: string[] = []
  const warn: Logger['warn'] = (_, text) => void lines.push(text)
  sendBy(config, { ...silentLogger, warn })
  return lines
}

describe('without gateways', () => {
  it('messages are written into the data folder, each way into its own', async () => {
    const send = sendBy(embedded(), silentLogger)
    await send(message())
    await send(pushMessage())
    expect(await readdir(join(dataDir, 'sms'))).toEqual([`${message().id}.json`])
    expect(await readdir(join(dataDir, 'push'))).toEqual([`${pushMessage().id}.json`])
  })

  it('a service on a database of its own warns of it, for the ways that it is to use', () => {
    expect(warnings(embedded())).toEqual([])
    expect(warnings(production())).toEqual([
      expect.stringMatching(/^SMS_URL is not set: nothing is sent/),
      expect.stringMatching(/^PUSH_URL is not set: nothing is sent/),
    ])
    expect(warnings({ ...production(), sms: gateway })).toEqual([expect.stringMatching(/^PUSH_URL/)])
    expect(warnings({ ...production(), sms: gateway, push: gateway })).toEqual([])
    expect(warnings({ ...production(), tellBy: ['webhook'] })).toEqual([])
  })
})
