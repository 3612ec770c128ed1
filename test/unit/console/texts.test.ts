import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** A dictionary of the console's: each entry has both languages. */
type Dictionary = Record<string, { zh: string; en: string }>

const folder = new URL('../../../src/console/', import.meta.url)
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('texts.ts'))
const isText = (value: unknown): value is { zh: string; en: string } =>
  typeof value === 'object' && value !== null && 'zh' in value && 'en' in value

const dictionaries: [string, Dictionary][] = []
for (const file of files) {
  const module: Record<string, unknown> = await import(new URL(file, folder).href)
  for (const [name, value] of Object.entries(module)) {
    if (typeof value !== 'object' || value === null) continue
    const entries = Object.entries(value)
    if (entries.length > 0 && entries.every(([, text]) => isText(text))) {
      dictionaries.push([`${file} ${name}`, Object.fromEntries(entries)])
    }
  }
}

/** Names of the language itself, and brand words, are the same everywhere. */
const han = /\p{Script=Han}/u
const placeholders = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted((a = '', b = '') => (a < b ? -1 : 1))

describe('the texts of the console', () => {
  it('stand in dictionaries, one or more to a file', () => {
    const found = new Set(dictionaries.map(([name]) => name.split(' ')[0]))
    expect(files.filter((file) => !found.has(file) && file.includes('-texts'))).toEqual([])
    expect(dictionaries.length).toBeGreaterThan(6)
  })

  it.each(dictionaries)('%s: both languages say something, and each in its own signs', (_, texts) => {
    const wrong = Object.entries(texts).filter(
      ([key, { zh, en }]) => zh.trim() === '' || en.trim() === '' || (!/language/i.test(key) && han.test(en)),
    )
    expect(wrong).toEqual([])
  })

  it.each(dictionaries)('%s: both languages name the same values', (_, texts) => {
    const wrong = Object.entries(texts).filter(([, { zh, en }]) => placeholders(zh).join() !== placeholders(en).join())
    expect(wrong).toEqual([])
  })
})
