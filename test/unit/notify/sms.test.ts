import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { severities } from '../../../src/domain/decision.ts'
import type { About, Telling } from '../../../src/domain/message.ts'
import { reasonCodes, renderReason } from '../../../src/domain/reasons.ts'
import { smsParts } from '../../../src/notify/sms-parts.ts'
import { composeSms, smsFolder, type SmsOptions } from '../../../src/notify/sms.ts'
import { PermanentError } from '../../../src/platform/permanent-error.ts'
import { message, reason } from './message.ts'

const plain: SmsOptions = { signature: { zh: '准入', en: 'Zhunru' }, link: null }
const linked: SmsOptions = { ...plain, link: 'https://m.pay.cn/a/{reference}' }
const blurred = { zh: '银行卡照片模糊', en: 'The photo of the bank card is blurred' }
const two = [reason({ message: blurred }), reason({ code: 'MAT_MISSING' })]
const shipment = { courier: '顺丰速运', trackingNumber: 'SF1234567890123' }

const textOf = (more: Partial<Telling>, options = plain) => {
  const { template, text } = composeSms(message(more), options)
  return { template: `${template.id}/${template.version}`, text }
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhunru-sms-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the SMS folder', () => {
  it('gets one file for each message, however often it is sent, and no half ones', async () => {
    const inbox = join(folder, 'made', 'when', 'needed')
    const send = smsFolder(inbox, plain)
    expect(await send(message())).toEqual({ status: null, template: 'sms.returned-one/1' })
    await send(message())
    await Promise.all([1, 2].map((n) => send(message({ id: `eff_${n}` }))))
    expect((await readdir(inbox)).toSorted()).toEqual(['eff_1.json', 'eff_2.json', `${message().id}.json`].toSorted())
    const sent: unknown = JSON.parse(await readFile(join(inbox, `${message().id}.json`), 'utf8'))
    expect(sent).toEqual({
      messageId: message().id,
      to: '13800138000',
      templateId: 'sms.returned-one',
      version: 1,
      language: 'zh',
      text: '【准入】您的申请A-1001需要补充资料：银行卡照片模糊，请在App内重新提交。',
      values: { signature: '准入', reference: 'A-1001', reason: '银行卡照片模糊', count: '1' },
    })
  })

  it.skipIf(process.platform === 'win32')('is for its owner only', async () => {
    const inbox = join(folder, 'private')
    await smsFolder(inbox, plain)(message())
    expect((await stat(inbox)).mode & 0o077).toBe(0)
    expect((await stat(join(inbox, `${message().id}.json`))).mode & 0o077).toBe(0)
  })

  it('that cannot be written says so, and the effect is tried again', async () => {
    await smsFolder(folder, plain)(message({ id: 'taken' }))
    await expect(smsFolder(join(folder, 'taken.json'), plain)(message())).rejects.toThrow(/EEXIST|ENOTDIR/)
  })
})

