import { afterEach, describe, expect, it, vi } from 'vitest'
import { keepCsrfToken, post, whenSignedOut } from '../../../src/console/api.ts'

const account = (id: string) => ({
  id,
  name: id,
  displayName: id,
  roles: [],
  skills: [],
  permissions: [],
  secondFactor: false,
  local: true,
})
const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status })

/** A service whose session is `now`'s, with the token `new`. */
function service(now: string) {
  const done: string[] = []
  vi.stubGlobal('fetch', async (path: string, { method, headers }: RequestInit) => {
    if (path === '/v1/session') return json(200, { csrfToken: 'new', account: account(now) })
    const token = new Headers(headers).get('x-csrf-token')
    if (token !== 'new') return json(403, { error: { code: 'CSRF_TOKEN_WRONG', message: { zh: '', en: '' } } })
    done.push(`${method} ${path}`)
    return json(200, {})
  })
  return done
}

afterEach(() => vi.unstubAllGlobals())

describe('a request with the token of a session that was replaced in another tab', () => {
  it('is sent again by the same person', async () => {
    keepCsrfToken({ csrfToken: 'old', account: account('usr_1') })
    const done = service('usr_1')
    await post('/v1/cases/cas_1/decision')
    expect(done).toEqual(['POST /v1/cases/cas_1/decision'])
  })

  it('is not done in the name of another, and the page asks who is signed in', async () => {
    keepCsrfToken({ csrfToken: 'old', account: account('usr_1') })
    const asked = vi.fn()
    whenSignedOut(asked)
    const done = service('usr_2')
    await expect(post('/v1/cases/cas_1/decision')).rejects.toMatchObject({ code: 'CSRF_TOKEN_WRONG' })
    expect(done).toEqual([])
    expect(asked).toHaveBeenCalledOnce()
  })
})
