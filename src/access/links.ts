import { ZhunruError } from '../platform/errors.ts'
import { writeAudit } from '../store/audit.ts'
import type { AccountDeps, AccountRow, SignInDeps } from './deps.ts'
import { hashOfLink, issueLink, type IssuedLink } from './issue-link.ts'
import { clean, countAttempt, failAttempt, takeBack } from './lock-out.ts'
import { weakness } from './password-rules.ts'
import { hashPassword, unlessBusy } from './passwords.ts'
import { noSuchAccount } from './read-account.ts'
import { noSecondFactor, useCode } from './second-factor.ts'
import { endSessions } from './sessions.ts'

/**
 * A link for whoever has forgotten the password. Those made before are void.
 * @throws ZhunruError NOT_FOUND, ACCOUNT_OF_PROVIDER, ACCOUNT_DISABLED
 */
export async function renewLink(
  { db, clock }: AccountDeps,
  { accountId, by, resetSecondFactor }: { accountId: string; by: string; resetSecondFactor: boolean },
): Promise<IssuedLink> {
  const now = clock.now()
  return await db.transaction().execute(async (trx) => {
    const account = await trx
      .selectFrom('account')
      .selectAll()
      .where('id', '=', accountId)
      .forUpdate()
      .executeTakeFirst()
    if (!account) throw noSuchAccount()
    if (account.subject !== null) throw new ZhunruError('ACCOUNT_OF_PROVIDER')
    if (account.state === 'disabled') throw new ZhunruError('ACCOUNT_DISABLED', { name: account.name })
    await trx.deleteFrom('sign_in_link').where('account_id', '=', accountId).execute()
    if (resetSecondFactor && account.totp_sealed !== null) {
      await trx
        .updateTable('account')
        .set({ ...noSecondFactor, updated_at: now })
        .where('id', '=', accountId)
        .execute()
      await writeAudit(trx, { at: now, actor: by, action: 'account.second_factor_reset', subject: accountId })
    }
    return await issueLink(trx, now, { accountId, by })
  })
}

/** Whom a link lets in. @throws ZhunruError LINK_INVALID */
export async function readLink(
  { db, clock }: AccountDeps,
  token: string,
): Promise<{ account: AccountRow; expiresAt: Date }> {
  const row = await db
    .selectFrom('sign_in_link as link')
    .innerJoin('account', 'account.id', 'link.account_id')
    .selectAll('account')
    .select('link.expires_at')
    .where('link.token_hash', '=', hashOfLink(token))
    .where('link.used_at', 'is', null)
    .where('link.expires_at', '>', clock.now())
    .where('account.state', '=', 'enabled')
    .executeTakeFirst()
  if (!row) throw new ZhunruError('LINK_INVALID')
  const { expires_at, ...account } = row
  return { account, expiresAt: expires_at }
}

/**
 * Chooses a password. The link is used up with it, and so are all others of this account; its sessions end, a lock is lifted.
 * @returns whose it is, to be signed in
 * @throws ZhunruError LINK_INVALID, PASSWORD_WEAK, CODE_NEEDED, CODE_WRONG, ACCOUNT_LOCKED after wrong codes, SIGN_IN_BUSY
 */
export const useLink = (deps: SignInDeps, given: LinkUse): Promise<string> => unlessBusy(() => tryLink(deps, given))

interface LinkUse {
  token: string
  password: string
  code?: string | undefined
}

async function tryLink(deps: SignInDeps, { token, password, code }: LinkUse): Promise<string> {
  const { account } = await readLink(deps, token)
  const why = weakness(password, { name: account.name, displayName: account.display_name })
  if (why) throw new ZhunruError('PASSWORD_WEAK', { why })
  if (account.totp_confirmed_at) {
    if (code === undefined) throw new ZhunruError('CODE_NEEDED')
    const attempt = await countAttempt(deps, account.id)
    if (!(await useCode(deps, account, code))) {
      await failAttempt(deps, account.id, 'code', attempt)
      throw new ZhunruError('CODE_WRONG')
    }
    await takeBack(deps, account.id, attempt)
  }
  const hashed = await hashPassword(password)
  const now = deps.clock.now()
  await deps.db.transaction().execute(async (trx) => {
    const used = await trx
      .deleteFrom('sign_in_link')
      .where('token_hash', '=', hashOfLink(token))
      .where('expires_at', '>', now)
      .executeTakeFirst()
    if (used.numDeletedRows === 0n) throw new ZhunruError('LINK_INVALID')
    await trx.deleteFrom('sign_in_link').where('account_id', '=', account.id).execute()
    await endSessions(trx, account.id)
    await trx
      .updateTable('account')
      .set({ password_hash: hashed, ...clean, signed_in_at: now, updated_at: now })
      .where('id', '=', account.id)
      .execute()
    const entry = { at: now, actor: account.id, subject: account.id }
    await writeAudit(trx, { ...entry, action: 'account.link_used' }, { ...entry, action: 'account.signed_in' })
  })
  return account.id
}
