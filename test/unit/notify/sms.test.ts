import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outcomes, severities } from '../../../src/domain/decision.ts'
import { reasonCodes, renderReason } from '../../../src/domain/reasons.ts'
import { smsFolder, smsText } from '../../../src/notify/sms.ts'
import { message, reason } from './message.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhunru-sms-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the SMS folder', () => {
  it('gets one file for each message, however often it is sent, and no half ones', async () => {
    const inbox = join(folder, 'made', 'when', 'needed')
    const send = smsFolder(inbox)
    await send(message())
    await send(message())
    await Promise.all([1, 2].map((n) => send(message({ id: `eff_${n}` }))))
    expect((await readdir(inbox)).toSorted()).toEqual(['eff_1.json', 'eff_2.json', `${message().id}.json`].toSorted())
    const sent: unknown = JSON.parse(await readFile(join(inbox, `${message().id}.json`), 'utf8'))
    expect(sent).toEqual({ to: '13800138000', text: smsText(message()) })
  })

  it.skipIf(process.platform === 'win32')('is for its owner only', async () => {
    const inbox = join(folder, 'private')
    await smsFolder(inbox)(message())
    expect((await stat(inbox)).mode & 0o077).toBe(0)
    expect((await stat(join(inbox, `${message().id}.json`))).mode & 0o077).toBe(0)
  })

  it('that cannot be written says so, and the effect is tried again', async () => {
    await smsFolder(folder)(message({ id: 'taken' }))
    await expect(smsFolder(join(folder, 'taken.json'))(message())).rejects.toThrow(/EEXIST|ENOTDIR/)
  })
})

describe('the text of an SMS', () => {
  it.each([
    ['approved', [], '【准入】您的申请A-1001已通过审核，终端将尽快寄出。'],
    ['resubmission_required', [reason()], '【准入】您的申请A-1001需要补充资料：银行卡照片模糊，请在App内重新提交。'],
    [
      'resubmission_required',
      [reason(), reason({ code: 'MAT_MISSING' }), reason({ severity: 'review', tellApplicant: false })],
      '【准入】您的申请A-1001需要补充资料：银行卡照片模糊等2项，请在App内查看。',
    ],
    [
      'rejected',
      [
        reason({ severity: 'decline', message: { zh: '经营者年龄不符合要求', en: 'Age' } }),
        reason({ tellApplicant: false }),
      ],
      '【准入】您的申请A-1001未通过审核：经营者年龄不符合要求。',
    ],
  ] as const)('%s', (about, reasons, text) => {
    expect(smsText({ reference: 'A-1001', about, reasons })).toBe(text)
  })

  it('fits one part, whole characters and all, whatever the reference and the reasons', () => {
    const anyText = fc.string({
      unit: fc.constantFrom('照', '片', 'A', '1', ' ', '𠮷', '😀', '…', '，'),
      maxLength: 120,
      size: 'max',
    })
    const someReason = fc.record({ zh: anyText, severity: fc.constantFrom(...severities) })
    const reference = fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/)
    fc.assert(
      fc.property(
        reference,
        fc.constantFrom(...outcomes),
        fc.array(someReason, { maxLength: 12 }),
        (ref, about, list) => {
          const reasons = list.map(({ zh, severity }) => reason({ severity, message: { zh, en: '' } }))
          const text = smsText({ reference: ref, about, reasons })
          expect(text.length).toBeLessThanOrEqual(70)
          expect(text.isWellFormed()).toBe(true)
          expect(text).toMatch(/^【准入】您的申请.+。$/s)
          // A reference of ordinary length is never cut.
          expect(text.includes(ref.length <= 20 ? ref : `${ref.slice(0, 19)}…`)).toBe(true)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it.each([1, 20, 21, 64])('of a reference of %i characters still says what is to be mended', (length) => {
    const zh = '营业执照照片模糊，请在光线充足处重新拍摄并确保四角完整文字清晰可辨认'.repeat(3)
    const text = smsText({
      reference: 'R'.repeat(length),
      about: 'resubmission_required',
      reasons: [reason({ message: { zh, en: '' } }), reason()],
    })
    expect(text.length).toBeLessThanOrEqual(70)
    expect(text).toContain('需要补充资料：营业执照照片模糊，请在光线充足处')
    expect(text).toMatch(/…等2项，请在App内查看。$/)
  })

  it.each(
    reasonCodes.flatMap((code) => [
      [code, 'return', 'resubmission_required'] as const,
      [code, 'decline', 'rejected'] as const,
    ]),
  )('of %s at severity %s says something, without a placeholder', (code, severity, outcome) => {
    const found = { code, material: 'bank_card' as const, field: 'idNumber', values: {}, evidence: {} }
    const { message: told } = renderReason(found, severity)
    const text = smsText({ reference: 'A-1001', about: outcome, reasons: [reason({ code, severity, message: told })] })
    expect(told.zh).not.toBe('')
    expect(text).toContain(told.zh.slice(0, 10))
    expect(text).not.toMatch(/[{}]/)
    expect(text.length).toBeLessThanOrEqual(70)
  })
})
