import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completePolicy } from '../../../../src/domain/policy-problems.ts'
import { leavesOf, shapeAt } from '../../../../src/domain/policy-shape.ts'
import { readPolicy } from '../../../../src/review/policy/read-policy.ts'
import { policy, policyFile } from '../../domain/sample.ts'

const shipped = readFileSync(policyFile, 'utf8')
const lineOf = (text: string): number => shipped.split('\n').findIndex((line) => line.includes(text)) + 1

/** The problems of a policy file, as `line key: text` in English. */
const told = (source: string, language: 'zh' | 'en' = 'en'): string[] =>
  readPolicy(source).problems.map(({ line, key, text }) => `${line} ${key}: ${text[language]}`)

describe('a policy file', () => {
  it('that ships is read as it is', () => {
    expect(readPolicy(shipped)).toEqual({ policy, problems: [] })
  })

  it.each<[string, string, string, string, string]>([
    [
      'a missing key, at the section that lacks it',
      '  IMG_BLURRY: return\n',
      '',
      `${lineOf('severity:')} severity.IMG_BLURRY: missing; write one of info, callback, review, return, decline`,
      `${lineOf('severity:')} severity.IMG_BLURRY: 缺少；请填写 info、callback、review、return、decline 之一`,
    ],
    [
      'an unknown key, with the one that is nearest',
      '  maxAge: 65',
      '  maxAge: 65\n  minagge: 18',
      `${lineOf('  maxAge: 65') + 1} identity.minagge: not a setting of the policy; did you mean identity.minAge?`,
      `${lineOf('  maxAge: 65') + 1} identity.minagge: 没有这项设置；是否应为 identity.minAge？`,
    ],
    [
      'a key in the wrong section, with the right one',
      '  maxAge: 65',
      '  maxAge: 65\n  workingDays: 3',
      `${lineOf('  maxAge: 65') + 1} identity.workingDays: not a setting of the policy; did you mean promise.workingDays?`,
      `${lineOf('  maxAge: 65') + 1} identity.workingDays: 没有这项设置；是否应为 promise.workingDays？`,
    ],
    [
      'a key like no other',
      '  maxAge: 65',
      '  maxAge: 65\n  colour: red',
      `${lineOf('  maxAge: 65') + 1} identity.colour: not a setting of the policy; remove it`,
      `${lineOf('  maxAge: 65') + 1} identity.colour: 没有这项设置；请删除`,
    ],
    [
      'a figure out of range',
      '  document: 50',
      '  document: 500',
      `${lineOf('  document: 50')} clarity.document: cannot be 500; write a number from 0 to 100`,
      `${lineOf('  document: 50')} clarity.document: 不能是 500；请填写 0 到 100 的数`,
    ],
    [
      'a text for a figure',
      '  minRemainingDays: 60',
      '  minRemainingDays: sixty',
      `${lineOf('  minRemainingDays: 60')} identity.minRemainingDays: cannot be "sixty"; write a whole number of at least 0`,
      `${lineOf('  minRemainingDays: 60')} identity.minRemainingDays: 不能是 "sixty"；请填写不小于 0 的整数`,
    ],
    [
      'no value',
      '  minRemainingDays: 60',
      '  minRemainingDays:',
      `${lineOf('  minRemainingDays: 60')} identity.minRemainingDays: has no value; write a whole number of at least 0`,
      `${lineOf('  minRemainingDays: 60')} identity.minRemainingDays: 没有值；请填写不小于 0 的整数`,
    ],
    [
      'a word that is none of those',
      '  IMG_DARK: return',
      '  IMG_DARK: maybe',
      `${lineOf('  IMG_DARK: return')} severity.IMG_DARK: cannot be "maybe"; write one of info, callback, review, return, decline`,
      `${lineOf('  IMG_DARK: return')} severity.IMG_DARK: 不能是 "maybe"；请填写 info、callback、review、return、decline 之一`,
    ],
    [
      'a key given twice',
      '  maxAge: 65',
      '  maxAge: 65\n  maxAge: 70',
      `${lineOf('  maxAge: 65') + 1} identity.maxAge: given twice, first in line ${lineOf('  maxAge: 65')}; keep one`,
      `${lineOf('  maxAge: 65') + 1} identity.maxAge: 重复；第 ${lineOf('  maxAge: 65')} 行已有，请只保留一处`,
    ],
    [
      'values that do not go together',
      '  legible: 0.6',
      '  legible: 0.95',
      `${lineOf('  legible: 0.6')} ocr.legible: must be below ocr.confident`,
      `${lineOf('  legible: 0.6')} ocr.legible: 须小于 ocr.confident`,
    ],
    [
      'a version that is none',
      'version: 2026-11-5',
      'version: final2',
      `${lineOf('version: 2026-11-5')} version: cannot be "final2"; write YYYY-M-N, for example 2026-11-1`,
      `${lineOf('version: 2026-11-5')} version: 不能是 "final2"；请填写 YYYY-M-N，例如 2026-11-1`,
    ],
    [
      'a reference',
      '  maxAge: 65',
      '  maxAge: &age 65',
      `${lineOf('  maxAge: 65')} identity.maxAge: YAML anchors and aliases are not supported; write the value`,
      `${lineOf('  maxAge: 65')} identity.maxAge: 不支持 YAML 锚点与引用，请直接写出值`,
    ],
    [
      'a tab',
      '  maxAge: 65',
      '\tmaxAge: 65',
      `${lineOf('  maxAge: 65')} : YAML: a line begins with a tab; use spaces`,
      `${lineOf('  maxAge: 65')} : YAML 语法错误：行首用了制表符，请改用空格`,
    ],
  ])('tells line and key of %s', (_, from, to, en, zh) => {
    expect(shipped).toContain(from)
    const spoilt = shipped.replace(from, to)
    expect(told(spoilt)).toContain(en)
    expect(told(spoilt, 'zh')).toContain(zh)
  })

  it('tells all at once, in the order of the lines, and rules between values that are right by themselves', () => {
    const spoilt = shipped
      .replace('  minAge: 18', '  minAge: 70')
      .replace('  document: 50', '  document: -1')
      .replace('  IMG_GLARE: return\n', '')
      .replace('  phone: 2\n', '  phone: 0\n')
      .replace('  legible: 0.6', '  legible: x')
    const problems = readPolicy(spoilt).problems
    expect(problems.map(({ key }) => key)).toEqual([
      'clarity.document',
      'ocr.legible',
      'identity.minAge',
      'clusters.phone',
      'severity.IMG_GLARE',
    ])
    const lines = problems.map(({ line }) => line)
    expect(lines).toEqual([...lines].sort((a, b) => a - b))
  })

  it.each([
    ['', 'the file is empty'],
    ['# only a comment\n', 'the file is empty'],
    ['- a\n- b\n', 'cannot be a list or a section; write a section'],
    ['just text', 'cannot be "just text"; write a section'],
    ['version: 2026-1-1\n---\nversion: 2026-1-2\n', 'a file holds one policy'],
    ['version: "2026-1-1\n', 'YAML:'],
  ])('%j is told as it is', (source, text) => {
    expect(told(source)[0]).toContain(text)
    expect(told(source)[0]).toMatch(/^\d+ /)
  })

  it('whatever single setting is left out, that one is named, and nothing else', () => {
    const lines = shipped.split('\n')
    const settings = lines.flatMap((line, i) => (/^ +[A-Za-z_]+: \S/.test(line) ? [i] : []))
    fc.assert(
      fc.property(fc.constantFrom(...settings), (gone) => {
        const key = lines[gone]!.trim().split(':')[0]
        const { problems } = readPolicy(lines.filter((_, i) => i !== gone).join('\n'))
        // Parts of a table that need not be whole: a weight, a share of the coverage.
        if (problems.length === 0) return
        expect(problems).toHaveLength(1)
        const [problem] = problems
        const told = `${problem!.key}: ${problem!.text.en}`
        expect(told).toMatch(new RegExp(`^scene\\.weights\\.coverage: must add up to 1$|\\.${key}: missing; `))
      }),
      { numRuns: 200 },
    )
  })

  it('never fails on any text', () => {
    const spoil = fc.tuple(fc.nat(shipped.length - 1), fc.string({ maxLength: 6, unit: 'grapheme' }))
    fc.assert(
      fc.property(fc.array(spoil, { minLength: 1, maxLength: 3 }), (changes) => {
        let source = shipped
        for (const [at, text] of changes) source = source.slice(0, at) + text + source.slice(at + 1)
        const { problems, policy: read } = readPolicy(source)
        expect(read === null).toBe(problems.length > 0)
        for (const { line, text } of problems) {
          expect(line).toBeGreaterThan(0)
          expect(line).toBeLessThanOrEqual(source.split('\n').length)
          expect(text.zh + text.en).not.toMatch(/undefined|\[object/)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('a policy of another program', () => {
  const stored = () => structuredClone(policy) as unknown as Record<string, Record<string, unknown>>

  it('has its own values, and the shipped ones where it has none', () => {
    const old = stored()
    delete old['promise']
    delete old['severity']!['DATA_SHARED']
    old['identity']!['minAge'] = 20
    old['telling']!['carrier'] = 'pigeon'
    const completed = completePolicy(old, policy)
    expect(completed).toEqual({
      policy: { ...policy, identity: { ...policy.identity, minAge: 20 } },
      borrowed: ['promise', 'severity.DATA_SHARED'],
      ignored: ['telling.carrier'],
    })
    // What was stored is left as it was.
    expect(old['promise']).toBeUndefined()
  })

  it('borrows together what must go together', () => {
    const old = stored()
    old['ocr'] = { ...old['ocr'], legible: 0.97, confident: 0.5 }
    const completed = completePolicy(old, policy)
    expect(completed?.policy.ocr).toEqual(policy.ocr)
    expect(completed?.borrowed).toEqual(['ocr.legible', 'ocr.confident'])
  })

  it('whatever it lacks, it becomes a policy', () => {
    const leaves = leavesOf(shapeAt([])!).filter((leaf) => leaf !== 'version')
    fc.assert(
      fc.property(fc.subarray(leaves), (gone) => {
        const old = stored()
        for (const leaf of gone) {
          const path = leaf.split('.')
          const section = path.slice(0, -1).reduce<Record<string, unknown>>((at, key) => at[key] as never, old)
          delete section[path.at(-1)!]
        }
        const completed = completePolicy(old, policy)
        expect(completed).not.toBeNull()
        expect(completed!.policy.severity).toEqual(policy.severity)
      }),
      { numRuns: 60 },
    )
  })

  it.each([null, 'text', []])('%j is none', (value) => expect(completePolicy(value, policy)).toBeNull())
})
