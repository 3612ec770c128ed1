import { sessionView } from '../../src/contracts/session-view.ts'
import { worldPassword } from './console-people.ts'

/** What a browser sends along once somebody has signed in. */
export type Signed = { cookie: string; 'x-csrf-token': string }

const cookieOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')

/** Signs somebody of a console world in, the way the console does. */
export async function signIn(url: string, name: string, password = worldPassword): Promise<Signed> {
  const before = await fetch(`${url}/v1/session`)
  const { csrfToken } = sessionView.parse(await before.json())
  const cookie = cookieOf(before)
  const answer = await fetch(`${url}/v1/session`, {
    method: 'POST',
    headers: { cookie, 'x-csrf-token': csrfToken, 'content-type': 'application/json' },
    body: JSON.stringify({ name, password }),
  })
  if (!answer.ok) throw new Error(`${name} cannot sign in: ${await answer.text()}`)
  const { csrfToken: token } = sessionView.parse(await answer.json())
  return { cookie: cookieOf(answer), 'x-csrf-token': token }
}
