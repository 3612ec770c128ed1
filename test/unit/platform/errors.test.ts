import { describe, expect, it } from 'vitest'
import { type ErrorCode, errorCatalogue, ZhunruError } from '../../../src/platform/errors.ts'

const entries = Object.entries(errorCatalogue).map(([code, [status, zh, en]]) => ({ code, status, zh, en }))
const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).toSorted()

describe.each(entries)('error $code', ({ code, status, zh, en }) => {
  it('has a status, a Chinese and an English text', () => {
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(600)
    expect(zh).toMatch(/\p{Script=Han}/u)
    expect(en).toMatch(/^[\x20-\x7e]+$/)
  })

  it('says as much in one language as in the other', () => {
    expect(placeholders(zh)).toEqual(placeholders(en))
  })

  it('fills its texts', () => {
    const values = Object.fromEntries(placeholders(en).map((name) => [name, `$& <${name}>`]))
    const error = new ZhunruError(code as ErrorCode, values)
    expect(error).toMatchObject({ code, status, values, errors: [], name: 'ZhunruError' })
    expect(error.message).toBe(error.text.en)
    for (const value of Object.values(values)) {
      expect(error.text.zh).toContain(value)
      expect(error.text.en).toContain(value)
    }
    expect(error.text.zh + error.text.en).not.toMatch(/[{}]/)
  })

  it('that lacks a value shows no brackets to people', () => {
    const { text } = new ZhunruError(code as ErrorCode)
    expect(text.zh + text.en).not.toMatch(/[{}]/)
  })
})
