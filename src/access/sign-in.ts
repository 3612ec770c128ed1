import { ZhunruError } from '../platform/errors.ts'
import { writeAudit } from '../store/audit.ts'
import { type AccountRow, type SignInDeps, SYSTEM } from './deps.ts'
import { clean, countAttempt, countStranger, failAttempt, takeBack } from './lock-out.ts'
import { weakness } from './password-rules.ts'
import { hashPassword, isOutdated, isPassword, unlessBusy } from './passwords.ts'
import { readAccount } from './read-account.ts'
import { useCode } from './second-factor.ts'
import { endSessions } from './sessions.ts'

interface Given {
  name: string
  password: string
  code?: string | undefined
}

/**
 * Whose name and password it is. It takes as long and is locked alike for names that nobody has, so that it tells nobody
 * who works here.
 * @returns the account's id
 * @throws ZhunruError SIGN_IN_FAILED, CODE_NEEDED, CODE_WRONG, ACCOUNT_LOCKED, SIGN_IN_BUSY
 */
export const signIn = (deps: SignInDeps, given: Given): Promise<string> => unlessBusy(() => trySignIn(deps, given))

async function trySignIn(deps: SignInDeps, { name, password, code }: Given): Promise<string> {
  const known = name.normalize('NFKC').toLowerCase()
  const account = await deps.db.selectFrom('account').selectAll().where('name', '=', known).executeTakeFirst()
  if (!account) {
    await countStranger(deps, known)
    await isPassword(null, password)
    if (isWorthAnEntry(deps.clock.now())) {
      await writeAudit(deps.db, {
        at: deps.clock.now(),
        actor: SYSTEM,
        action: 'account.sign_in_failed',
        details: { why: 'unknown_name' },
      })
    }
    throw new ZhunruError('SIGN_IN_FAILED')
  }
  const attempt = await countAttempt(deps, account.id)
  const right = await isPassword(account.password_hash, password)
  if (!right || account.state === 'disabled') {
    await failAttempt(deps, account.id, right ? 'disabled' : 'password', attempt)
    throw new ZhunruError('SIGN_IN_FAILED')
  }
  if (account.totp_confirmed_at) {
    if (code === undefined) {
      await takeBack(deps, account.id, attempt)
      throw new ZhunruError('CODE_NEEDED')
    }
    if (!(await useCode(deps, account, code))) {
      await failAttempt(deps, account.id, 'code', attempt)
      throw new ZhunruError('CODE_WRONG')
    }
  }
  await recordSignIn(deps, account, password)
  return account.id
}

/** Entries of one process about names that nobody has, in an hour. */
const STRANGERS_TOLD = 100
const HOUR = 3_600_000
let told = { since: 0, entries: 0 }

/** An entry of the audit stays for ever: whoever tries names in masses must not fill the disk with them. */
function isWorthAnEntry(now: Date): boolean {
  if (Math.abs(now.getTime() - told.since) >= HOUR) told = { since: now.getTime(), entries: 0 }
  return told.entries++ < STRANGERS_TOLD
}

async function recordSignIn({ db, clock }: SignInDeps, account: AccountRow, password: string): Promise<void> {
  const now = clock.now()
  const { id, password_hash } = account
  const renewed = password_hash && isOutdated(password_hash) ? await hashPassword(password) : null
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('account')
      .set({ ...clean, signed_in_at: now })
      .where('id', '=', id)
      .execute()
    if (renewed) {
      // Unless another was chosen meanwhile.
      await trx
        .updateTable('account')
        .set({ password_hash: renewed })
        .where('id', '=', id)
        .where('password_hash', '=', password_hash)
        .execute()
    }
    await writeAudit(trx, { at: now, actor: id, action: 'account.signed_in', subject: id })
  })
}

/**
 * Another password. The other sessions of this person end, and so do links that were made for them.
 * @throws ZhunruError PASSWORD_WRONG, PASSWORD_WEAK, ACCOUNT_LOCKED, ACCOUNT_OF_PROVIDER, SIGN_IN_BUSY
 */
export const changePassword = (deps: SignInDeps, given: Change): Promise<void> =>
  unlessBusy(() => tryChange(deps, given))

interface Change {
  accountId: string
  /** Of the session that asks, which goes on. */
  sessionId: string
  current: string
  next: string
}

async function tryChange(deps: SignInDeps, { accountId, sessionId, current, next }: Change): Promise<void> {
  const account = await readAccount(deps.db, accountId)
  if (account.subject !== null) throw new ZhunruError('ACCOUNT_OF_PROVIDER')
  const attempt = await countAttempt(deps, accountId)
  if (!(await isPassword(account.password_hash, current))) {
    await failAttempt(deps, accountId, 'password', attempt)
    throw new ZhunruError('PASSWORD_WRONG')
  }
  await takeBack(deps, accountId, attempt)
  const why =
    current === next
      ? { zh: '不能与当前密码相同', en: 'must differ from the current one' }
      : weakness(next, { name: account.name, displayName: account.display_name })
  if (why) throw new ZhunruError('PASSWORD_WEAK', { why })
  const hashed = await hashPassword(next)
  const now = deps.clock.now()
  await deps.db.transaction().execute(async (trx) => {
    await trx
      .updateTable('account')
      .set({ password_hash: hashed, updated_at: now })
      .where('id', '=', accountId)
      .execute()
    await endSessions(trx, accountId, { but: sessionId })
    await trx.deleteFrom('sign_in_link').where('account_id', '=', accountId).execute()
    await writeAudit(trx, { at: now, actor: accountId, action: 'account.password_changed', subject: accountId })
  })
}

export const signOut = async ({ db, clock }: SignInDeps, accountId: string): Promise<void> =>
  writeAudit(db, { at: clock.now(), actor: accountId, action: 'account.signed_out', subject: accountId })
