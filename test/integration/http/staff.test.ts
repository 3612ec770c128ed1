import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { dashboardView } from '../../../src/contracts/dashboard-view.ts'
import { searchPage } from '../../../src/contracts/search-view.ts'
import { storyView } from '../../../src/contracts/story-view.ts'
import type { Role } from '../../../src/domain/permissions.ts'
import { ZhunruError } from '../../../src/platform/errors.ts'
import type { StaffUseCases } from '../../../src/http/staff-use-cases.ts'
import { testApi, unreachable } from '../../support/api.ts'

/** What the documentation shows fits what it describes. */
const exampleOf = <S extends z.ZodType>(schema: S): z.output<S> => {
  const examples: unknown = schema.meta()?.['examples']
  return schema.parse(Array.isArray(examples) ? examples[0] : undefined)
}
const story = exampleOf(storyView)
const page = exampleOf(searchPage)
const days = exampleOf(dashboardView)
const id = 'app_06dq7wm1s0k2f9j3b7v5t8yhgc'
const photo = '/v1/materials/mat_06dq7wk3p2v8n4x0c5t9hzbrym/photo'

/** The app to somebody with these roles. */
const asked = (staff: Partial<StaffUseCases>, ...roles: Role[]) =>
  testApi(
    { staff: { ...unreachable.staff, ...staff }, enteredBy: async () => 'local' },
    { session: async () => null, client: async () => ({ id: 'usr_1', roles }), local: false },
  ).then(({ app, lines }) => {
    const headers = { authorization: 'Bearer zk_test' }
    const get = (url: string) => app.inject({ url, headers })
    const post = (url: string, payload: object) => app.inject({ method: 'POST', url, headers, payload })
    return { get, post, lines }
  })

describe('the story over HTTP', () => {
  it('comes as its schema says, for whoever may read it', async () => {
    const { get } = await asked({ story: async () => story }, 'reviewer')
    const answer = await get(`/v1/applications/${id}/story`)
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual(JSON.parse(JSON.stringify(story)))
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  it.each([`/v1/applications/${id}/story`, '/v1/applications/nothing/story', '/v1/cases/cas_0', '/v1/cases/nothing'])(
    'is not found at %s',
    async (url) => {
      const { get } = await asked({ story: async () => null, case: async () => null }, 'senior_reviewer')
      const answer = await get(url)
      expect(answer.statusCode).toBe(404)
      expect(answer.json().error.code).toBe('NOT_FOUND')
    },
  )
})

describe('a value in the clear over HTTP', () => {
  it('is asked for by its place, and stands in no log', async () => {
    const given: unknown[] = []
    const { post, lines } = await asked(
      { reveal: async (what) => (given.push(what), { value: '11010519491231002X', raw: null }) },
      'reviewer',
    )
    const what = { material: 'id_portrait', field: 'idNumber' }
    const answer = await post(`/v1/applications/${id}/reveal`, { what, why: '核对' })
    expect(answer.json()).toEqual({ value: '11010519491231002X', raw: null })
    expect(given).toEqual([{ applicationId: id, what, why: '核对' }])
    expect(JSON.stringify(lines)).not.toContain('11010519491231002X')
  })

  it.each([{}, { what: { path: 'a b' } }, { what: { path: 'contact.phone', field: 'x' } }, { what: 'phone' }])(
    'is refused for %j',
    async (body) => {
      const { post } = await asked({}, 'reviewer')
      const answer = await post(`/v1/applications/${id}/reveal`, body)
      expect(answer.statusCode).toBe(422)
      expect(answer.json().error.code).toBe('INVALID_FIELD')
    },
  )

  it('is not found where there is none', async () => {
    const { post } = await asked({ reveal: async () => null }, 'auditor')
    const answer = await post(`/v1/applications/${id}/reveal`, { what: { path: 'contact.nothing' } })
    expect(answer.json().error).toMatchObject({ code: 'NOT_FOUND', message: { zh: expect.stringContaining('此名称') } })
  })
})

describe('a photo over HTTP', () => {
  it('is nothing to a browser but a picture, and is kept nowhere', async () => {
    const bytes = Buffer.from('<svg onload="alert(1)">')
    const { get } = await asked({ photo: async () => ({ bytes, mime: 'image/jpeg' }) }, 'reviewer')
    const answer = await get(photo)
    expect(answer.rawPayload).toEqual(bytes)
    expect(answer.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': 'inline',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
    })
  })

  it('that may not be kept is gone', async () => {
    const gone = (one: string) => Promise.reject(new ZhunruError('PHOTO_REMOVED', { id: one }))
    const { get } = await asked({ photo: gone }, 'reviewer')
    const answer = await get(photo)
    expect([answer.statusCode, answer.json().error.code]).toEqual([410, 'PHOTO_REMOVED'])
  })

  it.each([photo, '/v1/materials/..%2F..%2Fetc/photo'])('is not found at %s', async (url) => {
    const { get } = await asked({ photo: async () => null }, 'auditor')
    expect((await get(url)).statusCode).toBe(404)
  })
})

describe('searches and the dashboard over HTTP', () => {
  it('answer as their schemas say', async () => {
    const { get, post } = await asked({ search: async () => page, dashboard: async () => days }, 'ops')
    expect((await post('/v1/applications/search', { text: '王小明' })).json()).toEqual(page)
    expect((await get('/v1/dashboard?from=2026-11-23&until=2026-11-23')).json()).toEqual(days)
  })

  it.each([{ text: '' }, { limit: 101 }, { after: '1' }, { status: ['gone'] }, { nothing: 1 }])(
    'refuse %j',
    async (body) => {
      const { post } = await asked({}, 'ops')
      expect((await post('/v1/applications/search', body)).json().error.code).toBe('INVALID_FIELD')
    },
  )

  it('refuse days that are none', async () => {
    const { get } = await asked({}, 'ops')
    const answer = await get('/v1/dashboard?from=2026-02-30')
    expect(answer.json().error.errors[0]).toMatchObject({ field: 'from', message: { zh: '请填写日期，如 2026-11-24' } })
  })
})

describe('who may', () => {
  it.each([
    ['caller', 'story', 403],
    ['caller', 'photo', 403],
    ['caller', 'search', 200],
    ['caller', 'dashboard', 403],
    ['ops', 'story', 200],
    ['ops', 'photo', 403],
    ['ops', 'reveal', 403],
    ['auditor', 'reveal', 200],
    ['reviewer', 'dashboard', 403],
    ['administrator', 'story', 403],
    ['administrator', 'dashboard', 200],
    ['api_client', 'story', 403],
    ['api_client', 'search', 403],
  ] as const)('%s and the %s: %d', async (role, what, status) => {
    const { get, post } = await asked(
      {
        story: async () => story,
        photo: async () => ({ bytes: Buffer.from('x'), mime: 'image/png' }),
        search: async () => page,
        dashboard: async () => days,
        reveal: async () => ({ value: null, raw: null }),
      },
      role,
    )
    const ask = {
      story: () => get(`/v1/applications/${id}/story`),
      photo: () => get(photo),
      search: () => post('/v1/applications/search', {}),
      dashboard: () => get('/v1/dashboard'),
      reveal: () => post(`/v1/applications/${id}/reveal`, { what: { path: 'contact.phone' } }),
    }
    expect((await ask[what]()).statusCode).toBe(status)
  })
})
