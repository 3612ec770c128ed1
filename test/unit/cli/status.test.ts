import { stripVTControlCharacters } from 'node:util'
import { expect, it } from 'vitest'
import { describeStatus } from '../../../src/cli/status.ts'
import { due } from '../../../src/domain/due.ts'
import { renderReason } from '../../../src/domain/reasons.ts'
import { toldReasons } from '../../../src/domain/told-reasons.ts'

const found = (code: 'IMG_BLURRY' | 'LIC_UNVERIFIED') =>
  ({ code, material: 'business_licence', field: null, values: { error: 'timeout' }, evidence: {} }) as const
const reasons = toldReasons('resubmission_required', [
  renderReason(found('IMG_BLURRY'), 'return'),
  renderReason(found('LIC_UNVERIFIED'), 'review'),
])
const view = {
  reference: 'A-1',
  status: 'returned',
  revision: 1,
  outcome: 'resubmission_required',
  risk: 40,
  policy: '2026-11-5',
  reasons,
  due: due('returned', reasons, ['business_licence']),
  dueBy: '2026-12-23',
  promised: null,
  history: [],
} as unknown as Parameters<typeof describeStatus>[0]

it.each([
  ['zh', '需要您处理', '其他情况（暂无需处理）'],
  ['en', 'For you to do', 'Also noted (nothing for you to do now)'],
] as const)('what is not for the applicant to do stands apart: %s', (language, todo, also) => {
  const lines = stripVTControlCharacters(describeStatus(view, language)).split('\n')
  const at = (text: string) => lines.findIndex((line) => line.includes(text))
  expect(at(todo)).toBeGreaterThan(-1)
  expect(at('IMG_BLURRY')).toBeGreaterThan(at(todo))
  expect(at(also)).toBeGreaterThan(at('IMG_BLURRY'))
  expect(at('LIC_UNVERIFIED')).toBeGreaterThan(at(also))
  const waiting = describeStatus({ ...view, due: [] }, language)
  expect(waiting).not.toContain(also)
})

it.each([
  ['zh', '2026-11-24 02:46:36  已提交  申请人'],
  ['en', '2026-11-24 02:46:36  submitted  applicant'],
] as const)('tells the history in China time, as all that is promised: %s', (language, line) => {
  const history = [
    { from: null, to: 'submitted', at: '2026-11-23T18:46:36.000Z', actor: 'applicant', reason: null, revision: 1 },
  ] as const
  const shown = describeStatus({ ...view, history: [...history] }, language)
  expect(stripVTControlCharacters(shown)).toContain(line)
})
