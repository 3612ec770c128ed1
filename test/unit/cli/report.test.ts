import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { describeProblem } from '../../../src/cli/bad-input.ts'
import { resultTable } from '../../../src/cli/demo-table.ts'
import { describeResult, outcomeText } from '../../../src/cli/report.ts'
import type { ApplicationView } from '../../../src/contracts/application-view.ts'
import type { ScreeningResult } from '../../../src/contracts/screening-result.ts'
import { materialKinds } from '../../../src/domain/application.ts'
import { outcomes, severities } from '../../../src/domain/decision.ts'
import { fieldsByKind } from '../../../src/domain/evidence.ts'
import { ZhunruError } from '../../../src/platform/errors.ts'

const reason = (n: number, severity: ScreeningResult['reasons'][number]['severity'] = 'review') => ({
  code: `CODE_${n}`,
  severity,
  material: null,
  field: null,
  message: { zh: `第${n}个原因`, en: `reason ${n}` },
  hint: { zh: `第${n}个办法`, en: `hint ${n}` },
  evidence: {},
  tellApplicant: true,
  fix: 'wait' as const,
})
const result: ScreeningResult = {
  reference: 'A-1001',
  outcome: 'manual_review',
  risk: 41,
  policy: '2026-11-1',
  reasons: [reason(1), reason(2, 'info')],
  fields: {
    id_portrait: { name: { value: '陈小明', confidence: 0.987 }, sex: { value: 'male', confidence: 1 } },
    id_emblem: { validUntil: { value: 'long-term', confidence: 0.5 }, issuer: { value: null, confidence: 0 } },
    scene_signboard: { text: { value: 'constructor\n阿明便利店', confidence: 0.9 } },
    business_licence: { name: { value: 'toString', confidence: 0.9 }, operator: { value: 'male', confidence: 0.9 } },
  },
  photos: {
    id_portrait: { clarity: 83, width: 2400, height: 1800 },
    scene_cashier: { clarity: null, width: 640, height: 480 },
  },
  matches: null,
  scene: {
    score: 30,
    coverage: 0.65,
    caps: ['brand'],
    signals: [
      {
        signal: 'sign',
        state: 'contradicts',
        contribution: -1.5,
        seen: 1,
        evidence: { reasons: [{ code: 'SCENE_SIGN_MISMATCH', material: 'scene_signboard', brand: '肯德基' }] },
      },
      {
        signal: 'role',
        state: 'supports',
        contribution: 0.4,
        seen: 0.67,
        evidence: { photos: [{ kind: 'scene_cashier', words: ['收银台', '微信支付', '应收'] }] },
      },
      {
        signal: 'distinct',
        state: 'supports',
        contribution: 0.3,
        seen: 1,
        evidence: { pairs: 3, smallestDistance: 96 },
      },
      { signal: 'edited', state: 'neutral', contribution: 0, seen: 1, evidence: {} },
      { signal: 'reuse', state: 'unknown', contribution: 0, seen: 0, evidence: {} },
    ],
  },
  seconds: 3.14,
}
const report = (language: 'zh' | 'en', more: Partial<ScreeningResult> = {}) =>
  stripVTControlCharacters(describeResult({ ...result, ...more }, '阿明便利店', language))

