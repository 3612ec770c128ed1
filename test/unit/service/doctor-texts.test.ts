import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { doctorTexts } from '../../../src/cli/doctor-texts.ts'
import { packageRoot } from '../../../src/platform/package-root.ts'
import { type FindingText, findingTexts } from '../../../src/service/doctor/finding.ts'

const all: [string, FindingText][] = Object.entries(findingTexts)
const holes = (text = '') => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).toSorted()

describe('what the doctor says', () => {
  it.each(all)('%s is Chinese in Chinese and ASCII in English, and says the same', (_, [, zh, en]) => {
    // Commands and settings are the same in both languages.
    expect(zh[0]).toMatch(/\p{Script=Han}|^Node\.js/u)
    for (const text of en) expect(text).toMatch(/^[\x20-\x7e]+$/)
    expect(holes(zh[0])).toEqual(holes(en[0]))
  })

  it.each(all)('%s says what to do, unless nothing is to be done', (_, [state, zh, en]) => {
    expect([zh.length, en.length]).toEqual(state === 'ok' ? [1, 1] : [2, 2])
  })

  it('names each group and state in both languages', () => {
    for (const text of Object.values(doctorTexts.zh.group)) expect(text).toMatch(/\p{Script=Han}/u)
    for (const text of Object.values(doctorTexts.en.group)) expect(text).toMatch(/^[\x20-\x7e]+$/)
    expect(doctorTexts.zh.sum(1, 2, 3)).toMatch(/1.*2.*3/)
    expect(doctorTexts.en.sum(1, 2, 3)).toMatch(/1.*2.*3/)
  })
})

it('docs/doctor.md has a line for every finding', () => {
  const page = readFileSync(new URL('docs/doctor.md', packageRoot), 'utf8')
  for (const [code, [state]] of all) expect(page).toContain(`| \`${code}\` | ${state} |`)
})
