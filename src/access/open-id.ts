import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { OpenIdConfig } from '../platform/config-sign-in.ts'
import { ZhunruError } from '../platform/errors.ts'
import type { Logger } from '../platform/logger.ts'

/** Kept in the session of the browser that began it, so that nobody else's answer can be slipped in. */
export interface OpenIdFlow {
  state: string
  nonce: string
  verifier: string
}

/** Whom the provider says it has before it. */
export interface OpenIdPerson {
  issuer: string
  subject: string
  claims: Readonly<Record<string, unknown>>
}

export interface OpenIdProvider {
  /** Where to send the browser. @throws ZhunruError OPENID_UNREACHABLE */
  begin(): Promise<{ url: string; flow: OpenIdFlow }>
  /** @param query of the address to which it was sent back. @throws ZhunruError OPENID_FAILED, OPENID_UNREACHABLE */
  finish(query: string, flow: OpenIdFlow): Promise<OpenIdPerson>
}

/** Seconds for each request to the provider; a person waits meanwhile. */
const TIMEOUT = 10

/** The authorisation code flow with PKCE, state and nonce (OpenID Connect Core 3.1, RFC 7636, RFC 9700). */
export function openIdProvider(
  { issuer, clientId, clientSecret, rolesClaim }: OpenIdConfig,
  publicUrl: string,
  log: Logger,
): OpenIdProvider {
  const callback = `${publicUrl}/v1/session/openid/callback`
  let known: Promise<Configuration> | undefined

  /** Found at the first sign-in: the service starts, and goes on, without the provider. */
  const provider = async (): Promise<Configuration> => {
    known ??= discovery(new URL(issuer), clientId, undefined, secretAsAsked(clientSecret), {
      timeout: TIMEOUT,
      // The configuration lets http pass within this machine or a container network alone.
      ...(issuer.startsWith('http:') && { execute: [allowInsecureRequests] }),
    })
    try {
      return await known
    } catch (error) {
      known = undefined
      log.warn({ error: cause(error) }, 'the OpenID provider could not be reached')
      throw new ZhunruError('OPENID_UNREACHABLE')
    }
  }

  return {
    async begin() {
      const config = await provider()
      const flow = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
      const { scopes_supported: offered = [] } = config.serverMetadata()
      const scopes = [
        'openid',
        'profile',
        'email',
        ...(rolesClaim && offered.includes(rolesClaim.claim) ? [rolesClaim.claim] : []),
      ]
      const url = buildAuthorizationUrl(config, {
        redirect_uri: callback,
        scope: scopes.join(' '),
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, flow }
    },
    async finish(query, { state, nonce, verifier }) {
      const config = await provider()
      try {
        const tokens = await authorizationCodeGrant(config, new URL(`${callback}?${query}`), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
        })
        const claims = tokens.claims()
        if (!claims) throw new Error('no ID token came')
        // Groups often stand there alone.
        const more = config.serverMetadata().userinfo_endpoint
          ? await fetchUserInfo(config, tokens.access_token, claims.sub)
          : {}
        return { issuer: claims.iss, subject: claims.sub, claims: { ...more, ...claims } }
      } catch (error) {
        log.warn({ error: cause(error) }, 'a sign-in at the OpenID provider failed')
        throw new ZhunruError('OPENID_FAILED')
      }
    },
  }
}

/** In the header where the provider takes it there, which is what it does when it does not say (Discovery 1.0, 3). */
const secretAsAsked =
  (secret: string): ClientAuth =>
  (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const way = methods.includes('client_secret_basic') ? ClientSecretBasic(secret) : ClientSecretPost(secret)
    way(server, ...rest)
  }

/** The library's own codes, such as `OAUTH_RESPONSE_BODY_ERROR`; its texts could hold what the provider sent. */
function cause(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const inner = error.cause instanceof Error ? `: ${error.cause.name}` : ''
  return `${'code' in error ? String(error.code) : error.name}${inner}`
}
