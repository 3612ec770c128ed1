import { z } from 'zod'
import { ZhunruError } from '../../platform/errors.ts'

/** Where a page of a list ends: the last case, and by what it stands there. */
export interface CasePlace {
  /** A time as the database writes it, to the microsecond. */
  at: string
  weight: number
  id: string
}

const place = z.tuple([
  z.string().regex(/^(?:infinity|\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d(?::\d\d)?)$/),
  z.number().int().min(-1_000).max(1_000),
  z.string().regex(/^cas_[0-9a-z]{1,40}$/),
])

export const toCursor = ({ at, weight, id }: CasePlace): string =>
  Buffer.from(JSON.stringify([at, weight, id])).toString('base64url')

/** @throws ZhunruError INVALID_FIELD */
export function placeOf(cursor: string): CasePlace {
  const parsed = place.safeParse(parse(cursor))
  if (!parsed.success) {
    const message = { zh: '请填写上一页给出的 next', en: 'Send `next` of the page before.' }
    throw new ZhunruError('INVALID_FIELD', { count: 1 }, [{ field: 'after', code: 'FIELD_WRONG', message }])
  }
  const [at, weight, id] = parsed.data
  return { at, weight, id }
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return null
  }
}
