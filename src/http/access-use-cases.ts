import type { z } from 'zod'
import type {
  AccountView,
  accountChangeBody,
  createdAccount,
  createdLink,
  newAccountBody,
  peopleView,
} from '../contracts/account-view.ts'
import type { linkView, secondFactorView, SessionView } from '../contracts/session-view.ts'
import type { Role } from '../domain/permissions.ts'

export interface StoredSession {
  account: { id: string; roles: readonly Role[] } | null
  data: Record<string, unknown>
  seenAt: Date
  expiresAt: Date
}

/** Of a sign-in that is under way at the OpenID provider; kept in the session of the browser that began it. */
export interface OpenIdFlow {
  state: string
  nonce: string
  verifier: string
}

interface Own {
  accountId: string
  /** Of the session that asks, which stays when the others end. */
  sessionId: string
}

/** What the API does with accounts and sessions. */
export interface AccessUseCases {
  sessions: {
    load: (id: string) => Promise<StoredSession | null>
    /** @returns when it ends at the latest. */
    begin: (id: string, session: { accountId: string | null; data: Record<string, unknown> }) => Promise<Date>
    keep: (id: string, data: Record<string, unknown>) => Promise<void>
    touch: (id: string, seenAt: Date) => Promise<void>
    end: (id: string) => Promise<void>
  }
  describe: (accountId: string) => Promise<NonNullable<SessionView['account']>>
  /** @returns the account's id. @throws ZhunruError SIGN_IN_FAILED, CODE_NEEDED, CODE_WRONG, ACCOUNT_LOCKED, SIGN_IN_BUSY */
  signIn: (given: { name: string; password: string; code?: string | undefined }) => Promise<string>
  signOut: (accountId: string) => Promise<void>
  /** @throws ZhunruError LINK_INVALID */
  readLink: (token: string) => Promise<z.infer<typeof linkView>>
  /** @returns the account's id. @throws ZhunruError LINK_INVALID, PASSWORD_WEAK, CODE_NEEDED, CODE_WRONG, ACCOUNT_LOCKED */
  useLink: (given: { token: string; password: string; code?: string | undefined }) => Promise<string>
  /** @throws ZhunruError PASSWORD_WRONG, PASSWORD_WEAK, ACCOUNT_LOCKED, ACCOUNT_OF_PROVIDER */
  changePassword: (given: Own & { current: string; next: string }) => Promise<void>
  /** @throws ZhunruError SECOND_FACTOR_ON, ACCOUNT_OF_PROVIDER */
  beginSecondFactor: (accountId: string) => Promise<z.infer<typeof secondFactorView>>
  /** @throws ZhunruError SECOND_FACTOR_ON, SECOND_FACTOR_OFF, CODE_WRONG, ACCOUNT_OF_PROVIDER */
  confirmSecondFactor: (given: Own & { code: string }) => Promise<void>
  /** @throws ZhunruError SECOND_FACTOR_OFF, CODE_WRONG, ACCOUNT_LOCKED, ACCOUNT_OF_PROVIDER */
  endSecondFactor: (given: Own & { code: string }) => Promise<void>
  /** Null: there is no provider. */
  openId: {
    label: string
    /** Where to send the browser. @throws ZhunruError OPENID_UNREACHABLE */
    begin: () => Promise<{ url: string; flow: OpenIdFlow }>
    /**
     * @param query of the address to which the provider sent the browser back
     * @returns the account's id
     * @throws ZhunruError OPENID_FAILED, OPENID_UNREACHABLE, ACCOUNT_WITHOUT_ROLE, ACCOUNT_DISABLED
     */
    finish: (query: string, flow: OpenIdFlow) => Promise<string>
  } | null
  listAccounts: () => Promise<AccountView[]>
  /** @throws ZhunruError NAME_TAKEN */
  addAccount: (account: z.infer<typeof newAccountBody> & { by: string }) => Promise<z.infer<typeof createdAccount>>
  /** @throws ZhunruError NOT_FOUND, LAST_ADMINISTRATOR, ACCOUNT_OF_PROVIDER */
  changeAccount: (id: string, change: z.infer<typeof accountChangeBody>, by: string) => Promise<AccountView>
  /** @throws ZhunruError NOT_FOUND, ACCOUNT_OF_PROVIDER, ACCOUNT_DISABLED */
  renewLink: (given: {
    accountId: string
    by: string
    resetSecondFactor: boolean
  }) => Promise<z.infer<typeof createdLink>>
  listPeople: (may: 'case' | 'callback') => Promise<z.infer<typeof peopleView>['people']>
}
