import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Telling } from '../../../src/domain/message.ts'
import { columns, composePush, pushFolder, PUSH_TEXT } from '../../../src/notify/push.ts'
import { PermanentError } from '../../../src/platform/permanent-error.ts'
import { pushMessage, reason } from './message.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhunru-push-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const composed = (more: Partial<Telling>) => {
  const { template, text } = composePush(pushMessage(more))
  return { title: template.title, text, template: `${template.id}/${template.version}` }
}

describe('a push', () => {
  it.each([
    [
      { about: 'approved' },
      { title: '审核通过', text: '您的申请A-1001已通过审核，终端将尽快寄出。', template: 'push.approved/1' },
    ],
    [
      { about: 'resubmission_required', reasons: [reason(), reason()] },
      { title: '请补充资料', text: '银行卡照片模糊等2项，点击查看。', template: 'push.returned-many/1' },
    ],
    [
      { about: 'resubmission_required', reasons: [reason()], language: 'en' },
      {
        title: 'Please correct your application',
        text: 'The photo of the bank card is blurred. Tap to mend it.',
        template: 'push.returned-one/1',
      },
    ],
    [
      { about: 'shipped', reasons: [], shipment: { courier: '顺丰速运', trackingNumber: 'SF1234567890123' } },
      { title: '终端已寄出', text: '顺丰速运，运单号SF1234567890123，请查收。', template: 'push.shipped/1' },
    ],
    [
      { about: 'callback_required', language: 'en' },
      {
        title: 'We will call you',
        text: 'About your application A-1001. We never ask for passwords or codes.',
        template: 'push.callback_required/1',
      },
    ],
  ] as const)('%j', (more, expected) => {
    expect(composed(more)).toEqual(expected)
  })

  it('is written into its folder with what the app opens, and nothing of a person', async () => {
    const { id, applicationId } = pushMessage()
    expect(await pushFolder(folder)(pushMessage())).toEqual({ status: null, template: 'push.returned-one/1' })
    expect(JSON.parse(await readFile(join(folder, `${id}.json`), 'utf8'))).toEqual({
      messageId: id,
      to: 'token-of-the-app',
      templateId: 'push.returned-one',
      version: 1,
      language: 'zh',
      title: '请补充资料',
      text: '银行卡照片模糊，点击重新提交。',
      values: { reference: 'A-1001', reason: '银行卡照片模糊', count: '1' },
      data: { applicationId, reference: 'A-1001' },
    })
  })

  it('of what applicants are not told there is none', () => {
    expect(() => composePush(pushMessage({ about: 'manual_review' }))).toThrow(PermanentError)
  })

  it('is shown whole on every platform, whatever the reason', () => {
    const text = fc.string({
      unit: fc.constantFrom('照', 'a', ' ', '😀', '…'),
      minLength: 1,
      maxLength: 200,
      size: 'max',
    })
    const reference = fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/)
    fc.assert(
      fc.property(
        fc.constantFrom('approved', 'callback_required', 'resubmission_required', 'rejected', 'expired'),
        fc.array(text, { maxLength: 9 }),
        reference,
        fc.constantFrom('zh', 'en'),
        (about, reasons, ref, language) => {
          const told = reasons.map((each) => reason({ message: { zh: each, en: each } }))
          const { text: shown, title } = composed({
            about,
            reasons: told,
            reference: ref,
            language,
          })
          expect(columns(shown)).toBeLessThanOrEqual(PUSH_TEXT)
          expect(shown.isWellFormed()).toBe(true)
          expect(shown + title).not.toMatch(/[{}]/)
        },
      ),
      { numRuns: 1_000 },
    )
  })
})