describe('the text of an SMS', () => {
  it.each([
    ['approved', {}, '【准入】您的申请A-1001已通过审核，终端将尽快寄出。', 'sms.approved/1'],
    [
      'callback_required',
      {},
      '【准入】您的申请A-1001需电话核实，我们将拨打您登记的手机，请留意接听。我们不会索要密码或验证码。',
      'sms.callback_required/1',
    ],
    [
      'resubmission_required',
      { reasons: [reason()] },
      '【准入】您的申请A-1001需要补充资料：银行卡照片模糊，请在App内重新提交。',
      'sms.returned-one/1',
    ],
    [
      'resubmission_required',
      { reasons: [...two, reason({ severity: 'review', tellApplicant: false })] },
      '【准入】您的申请A-1001需要补充资料：银行卡照片模糊等2项，请在App内查看。',
      'sms.returned-many/1',
    ],
    [
      'resubmission_required',
      { reasons: [] },
      '【准入】您的申请A-1001需要补充资料，请在App内重新提交。',
      'sms.returned/1',
    ],
    [
      'rejected',
      {
        reasons: [
          reason({ severity: 'decline', message: { zh: '经营者年龄不符合要求。', en: 'Age' } }),
          reason({ tellApplicant: false }),
        ],
      },
      '【准入】您的申请A-1001未通过审核：经营者年龄不符合要求。',
      'sms.rejected-reason/1',
    ],
    ['rejected', { reasons: [] }, '【准入】您的申请A-1001未通过审核。', 'sms.rejected/1'],
    [
      'shipped',
      { reasons: [], shipment },
      '【准入】您的终端已由顺丰速运寄出，运单号SF1234567890123，请查收。',
      'sms.shipped/1',
    ],
    [
      'expired',
      { reasons: [] },
      '【准入】您的申请A-1001长期未补充资料，现已关闭；如仍需办理，请重新申请。',
      'sms.expired/1',
    ],
  ] as const)('%s in Chinese', (about, more, text, template) => {
    expect(textOf({ about, ...more })).toEqual({ template, text })
  })

  it.each([
    ['approved', {}, 'Zhunru: your application A-1001 is approved. The terminal will be shipped soon.'],
    [
      'callback_required',
      {},
      'Zhunru: we will call the number you gave about your application A-1001. We never ask for passwords or codes.',
    ],
    [
      'resubmission_required',
      { reasons: two },
      'Zhunru: your application A-1001 needs 2 changes, first: The photo of the bank card is blurred. See the app.',
    ],
    [
      'shipped',
      { reasons: [], shipment: { ...shipment, courier: 'SF Express' } },
      'Zhunru: your terminal was shipped by SF Express, tracking number SF1234567890123.',
    ],
  ] as const)('%s in English', (about, more, text) => {
    expect(textOf({ about, language: 'en', ...more }).text).toBe(text)
    expect(smsParts(text)).toMatchObject({ encoding: 'gsm7', parts: 1 })
  })

  it('has the link in place of the reference', () => {
    expect(textOf({ reasons: [reason()] }, linked)).toEqual({
      template: 'sms.returned-one-link/1',
      text: '【准入】请补充资料：银行卡照片模糊 https://m.pay.cn/a/A-1001',
    })
    expect(textOf({ reasons: two }, linked)).toEqual({
      template: 'sms.returned-many-link/1',
      text: '【准入】请补充资料：银行卡照片模糊等2项 https://m.pay.cn/a/A-1001',
    })
    const byId = { ...plain, link: 'https://x.cn/{id}' }
    expect(textOf({ reasons: two, language: 'en' }, byId).text).toBe(
      `Zhunru: please correct 2 things in your application, first: The photo of the bank card is blurred. https://x.cn/${message().applicationId}`,
    )
  })

  it('leaves the link out where it would leave no room for a reason', () => {
    const long = { ...plain, link: `https://m.pay.cn/${'x'.repeat(40)}/{reference}` }
    expect(textOf({ reasons: two }, long).template).toBe('sms.returned-many/1')
    // A short reason needs little room.
    const short = { ...plain, link: `https://m.pay.cn/${'x'.repeat(25)}/{reference}` }
    expect(textOf({ reasons: [reason({ message: { zh: '反光', en: 'Glare' } })] }, short).template).toBe(
      'sms.returned-one-link/1',
    )
  })

  it('keeps typographic signs out of English, which would cost twice as much', () => {
    const { text } = textOf({
      language: 'en',
      reasons: [reason({ message: { zh: '', en: 'The shop’s name is “Ming” – not the licence’s…' } })],
    })
    expect(text).toBe(
      `Zhunru: your application A-1001 needs a change: The shop's name is "Ming" - not the licence's.... Please make it in the app.`,
    )
    expect(smsParts(text)).toMatchObject({ encoding: 'gsm7', parts: 1 })
  })

  it.each(['manual_review', 'withdrawn'] as const)('of %s there is none', (about: About) => {
    expect(() => composeSms(message({ about }), plain)).toThrow(PermanentError)
  })

  it('of a shipment that nobody knows there is none', () => {
    expect(() => composeSms(message({ about: 'shipped', shipment: null }), plain)).toThrow(PermanentError)
  })

  const told = ['approved', 'callback_required', 'resubmission_required', 'rejected', 'shipped', 'expired'] as const
  const anyText = fc.string({
    unit: fc.constantFrom('照', '片', 'A', '1', ' ', '𠮷', '😀', '👨‍👩‍👧', '…', '，'),
    minLength: 1,
    maxLength: 120,
    size: 'max',
  })
  const telling = fc.record({
    about: fc.constantFrom(...told),
    reference: fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/),
    reasons: fc.array(
      fc
        .record({ zh: anyText, en: anyText, severity: fc.constantFrom(...severities) })
        .map(({ zh, en, severity }) => reason({ severity, message: { zh, en } })),
      { maxLength: 12 },
    ),
    shipment: fc.record({
      courier: fc.string({ unit: fc.constantFrom('顺', 'S', '𠮷'), minLength: 1, maxLength: 20 }),
      trackingNumber: fc.stringMatching(/^[A-Za-z0-9-]{4,30}$/),
    }),
    language: fc.constantFrom('zh', 'en'),
  })
  const link = fc.constantFrom(
    null,
    'https://m.pay.cn/a/{reference}',
    'https://x.cn/a/{id}',
    'https://pay.example.com.cn/merchants/{id}',
  )
  const sign = fc.constantFrom({ zh: '准入', en: 'Zhunru' }, { zh: '某某支付科技收单服务', en: 'Some Pay.1' })

  it('fits one part in Chinese and at most two in English, whole characters and all, whatever there is to say', () => {
    fc.assert(
      fc.property(telling, link, sign, (said, to, signature) => {
        const { template, text } = composeSms(message(said), { signature, link: to })
        const { encoding, parts } = smsParts(text)
        expect({ text, parts }).toEqual({ text, parts: encoding === 'ucs2' && said.language === 'en' ? parts : 1 })
        expect(parts).toBeLessThanOrEqual(2)
        expect(text.isWellFormed()).toBe(true)
        expect(text).not.toMatch(/[{}]/)
        expect(text.startsWith(said.language === 'zh' ? `【${signature.zh}】` : `${signature.en}: `)).toBe(true)
        // No family without its child.
        expect(text.replaceAll('👨‍👩‍👧', '')).not.toMatch(/[👨👩👧\u200D]/u)
        const count = said.reasons.filter(({ tellApplicant }) => tellApplicant).length
        expect(said.about !== 'resubmission_required' || count < 2 || text.includes(String(count))).toBe(true)
        expect(!template.id.endsWith('-link') || /https:\/\/\S+$/u.test(text)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([1, 20, 21, 64])('of a reference of %i characters still says what is to be mended', (length) => {
    const zh = '营业执照照片模糊，请在光线充足处重新拍摄并确保四角完整文字清晰可辨认'.repeat(3)
    const { text } = textOf({
      reference: 'R'.repeat(length),
      reasons: [reason({ message: { zh, en: '' } }), reason()],
    })
    expect(smsParts(text)).toMatchObject({ encoding: 'ucs2', parts: 1 })
    expect(text).toContain('需要补充资料：营业执照照片模糊，请在光线充足处')
    expect(text).toMatch(/…等2项，请在App内查看。$/)
  })

  /** As it stands in a message: English in the cheap alphabet. */
  const beginningOf = (text: string, language: 'zh' | 'en') =>
    (language === 'zh' ? text : text.replace('’', "'").replace('…', '...')).slice(0, 10).replace(/[。.]$/u, '')

  it.each(
    reasonCodes.flatMap((code) => [
      [code, 'return', 'resubmission_required'] as const,
      [code, 'decline', 'rejected'] as const,
    ]),
  )('of %s at severity %s says something, without a placeholder', (code, severity, about) => {
    const found = { code, material: 'bank_card' as const, field: 'idNumber', values: {}, evidence: {} }
    const { message: rendered } = renderReason(found, severity)
    for (const language of ['zh', 'en'] as const) {
      const { text } = textOf({ about, language, reasons: [reason({ code, severity, message: rendered })] })
      expect(rendered[language]).not.toBe('')
      expect(text).toContain(beginningOf(rendered[language], language))
      expect(text).not.toMatch(/[{}]/)
      expect(smsParts(text).parts).toBeLessThanOrEqual(language === 'zh' ? 1 : 2)
    }
  })
})
