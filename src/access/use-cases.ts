import type { OpenIdConfig } from '../platform/config-sign-in.ts'
import { type AccountChange, addAccount, changeAccount, listAccounts, type NewAccount } from './accounts.ts'
import type { SignInDeps } from './deps.ts'
import { type IssuedLink, welcomeUrl } from './issue-link.ts'
import { readLink, renewLink, useLink } from './links.ts'
import type { OpenIdFlow, OpenIdProvider } from './open-id.ts'
import { signInOpenId } from './open-id-account.ts'
import { listPeople } from './people.ts'
import { beginSecondFactor, confirmSecondFactor, endSecondFactor } from './second-factor.ts'
import { describeSignedIn } from './session-view.ts'
import { beginSession, endSession, keepSession, loadSession, type SessionData, touchSession } from './sessions.ts'
import { changePassword, signIn, signOut } from './sign-in.ts'

export interface AccessDeps extends SignInDeps {
  /** Where people open the console, without a slash at its end. */
  address: () => string
  openId: (Pick<OpenIdConfig, 'label' | 'rolesClaim'> & { provider: OpenIdProvider }) | null
}

interface Code {
  accountId: string
  sessionId: string
  code: string
}

/** What the HTTP API can ask of accounts and sessions. */
export function accessUseCases(deps: AccessDeps) {
  const { openId, address } = deps
  const providerRoles = openId !== null && openId.rolesClaim !== null
  const shown = ({ token, expiresAt }: IssuedLink) => ({
    url: welcomeUrl(address(), { token }),
    expiresAt: expiresAt.toISOString(),
  })
  return {
    sessions: {
      load: (id: string) => loadSession(deps, id),
      begin: (id: string, session: { accountId: string | null; data: SessionData }) => beginSession(deps, id, session),
      keep: (id: string, data: SessionData) => keepSession(deps, id, data),
      touch: (id: string, seenAt: Date) => touchSession(deps, id, seenAt),
      end: (id: string) => endSession(deps, id),
    },
    describe: (accountId: string) => describeSignedIn(deps.db, accountId),
    signIn: (given: Parameters<typeof signIn>[1]) => signIn(deps, given),
    signOut: (accountId: string) => signOut(deps, accountId),
    readLink: async (token: string) => {
      const { account, expiresAt } = await readLink(deps, token)
      const { name, display_name, totp_confirmed_at } = account
      const secondFactor = totp_confirmed_at !== null
      return { name, displayName: display_name, secondFactor, expiresAt: expiresAt.toISOString() }
    },
    useLink: (given: Parameters<typeof useLink>[1]) => useLink(deps, given),
    changePassword: (given: Parameters<typeof changePassword>[1]) => changePassword(deps, given),
    beginSecondFactor: (accountId: string) => beginSecondFactor(deps, accountId),
    confirmSecondFactor: (given: Code) => confirmSecondFactor(deps, given),
    endSecondFactor: (given: Code) => endSecondFactor(deps, given),
    openId: openId && {
      label: openId.label,
      begin: () => openId.provider.begin(),
      finish: async (query: string, flow: OpenIdFlow) =>
        signInOpenId(deps, await openId.provider.finish(query, flow), openId.rolesClaim),
    },
    listAccounts: () => listAccounts(deps),
    addAccount: async (account: NewAccount) => {
      const added = await addAccount(deps, account)
      return { account: added.account, link: shown(added.link) }
    },
    changeAccount: (id: string, change: AccountChange, by: string) =>
      changeAccount(deps, id, change, { by, providerRoles }),
    renewLink: async (given: Parameters<typeof renewLink>[1]) => ({ link: shown(await renewLink(deps, given)) }),
    listPeople: (work: 'case' | 'callback') => listPeople(deps, work),
  }
}
