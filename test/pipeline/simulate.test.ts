import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { isBankCardNumber, isCreditCode } from '../../src/domain/numbers.ts'
import { bankEndings, codeWith, registryEndings } from '../../src/verify/simulator-rules.ts'

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'zhunru-simulate-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The command as a user would run it. */
function zhunru(...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', main, 'simulate', ...args])
  onTestFinished(() => void child.kill('SIGKILL'))
  const output = { stdout: '', stderr: '' }
  let wake = () => {}
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].on('data', (chunk: Buffer) => {
      output[stream] += chunk.toString()
      wake()
    })
  }
  const ended = once(child, 'close').then(([code]) => code as number)
  const until = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(output.stdout)
      if (found) return found
      const over = await Promise.race([ended, new Promise<null>((resolve) => (wake = () => resolve(null)))])
      if (over !== null) throw new Error(`it ended: ${output.stderr}`)
    }
  }
  return { child, output, ended, until }
}

const ask = (url: string, body: object) =>
  fetch(url, {
    method: 'POST',
    headers: {
      authorization: 'Bearer any',
      'idempotency-key': String(Object.keys(body)),
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  })

describe('zhunru simulate', () => {
  it.each([
    ['zh', '查无此账户', '银行  200  not_found'],
    ['en', 'no such account', 'bank      200  not_found'],
  ])('in %s prints settings and numbers that work, and each answer without the person', async (lang, word, line) => {
    const licences = join(folder, 'licences.json')
    await writeFile(licences, JSON.stringify([{ creditCode: codeWith('0000'), operator: '陈小明' }]))
    const run = zhunru('--port', '0', '--licences', licences, '--lang', lang)
    const [, bank] = await run.until(/BANK_VERIFICATION_URL=(\S+)/)
    const [, registry] = await run.until(/LICENCE_REGISTRY_URL=(\S+)/)
    await run.until(/Ctrl-C/)
    const cards = run.output.stdout.match(/\b\d{19}\b/g) ?? []
    expect(cards).toHaveLength(bankEndings.length)
    expect(cards.every(isBankCardNumber)).toBe(true)
    const codes = run.output.stdout.match(/\b92[0-9A-Z]{16}\b/g) ?? []
    expect(codes).toHaveLength(registryEndings.length)
    expect(codes.every(isCreditCode)).toBe(true)
    expect(run.output.stdout).toContain(`${cards[0]}  ${word}`)

    const nobody = { account: 'personal', name: '欧阳无名', cardNumber: cards[0] }
    expect(await (await ask(`${bank}/account-verifications`, nobody)).json()).toEqual({ result: 'not_found' })
    const known = await ask(`${registry}/licence-lookups`, { creditCode: codeWith('0000') })
    expect(await known.json()).toMatchObject({ licence: { operator: '陈小明', status: 'active' } })
    await run.until(new RegExp(line))
    expect(run.output.stdout).not.toContain('欧阳无名')
    expect(run.output.stdout).not.toContain('陈小明')

    run.child.kill('SIGINT')
    expect(await run.ended).toBe(0)
    expect(run.output.stderr).toBe('')
  })

  it('says what is wrong with a list of licences, a port, or a port that is taken', async () => {
    const broken = join(folder, 'broken.json')
    await writeFile(broken, '[{"creditCode":"92","status":"closed"}]')
    const wrong = zhunru('--port', '0', '--licences', broken, '--lang', 'en')
    const missing = zhunru('--port', '0', '--licences', join(folder, 'none.json'), '--lang', 'en')
    const port = zhunru('--port', 'http')
    const first = zhunru('--port', '0', '--lang', 'en')
    expect(await wrong.ended).not.toBe(0)
    expect(wrong.output.stderr).toContain('status')
    expect(await missing.ended).not.toBe(0)
    expect(missing.output.stderr).toContain('none.json does not exist')
    expect(await port.ended).toBe(2)

    const [, taken] = await first.until(/BANK_VERIFICATION_URL=http:\/\/127\.0\.0\.1:(\d+)/)
    const second = zhunru('--port', taken!, '--lang', 'en')
    expect(await second.ended).not.toBe(0)
    expect(second.output.stderr).toContain(`port ${taken} is taken`)
  })
})
