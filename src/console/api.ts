import type { ErrorAnswer } from '../contracts/error-answer.ts'
import type { SessionView } from '../contracts/session-view.ts'
import { apiTexts } from './api-texts.ts'
import type { Text } from './texts.ts'

/** What went wrong with a request, with texts for people. `code` is the API's, or one of the two of our own. */
export class ApiError extends Error {
  readonly code: string
  /** 0 where no answer came. */
  readonly status: number
  readonly text: Text
  readonly errors: NonNullable<ErrorAnswer['error']['errors']>
  readonly requestId: string | null

  constructor(
    code: string,
    status: number,
    text: Text,
    { errors = [], requestId = null }: { errors?: ApiError['errors']; requestId?: string | null } = {},
  ) {
    super(text.en)
    this.name = 'ApiError'
    this.code = code
    this.status = status
    this.text = text
    this.errors = errors
    this.requestId = requestId
  }
}

/** No answer came: the network or the service is away. */
export const isOffline = (error: unknown): boolean => error instanceof ApiError && error.code === 'OFFLINE'

/** What went wrong, in both languages, whatever was thrown. */
export const errorText = (error: unknown): Text => (error instanceof ApiError ? error.text : apiTexts.unexpected)

/** Given with the session; a request that changes something must carry it. */
let csrfToken: string | null = null
/** Whose session that is. */
let accountId: string | null = null
export const keepCsrfToken = (session: Pick<SessionView, 'csrfToken' | 'account'>): void => {
  csrfToken = session.csrfToken
  accountId = session.account?.id ?? null
}

/** A request so long after the last touch of mouse or keys is the page's own, and does not keep a session alive. Milliseconds. */
const AWAY = 60_000
let touchedAt = Date.now()
export const noteTouch = (): void => {
  touchedAt = Date.now()
}

/** Called when an answer says that nobody is signed in any more. */
let onSignedOut = (): void => {}
export const whenSignedOut = (run: () => void): void => {
  onSignedOut = run
}

export interface RequestOptions {
  body?: unknown
  signal?: AbortSignal
  headers?: Record<string, string>
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * One request to our own API. Searches are POST, so that nothing personal stands in an address.
 * @throws ApiError for every answer that is no success, and when none comes
 */
export async function request<T = void>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  try {
    return await once<T>(method, path, options)
  } catch (error) {
    // Signed in anew in another tab: the session has another token now.
    if (!(error instanceof ApiError) || error.code !== 'CSRF_TOKEN_WRONG') throw error
    const session = await once<SessionView>('GET', '/v1/session', {})
    if ((session.account?.id ?? null) !== accountId) {
      // What one person was about to do is not done in the name of another.
      onSignedOut()
      throw error
    }
    keepCsrfToken(session)
    return once<T>(method, path, options)
  }
}

async function once<T>(method: Method, path: string, options: RequestOptions): Promise<T> {
  const response = await answer(method, path, options)
  if (!response.ok) throw await refused(response, path)
  // Nothing to read of a 204; the service keeps its shapes, which its own tests check.
  const body: T = response.status === 204 ? undefined : JSON.parse(await response.text())
  return body
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<T> =>
  request<T>('GET', path, signal ? { signal } : {})
export const post = <T>(path: string, body: unknown = {}, options: RequestOptions = {}): Promise<T> =>
  request<T>('POST', path, { ...options, body })

/** Why a picture did not come, which the browser keeps to itself; null where it comes by now. */
export async function whyNoPicture(path: string): Promise<ApiError | null> {
  try {
    const response = await answer('GET', path, {})
    if (!response.ok) return await refused(response, path)
    await response.body?.cancel()
    return null
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
}

async function answer(method: Method, path: string, { body, signal, headers }: RequestOptions): Promise<Response> {
  const isForm = body instanceof FormData
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
        ...(method !== 'GET' && csrfToken !== null && { 'x-csrf-token': csrfToken }),
        ...(Date.now() - touchedAt > AWAY && { 'x-background': '1' }),
        ...headers,
      },
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
      ...(signal && { signal }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiError('OFFLINE', 0, apiTexts.offline)
  }
}

async function refused(response: Response, path: string): Promise<ApiError> {
  const error = await readError(response)
  // Roles may have changed as well; who is signed in is asked anew in both cases.
  if ((error.code === 'NOT_SIGNED_IN' || error.code === 'NOT_ALLOWED') && path !== '/v1/session') onSignedOut()
  return error
}

async function readError(response: Response): Promise<ApiError> {
  try {
    const { error }: ErrorAnswer = JSON.parse(await response.text())
    const { code, message, errors, requestId } = error
    return new ApiError(code, response.status, message, { ...(errors && { errors: [...errors] }), requestId })
  } catch {
    // A proxy's page, or nothing at all.
    return new ApiError('NO_ANSWER', response.status, apiTexts.noAnswer)
  }
}
