import { connect as connectPlain } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { z } from 'zod'
import type { Config } from '../../platform/config.ts'
import { place } from '../../platform/config-printed.ts'
import { errorCode } from '../../platform/outage.ts'
import { errorText } from './check.ts'
import { type Finding, found } from './finding.ts'

/** Milliseconds. */
const PATIENCE = 5_000

interface Service {
  service: { zh: string; en: string }
  variable: string
  url: string
}

/** Those that the configuration names, in the order of the flow. */
export function outsideServices(config: Config): Service[] {
  const { bankVerification, licenceRegistry, webhook, sms, push, tracing } = config
  const named: [string, string, string, string | undefined][] = [
    ['银行核验', 'The bank verification', 'BANK_VERIFICATION_URL', bankVerification?.url],
    ['工商登记查询', 'The registry of businesses', 'LICENCE_REGISTRY_URL', licenceRegistry?.url],
    ['Webhook 接收方', 'The webhook receiver', 'WEBHOOK_URL', webhook?.url],
    ['短信网关', 'The SMS gateway', 'SMS_URL', sms?.url],
    ['推送网关', 'The push gateway', 'PUSH_URL', push?.url],
    ['链路追踪采集器', 'The trace collector', 'OTEL_EXPORTER_OTLP_ENDPOINT', tracing?.endpoint],
  ]
  return named.flatMap(([zh, en, variable, url]) => (url === undefined ? [] : [{ service: { zh, en }, variable, url }]))
}

/** Connects, with TLS where it is spoken, and says nothing: no message is sent, and nobody is asked. */
export async function checkOutside({ service, variable, url }: Service): Promise<Finding[]> {
  const { origin } = new URL(url)
  const values = { service, variable, where: origin }
  const before = performance.now()
  try {
    await handshake(new URL(url))
    return [found('OUTSIDE_OK', { ...values, ms: Math.round(performance.now() - before) })]
  } catch (error) {
    const bad = /CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME|EPROTO/.test(errorCode(error))
    return [found(bad ? 'OUTSIDE_CERTIFICATE' : 'OUTSIDE_AWAY', { ...values, error: errorText(error) })]
  }
}

function handshake({ protocol, hostname, port }: URL): Promise<void> {
  const secure = protocol === 'https:'
  const host = hostname.replace(/^\[|\]$/g, '')
  const to = { host, port: Number(port || (secure ? 443 : 80)), timeout: PATIENCE }
  return new Promise((resolve, reject) => {
    const socket = secure ? connectTls({ ...to, servername: /^[\d.]+$|:/.test(host) ? '' : host }) : connectPlain(to)
    const end = (settle: () => void) => {
      socket.destroy()
      settle()
    }
    socket.once(secure ? 'secureConnect' : 'connect', () => end(resolve))
    socket.once('timeout', () => end(() => reject(new Error(`no answer within ${PATIENCE / 1_000} s`))))
    socket.once('error', (error) => end(() => reject(error)))
  })
}

const discovery = z.object({ issuer: z.string() })

/** What everybody may read: its configuration, in which it must call itself as we do. */
export async function checkIssuer(issuer: string): Promise<Finding[]> {
  const where = place(issuer)
  const before = performance.now()
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  let answer: Response
  try {
    answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) })
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
    const service = { zh: '统一登录', en: 'The OpenID provider' }
    return [found('OUTSIDE_AWAY', { service, where, variable: 'OIDC_ISSUER', error: errorText(cause) })]
  }
  if (!answer.ok) return [found('ISSUER_WRONG', { where, error: `HTTP ${answer.status}` })]
  const told = discovery.safeParse(await answer.json().catch(() => null))
  if (!told.success) return [found('ISSUER_WRONG', { where, error: 'no issuer' })]
  if (told.data.issuer !== issuer) return [found('ISSUER_WRONG', { where, error: `issuer ${place(told.data.issuer)}` })]
  return [found('ISSUER_OK', { where, ms: Math.round(performance.now() - before) })]
}
