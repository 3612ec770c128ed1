import { z } from 'zod'
import { outside, token } from './config-values.ts'
import { ZhunruError } from './errors.ts'

export interface OpenIdConfig {
  issuer: string
  clientId: string
  clientSecret: string
  label: string
  /** Null: administrators say who may do what. */
  rolesClaim: RolesClaim | null
}

export interface RolesClaim {
  claim: string
  /** Our roles by the claim's values; null where the values are roles. */
  roles: Readonly<Record<string, readonly string[]>> | null
}

const rolesClaimForm =
  'write the name of a claim whose values are roles, or `claim: value=role+role, value=role` for values of other names'

/** `groups: risk-team=reviewer+caller, it=administrator` */
function rolesClaim(text: string): RolesClaim | null {
  const [, claim = '', list] = /^\s*([^\s:]+)\s*(?::(.*))?$/su.exec(text) ?? []
  if (claim === '') return null
  if (list === undefined) return { claim, roles: null }
  const pairs = list.split(',').map((pair) => /^\s*([^=]+?)\s*=\s*([a-z_]+(?:\+[a-z_]+)*)\s*$/u.exec(pair))
  const roles: Record<string, string[]> = {}
  for (const pair of pairs) {
    if (!pair?.[1] || !pair[2]) return null
    roles[pair[1]] = pair[2].split('+')
  }
  return { claim, roles }
}

/** Where people sign in. */
export const signInVariables = {
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .refine(
      (url) => /^https:|^http:\/\/(?:127\.\d+\.\d+\.\d+|\[::1\]|localhost)(?::\d+)?(?:\/|$)/i.test(url),
      'use https; http only for 127.0.0.1, [::1] or localhost',
    )
    .refine((url) => new URL(url).pathname === '/' && !/[?#]/.test(url), 'write the address alone, without a path')
    .optional()
    .describe('address at which people open the console; stands in links, and decides how session cookies are kept'),
  OIDC_ISSUER: outside.optional().describe('OpenID provider at which people may sign in'),
  OIDC_CLIENT_ID: token.optional().describe('our id at the provider'),
  OIDC_CLIENT_SECRET: token.optional().describe('our secret at the provider'),
  OIDC_LABEL: z
    .string()
    .regex(/^\P{C}{1,40}$/u, 'write 1 to 40 characters')
    .default('OpenID Connect')
    .describe('what the sign-in button says'),
  OIDC_ROLES_CLAIM: z
    .string()
    .transform((text, context) => rolesClaim(text) ?? (context.addIssue(rolesClaimForm), z.NEVER))
    .optional()
    .describe('claim that says what people may, as `groups` or `groups: risk-team=reviewer+caller, it=administrator`'),
}

const variables = z.object(signInVariables)

/** All of it or none; and the provider must know where to send people back to. */
export function openIdConfig(e: z.infer<typeof variables>): OpenIdConfig | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, PUBLIC_URL } = e
  if (issuer && clientId && clientSecret && PUBLIC_URL) {
    return { issuer, clientId, clientSecret, label: e.OIDC_LABEL, rolesClaim: e.OIDC_ROLES_CLAIM ?? null }
  }
  const parts = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret }
  const set = Object.entries(parts).flatMap(([name, value]) => (value ? [name] : []))
  if (set.length === 0 && !e.OIDC_ROLES_CLAIM) return null
  const missing = Object.entries({ ...parts, PUBLIC_URL }).flatMap(([name, value]) => (value ? [] : [name]))
  const given = set.length > 0 ? set.join(', ') : 'OIDC_ROLES_CLAIM'
  throw new ZhunruError('CONFIG_INVALID', { detail: `${given} set, so ${missing.join(', ')} must be set too` })
}
