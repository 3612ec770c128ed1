import { generateKeyPairSync } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { Provider } from 'oidc-provider'

export interface OpenIdWorld {
  issuer: string
  clientId: string
  clientSecret: string
  /** Claims by subject; whoever is not among them does not exist. */
  people: Record<string, Record<string, unknown>>
  /** Who sits before the provider's page; null gives up there. */
  before: string | null
  /** Goes where the browser is sent, until the provider sends it back to us. @returns that address */
  visit: (address: string) => Promise<URL>
  stop: () => Promise<void>
}

/** A real OpenID provider on loopback that asks for no password: whoever sits before it is let in. */
export async function startOpenIdProvider(port: number, callback: string): Promise<OpenIdWorld> {
  const issuer = `http://127.0.0.1:${port}`
  const [clientId, clientSecret] = ['zhunru', 'a-secret-of-this-client-that-is-long-enough']
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  const world: Omit<OpenIdWorld, 'stop'> = {
    issuer,
    clientId,
    clientSecret,
    people: {},
    before: null,
    visit: (address) => visit(address, issuer),
  }
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [callback] }],
    jwks: { keys: [{ ...key, kty: 'RSA', use: 'sig' }] },
    scopes: ['openid', 'profile', 'email', 'groups'],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email'], groups: ['groups'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/enter/${uid}` },
    cookies: { keys: ['a key for the cookies of the provider'] },
    pkce: { required: () => true },
    // Seconds.
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    findAccount: (_, sub) =>
      world.people[sub] && { accountId: sub, claims: async () => ({ sub, ...world.people[sub] }) },
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client!.clientId,
        accountId: oidc.session!.accountId!,
      })
      grant.addOIDCScope('openid profile email groups')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  const server: Server = createServer((request, response) => {
    const result = world.before === null ? { error: 'access_denied' } : { login: { accountId: world.before } }
    if (request.url?.startsWith('/enter/')) void provider.interactionFinished(request, response, result)
    else void answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return Object.assign(world, {
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}

async function visit(address: string, issuer: string): Promise<URL> {
  const jar = new Map<string, string>()
  let at = new URL(address)
  for (let steps = 0; at.origin === issuer; steps++) {
    if (steps > 10) throw new Error(`the provider sends the browser round in circles: ${at.href}`)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(at, { redirect: 'manual', headers: { cookie } })
    for (const each of response.headers.getSetCookie()) {
      const [pair = ''] = each.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const to = response.headers.get('location')
    if (to === null) throw new Error(`the provider answered ${response.status}: ${await response.text()}`)
    at = new URL(to, at)
  }
  return at
}
