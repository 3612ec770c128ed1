import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Followed, progressLine, startProgress } from '../../../src/cli/progress.ts'
import type { ApplicationView } from '../../../src/contracts/application-view.ts'

type Line = ApplicationView['checks'][number]
const line = (check: Line['check'], slot: Line['slot'], status: Line['status']): Line => ({
  check,
  slot,
  status,
  seconds: null,
})
const view = (more: Partial<ApplicationView> = {}): ApplicationView => ({
  id: 'app_1',
  reference: 'A-1001',
  merchantType: 'individual_business',
  status: 'screening',
  revision: 1,
  outcome: null,
  risk: null,
  policy: null,
  reasons: [],
  due: [],
  dueBy: null,
  fields: {},
  photos: {},
  matches: null,
  scene: null,
  checks: [
    line('ocr', 'business_licence', 'done'),
    line('ocr', 'id_portrait', 'active'),
    line('ocr', 'bank_card', 'pending'),
    line('clarity', 'bank_card', 'failed'),
    line('scene', 'application', 'done'),
    line('account-match', 'application', 'pending'),
  ],
  history: [],
  promised: null,
  shipment: null,
  told: [],
  submittedAt: '2026-11-23T02:00:00.000Z',
  decidedAt: null,
  seconds: null,
  ...more,
})
const followed = (more: Partial<Followed> = {}): Followed => ({
  reference: 'A-1001',
  merchantName: '阿明便利店',
  view: view(),
  ...more,
})
const shown = (one: Followed, language: 'zh' | 'en' = 'en') => stripVTControlCharacters(progressLine(one, language))

describe('the line of an application', () => {
  it('shows each check of each photo, and the status until there is an outcome', () => {
    expect(shown(followed())).toBe(
      `A-1001  阿明便利店${' '.repeat(16)}  read ●◐○      clarity ✗        scene ●  match ○  screening`,
    )
    expect(shown(followed(), 'zh')).toMatch(/识别 ●◐○ +清晰度 ✗ +场景 ● {2}比对 ○ {2}检查中$/)
    const decided = view({ status: 'review_pending', outcome: 'manual_review' })
    expect(shown(followed({ view: decided }))).toMatch(/ {2}manual review$/)
    expect(shown(followed({ view: decided }), 'zh')).toMatch(/ {2}人工审核$/)
  })

  it('keeps its columns, whatever the name and however many the photos', () => {
    const many = view({ checks: Array.from({ length: 10 }, () => line('clarity', 'lease_contract', 'done')) })
    const one = (merchantName: string, of: ApplicationView | null) => {
      const text = shown(followed({ merchantName, view: of }))
      return ['read', 'clarity', 'scene', 'match'].map((word) => stringWidth(text.slice(0, text.indexOf(` ${word} `))))
    }
    const columns = one('阿明便利店', view())
    expect(one('广东省深圳市南山区科技南路阿明便利店连锁总店', view())).toEqual(columns)
    expect(one('Wang’s', many)).toEqual(columns)
    expect(one('', null)).toEqual(columns)
  })
})

describe('progress', () => {
  let written: string
  const { isTTY, rows, columns } = process.stdout
  beforeEach(() => {
    written = ''
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written += String(text)
      return true
    })
  })
  afterEach(() => {
    vi.restoreAllMocks()
    Object.assign(process.stdout, { isTTY, rows, columns })
  })

  it('off a terminal prints each application once, when it is decided', () => {
    process.stdout.isTTY = false
    const all = [followed(), followed({ reference: 'A-1002', view: null })]
    const progress = startProgress(all, 'en')
    progress.draw()
    expect(written).toBe('')
    all[0]!.view = view({ outcome: 'approved' })
    progress.draw()
    progress.draw()
    all[1]!.view = view({ outcome: 'rejected' })
    progress.end()
    progress.end()
    const lines = stripVTControlCharacters(written).trimEnd().split('\n')
    expect(lines.map((text) => text.replace(/^(\S+).* {2}(\S+)$/, '$1 $2'))).toEqual([
      'A-1001 approved',
      'A-1002 rejected',
    ])
    expect(written).not.toContain('\u001b[2A')
  })

  it('on a terminal goes back up over its own lines, and clears the rest of each', () => {
    Object.assign(process.stdout, { isTTY: true, rows: 4, columns: 140 })
    const all = [followed(), followed({ reference: 'A-1002' })]
    const progress = startProgress(all, 'en')
    progress.draw()
    expect(written).not.toMatch(/\[\d+A/)
    expect(written.split('\u001b[K\n')).toHaveLength(3)
    progress.draw()
    expect(written.match(/\[\d+A/g)).toEqual(['[2A'])
    progress.end()
    expect(written.match(/\[\d+A/g)).toHaveLength(2)
  })

  it('on a terminal that is too low for all lines prints them as off a terminal', () => {
    Object.assign(process.stdout, { isTTY: true, rows: 3, columns: 140 })
    const progress = startProgress([followed(), followed({ reference: 'A-1002' })], 'en')
    progress.draw()
    progress.end()
    expect(written).toBe('')
  })

  it('on a narrow terminal a line never wraps', () => {
    for (const columns of [30, 60, 80, 111, 112, 140]) {
      const text = stripVTControlCharacters(progressLine(followed(), 'zh', columns))
      expect(stringWidth(text)).toBeLessThan(columns)
      expect(text.includes('阿明便利店')).toBe(columns >= 112)
    }
  })
})
