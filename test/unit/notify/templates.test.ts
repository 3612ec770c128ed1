import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { smsParts } from '../../../src/notify/sms-parts.ts'
import { columns, PUSH_TEXT, PUSH_TITLE } from '../../../src/notify/push.ts'
import { templateOf, templates } from '../../../src/notify/templates.ts'
import sent from './sent-templates.json' with { type: 'json' }

const name = ({ id, version, language }: (typeof templates)[number]) => `${id}/${version} ${language}`
const hash = ({ title, text }: (typeof templates)[number]) =>
  createHash('sha256')
    .update(`${title ?? ''}\n${text}`)
    .digest('hex')
    .slice(0, 16)

it('a text that has been sent never changes: another wording is another version', () => {
  // A new version is added to this file with what it prints; nothing in it is ever changed or taken out.
  expect(Object.fromEntries(templates.map((template) => [name(template), hash(template)]))).toEqual(sent)
})

it('each has its counterpart in the other language, with the same values in it', () => {
  const values = (text: string) => Array.from(text.matchAll(/\{(\w+)\}/gu), ([, key = '']) => key).toSorted()
  for (const template of templates) {
    const other = templates.find(
      ({ id, version, language }) =>
        id === template.id && version === template.version && language !== template.language,
    )
    expect(other && { id: other.id, values: values(other.text) }).toEqual({
      id: template.id,
      values: values(template.text),
    })
    expect(template.title === null).toBe(template.channel === 'sms')
    expect(template.title ?? '').not.toMatch(/[{}]/)
  }
})

it('the newest version is the one that is sent, and an unknown one is a fault of ours', () => {
  expect(templateOf('sms.approved', 'zh')).toMatchObject({ id: 'sms.approved', language: 'zh', version: 1 })
  expect(() => templateOf('sms.party', 'zh')).toThrow('there is no template sms.party in zh')
})

it('an SMS leaves room for its values, in English without leaving the cheap alphabet', () => {
  for (const { text, language, channel } of templates.filter((template) => template.channel === 'sms')) {
    expect(channel).toBe('sms')
    const { encoding, units } = smsParts(text.replace(/\{\w+\}/gu, ''))
    expect({ text, encoding }).toEqual({ text, encoding: language === 'zh' ? 'ucs2' : 'gsm7' })
    expect(units).toBeLessThanOrEqual(language === 'zh' ? 48 : 110)
  }
})

it('a push has a title that each platform shows whole, and room for its values', () => {
  for (const { title, text } of templates.filter((template) => template.channel === 'push')) {
    expect(columns(title ?? '')).toBeLessThanOrEqual(PUSH_TITLE)
    expect(columns(text.replace(/\{\w+\}/gu, ''))).toBeLessThanOrEqual(PUSH_TEXT - 20)
  }
})
