import { describe, expect, it } from 'vitest'
import { localeLanguage, parseLanguage } from '../../../src/cli/language.ts'
import { failureTexts } from '../../../src/cli/failure-texts.ts'
import { rerunTexts } from '../../../src/cli/rerun-texts.ts'
import { texts } from '../../../src/cli/texts.ts'
import { userTexts } from '../../../src/cli/user-texts.ts'
import { outcomes } from '../../../src/domain/decision.ts'
import { checks } from '../../../src/domain/evidence.ts'
import { statuses } from '../../../src/domain/status.ts'

describe('the language', () => {
  it.each([
    ['zh-CN', 'zh'],
    ['zh', 'zh'],
    ['zh-Hant-TW', 'zh'],
    ['en-GB', 'en'],
    ['de-DE', 'en'],
    ['za-CN', 'en'],
  ])('of the locale %s is %s', (locale, language) => {
    expect(localeLanguage(locale)).toBe(language)
  })

  it('asked for is zh or en, and nothing else', () => {
    expect([parseLanguage('zh'), parseLanguage('en')]).toEqual(['zh', 'en'])
    for (const wrong of ['ZH', 'cn', 'fr', '']) expect(() => parseLanguage(wrong)).toThrow('zh or en')
  })
})

/** All texts that take no values, by path. */
function plain(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, child]) => plain(child, `${path}.${name}`))
}

describe('what the command prints', () => {
  it('is Chinese in Chinese, and ASCII but for signs in English', () => {
    for (const [path, text] of plain([texts.zh, userTexts.zh, rerunTexts.zh, failureTexts.zh]))
      expect(`${path} ${text}`).toMatch(/\p{Script=Han}|—$/u)
    for (const [path, text] of plain([texts.en, userTexts.en, rerunTexts.en, failureTexts.en]))
      expect(`${path} ${text}`).toMatch(/^[\x20-\x7e…—]+$/)
  })

  it('has a word of its own for every outcome, check and status', () => {
    for (const { outcome, check, status } of [texts.zh, texts.en]) {
      expect(new Set(outcomes.map((each) => outcome[each])).size).toBe(outcomes.length)
      expect(new Set(checks.map((each) => check[each])).size).toBe(checks.length)
      expect(new Set(statuses.map((each) => status[each])).size).toBe(statuses.length)
    }
  })

  it.each(['zh', 'en'] as const)('says in %s all that it is given', (language) => {
    const t = texts[language]
    const said: [string, (string | number)[]][] = [
      [t.more(7), [7]],
      [t.started('1.5'), ['1.5']],
      [t.submitting(16), [16]],
      [t.decidedAll(16, '48.2', '9.7'), [16, '48.2', '9.7']],
      [t.listening('http://h:1'), ['http://h:1']],
      [t.submitted('A-1', 'app_1'), ['A-1', 'app_1']],
      [t.unreachable('http://h:1'), ['http://h:1', 'npm start', '--url']],
      [t.unknownReference('A-1'), ['A-1']],
    ]
    for (const [text, values] of said) for (const value of values) expect(text).toContain(String(value))
  })
})