describe('the report of one application', () => {
  it('says in Chinese what came out, why, and what to do', () => {
    const text = report('zh')
    expect(text).toContain('A-1001  阿明便利店\n人工审核   风险 41   策略 2026-11-1   3.1 秒')
    expect(text).toContain('● 第1个原因  CODE_1\n  处理: 第1个办法\n● 第2个原因  CODE_2')
    expect(text).toMatch(/姓名: 陈小明 {2}99 %\n +性别: 男 {2}100 %/)
    expect(text).toMatch(/: 长期 {2}50 %/)
    expect(text).toMatch(/: （未识别）/)
    expect(text).toMatch(/清晰度 83 {2}2400 × 1800/)
    expect(text).toMatch(/清晰度 \? {2}640 × 480/)
    expect(text).not.toMatch(/reason|hint|undefined|manual|\[object/)
  })

  it('says in English the same', () => {
    const text = report('en')
    expect(text).toContain('manual review   risk 41   policy 2026-11-1   3.1 s\n')
    expect(text).toContain('● reason 1  CODE_1\n  To do: hint 1\n● reason 2  CODE_2')
    expect(text).toMatch(/: without end {2}50 %/)
    expect(text).toMatch(/: \(not read\)/)
    expect(text).toMatch(/clarity 83 {2}2400 × 1800/)
    expect(stripHan(text)).not.toMatch(/第|undefined|\[object/)
  })

  it('says what speaks for and against the premises photos, and what could not be checked', () => {
    expect(report('zh')).toContain(
      [
        '经营场所照片   可信度 30   覆盖度 65 %   封顶: 其他品牌',
        '  - 1.5  招牌名称  门头 SCENE_SIGN_MISMATCH',
        '  + 0.4  场景文字  收银台 收银台 微信支付',
        '  + 0.3  照片是否重复  最近相差 96/256 位',
        '  未见异常: 编辑痕迹',
        '  无从核实: 与历史照片比对',
      ].join('\n'),
    )
    expect(report('en')).toContain('Premises photos   score 30   coverage 65 %   held down by: another brand')
    expect(report('en')).toContain('  Could not be checked: search among all photos')
    expect(report('zh', { scene: null })).not.toContain('可信度')
  })

  it('says what was compared, and of what is not the same why', () => {
    const side = (source: 'form' | 'business_licence', field: string, zh: string, value: string) => ({
      source,
      field,
      name: { zh, en: zh },
      value,
    })
    const [a, b] = [
      side('form', 'premises.address', '申请表', '科技路12号'),
      side('business_licence', 'address', '营业执照', '科技路21\uFFFD'),
    ]
    const steps = [{ step: 'number', text: { zh: '门牌号不同', en: 'another house number' } }]
    const address = { fact: 'address' as const, name: { zh: '经营地址', en: 'address' }, sources: [a, b] }
    const pair = { a, b, confidence: 0.9, steps }
    const text = report('zh', {
      matches: [{ ...address, verdict: 'MISMATCH', pairs: [{ ...pair, verdict: 'MISMATCH' }] }],
    })
    expect(text).toContain(
      [
        '信息比对',
        '  ✗ 经营地址: 不一致  申请表、营业执照',
        '      申请表: 科技路12号',
        '      营业执照: 科技路21□',
        '      门牌号不同',
      ].join('\n'),
    )
    const same = [{ ...address, verdict: 'NORMALISED' as const, pairs: [{ ...pair, verdict: 'NORMALISED' as const }] }]
    const english = report('en', { matches: same })
    expect(english).toContain(
      '  ✓ address: the same, written differently  申请表, 营业执照\n      申请表 = 营业执照: another house number',
    )
  })

  it('does not tell of stamps that are not there', () => {
    const none = { value: null, confidence: 0 }
    const fields = { scene_interior: { text: none, overlay: none, screenText: none } }
    expect(report('zh', { fields }).match(/（未识别）/g)).toHaveLength(1)
  })

  it('shows a box for each character that the reader saw but does not know', () => {
    const fields = { id_portrait: { name: { value: '张\uFFFD\uFFFD', confidence: 0.75 } } }
    expect(report('zh', { fields })).toContain(': 张□□  75 %')
  })

  it('shows what was read as it was read, also where it is the name of something in the program', () => {
    for (const language of ['zh', 'en'] as const) {
      expect(report(language)).toContain(': toString  90 %')
      expect(report(language)).toContain(': male  90 %')
      expect(report(language)).toContain(': constructor / 阿明便利店  90 %')
      expect(report(language)).not.toContain('native code')
    }
  })

  it('names every field of every kind, in both languages', () => {
    for (const kind of materialKinds) {
      const names = kind in fieldsByKind ? fieldsByKind[kind as keyof typeof fieldsByKind] : []
      const fields = { [kind]: Object.fromEntries(names.map((name) => [name, { value: 'x', confidence: 1 }])) }
      const zh = report('zh', { fields })
        .split('\n')
        .filter((line) => line.endsWith(': x  100 %'))
      expect(zh).toHaveLength(names.length)
      for (const line of zh) expect(line).toMatch(/\p{Script=Han}/u)
      expect(
        report('en', { fields })
          .split('\n')
          .filter((line) => /^ {4}[A-Za-z -]+: x {2}100 %$/.test(line)),
      ).toHaveLength(names.length)
    }
  })

  it('without reasons has no empty list of them', () => {
    expect(report('en', { reasons: [], outcome: 'approved' })).not.toContain('●')
    for (const severity of severities) expect(report('en', { reasons: [reason(1, severity)] })).toContain('● reason 1')
    for (const outcome of outcomes) expect(outcomeText(outcome, 'zh')).toMatch(/\p{Script=Han}/u)
  })
})

/** Names of people and shops stay as they are in any language. */
const stripHan = (text: string) => text.replaceAll('阿明便利店', '').replaceAll('陈小明', '')

describe('the table of the demo', () => {
  const { fields: _, photos: __, ...shared } = result
  const view = (more: Partial<ApplicationView> = {}): ApplicationView => ({
    ...shared,
    id: 'app_1',
    merchantType: 'micro_merchant',
    status: 'review_pending',
    revision: 1,
    fields: {},
    due: [],
    dueBy: null,
    photos: {},
    checks: [],
    history: [],
    promised: null,
    shipment: null,
    told: [],
    submittedAt: '2026-11-23T02:00:00.000Z',
    decidedAt: '2026-11-23T02:00:03.140Z',
    ...more,
  })

  it.each([
    ['zh', '人工审核', '第1个原因', '第2个原因', '另有 2 项', '—'],
    ['en', 'manual', 'reason 1', 'reason 2', 'and 2 more', '—'],
  ] as const)('in %s has the outcome, the first reasons, and how many more', (language, outcome, ...reasons) => {
    const four = view({ reasons: [1, 2, 3, 4].map((n) => reason(n)) })
    const none = view({ reference: 'A-1002', reasons: [], outcome: 'approved' })
    const table = stripVTControlCharacters(
      resultTable(
        [
          { merchantName: '阿明便利店', view: four },
          { merchantName: '小王水果摊', view: none },
        ],
        language,
      ),
    )
    for (const text of ['A-1001', 'A-1002', '阿明便利店', outcome, '3.1', ...reasons]) expect(table).toContain(text)
    expect(table).not.toMatch(/reason 3|第3个原因|undefined/)
  })
})

describe('a refusal', () => {
  const wrong = [
    {
      field: 'legalPerson.idNumber',
      code: 'ID_NUMBER_INVALID',
      message: { zh: '校验位不符', en: 'The check digit is wrong.' },
    },
  ]
  it('names the folder, the code, and each wrong field', () => {
    const error = new ZhunruError('INVALID_FIELD', { count: 1 }, wrong)
    expect(describeProblem('shops/A', error, 'en')).toBe(
      'shops/A: INVALID_FIELD: 1 field(s) are missing or wrong; see "errors"\n  legalPerson.idNumber: ID_NUMBER_INVALID: The check digit is wrong.',
    )
    expect(describeProblem('shops/A', error, 'zh')).toMatch(/^shops\/A: INVALID_FIELD: 有 1 个字段/)
  })

  it('tells of anything else what it says', () => {
    expect(describeProblem('shops/A', new Error('EACCES: permission denied'), 'zh')).toBe(
      'shops/A: EACCES: permission denied',
    )
    expect(describeProblem('shops/A', 'odd', 'en')).toBe('shops/A: odd')
  })
})
