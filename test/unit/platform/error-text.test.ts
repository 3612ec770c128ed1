import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keptError, withoutPersonal } from '../../../src/platform/error-text.ts'
import { idNumberFrom, luhnFrom } from './personal-numbers.ts'

describe('an error keeps nothing personal', () => {
  test.each([
    ['invalid ID number 11010519491231002X', 'invalid ID number [number]'],
    ['called 138 0013 8000 in vain', 'called [number] in vain'],
    ['called 138-0013-8000', 'called [number]'],
    ['card 6222 0212 3456 7890 123.', 'card [number].'],
    ['１３８００１３８０００ is no number', '[number] is no number'],
    ['operator 张伟 is not on the licence', 'operator [text] is not on the licence'],
    ['买买提·艾力 at 西湖区 文三路', '[text] at [text]'],
    ['code 92330106MA2H3YTW0K is unknown', 'code [number] is unknown'],
    [
      `Unexpected token 'Z', "{"name":"ZHANG"... is not valid JSON`.replace('...', '"...'),
      "Unexpected token 'Z', what was read is not valid JSON",
    ],
    ['connect postgres://zhunru:secret@db.internal:5432/zhunru', 'connect postgres://[hidden]@db.internal:5432/zhunru'],
  ])('%s', (error, kept) => {
    expect(withoutPersonal(error)).toBe(kept)
  })

  test.each([
    'connect ECONNREFUSED 10.0.3.17:5432',
    'ENOENT: no such file or directory, open /srv/models/ocr.onnx',
    'the receiver answered 503 at 2026-11-23 10:15:00',
    'app_06dq7wk3p2v8n4x0c5t9hzbrym is not there',
    'ERR_WORKER_OUT_OF_MEMORY',
  ])('and all that names the fault: %s', (error) => {
    expect(withoutPersonal(error)).toBe(error)
  })

  const words = fc.string({ unit: fc.constantFrom(...'abc :,."\'()-'), maxLength: 20 })
  test('wherever a number stands, however it is grouped', () => {
    const separator = fc.constantFrom('', ' ', '-')
    fc.assert(
      fc.property(words, fc.oneof(idNumberFrom, luhnFrom), separator, words, (before, number, between, after) => {
        const grouped = number.match(/.{1,4}/g)?.join(between) ?? number
        const kept = withoutPersonal(`${before} ${grouped} ${after}`)
        expect(kept).not.toContain(number.slice(0, 6))
        expect(kept).not.toContain(number.slice(6, 12))
      }),
    )
  })

  test('and can be stored, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 700 }), (units) => {
        const kept = keptError(String.fromCharCode(...units))
        expect(kept.length).toBeGreaterThan(0)
        expect(kept.length).toBeLessThanOrEqual(500)
        expect(kept.isWellFormed() && !kept.includes('\0')).toBe(true)
      }),
    )
    expect(keptError('"a'.repeat(1_000_000)).length).toBeLessThanOrEqual(500)
    for (const pad of [498, 499, 500]) expect(keptError('x'.repeat(pad) + '😀'.repeat(5)).isWellFormed()).toBe(true)
  })
})
