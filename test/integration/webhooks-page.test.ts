import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { webhookTypes } from '../../src/domain/message.ts'
import { retrySchedules } from '../../src/domain/retry-schedule.ts'
import { webhookChannel } from '../../src/notify/webhook.ts'
import { newSigningKey } from '../../src/platform/signing-key.ts'
import { freePort } from '../support/free-port.ts'
import { reason, webhookMessage } from '../unit/notify/message.ts'

const page = await readFile('docs/webhooks.md', 'utf8')
const block = (language: string): string => page.split(`\`\`\`${language}\n`)[1]?.split('```')[0] ?? ''

let stop = () => {}
afterEach(() => stop())

describe('docs/webhooks.md', () => {
  it('has a receiver that takes our webhooks, and no others', async () => {
    const { secret } = newSigningKey('v1')
    const port = await freePort()
    const env = { ...process.env, WEBHOOK_SECRET: secret, PORT: String(port) }
    const receiver = spawn(process.execPath, ['--input-type=module', '-e', block('js')], { env })
    stop = () => void receiver.kill()
    const url = `http://127.0.0.1:${port}`
    while (!(await fetch(url).catch(() => null))) await wait(20)

    const post = (key: string) =>
      webhookChannel({ allowPrivate: true })(webhookMessage({ url, keys: [{ kind: 'v1', secret: key }] }))
    const printed = once(receiver.stdout, 'data')
    expect(await post(secret)).toMatchObject({ status: 204 })
    const { id, reference } = webhookMessage({ url, keys: [] })
    expect(String(await printed)).toBe(`${id} application.decided ${reference} resubmission_required\n`)
    await expect(post(newSigningKey('v1').secret)).rejects.toMatchObject({ status: 400 })
  })

  it('shows every field of a reason, every type and the schedule', () => {
    const shown = JSON.parse(block('json'))
    expect(Object.keys(shown.data.reasons[0])).toEqual(expect.arrayContaining(Object.keys(reason())))
    for (const type of webhookTypes) expect(page).toContain(`| \`${type}\` |`)
    const names = retrySchedules.webhook.map((ms) =>
      ms < 60_000 ? `${ms / 1_000} s` : ms < 3_600_000 ? `${ms / 60_000} min` : `${ms / 3_600_000} h`,
    )
    expect(page).toContain(`| 0 | ${names.join(' | ')} |`)
  })
})
