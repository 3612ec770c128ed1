import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { describeSurprise } from '../../../src/http/surprise.ts'

describe('describeSurprise', () => {
  it('blots out what a library may have quoted', () => {
    const error = new RangeError('bad value "王小明" 11010519491231002X 6222 0212 3456 7890 123 13800138000')
    const told = JSON.stringify(describeSurprise(error))
    expect(told).toContain('RangeError')
    expect(told).not.toMatch(/王小明|1101051949|6222|7890|13800138000/)
  })

  it('keeps the code and the place', () => {
    const told = describeSurprise(Object.assign(new Error('relation is missing'), { code: '42P01' }))
    expect(told.code).toBe('42P01')
    expect(told.stack).toContain('surprise.test.ts')
  })

  it('says which part of an answer broke its contract, not with what', () => {
    const cause = z.object({ fields: z.object({ name: z.string() }) }).safeParse({ fields: { name: 42 } }).error
    expect(describeSurprise(new Error('no match', { cause })).paths).toEqual(['fields.name: invalid_type'])
  })

  it('survives what is no error', () => {
    expect(describeSurprise('thrown text')).toEqual({ type: 'string', stack: '' })
  })
})
