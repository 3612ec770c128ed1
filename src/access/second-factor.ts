import { Secret, TOTP } from 'otpauth'
import { ZhunruError } from '../platform/errors.ts'
import type { SecretBox } from '../platform/secret-box.ts'
import { writeAudit } from '../store/audit.ts'
import type { AccountRow, SignInDeps } from './deps.ts'
import { countAttempt, failAttempt, takeBack } from './lock-out.ts'
import { readAccount } from './read-account.ts'
import { endSessions } from './sessions.ts'

/** Bytes; RFC 4226 4 asks for 160 bits. */
const SECRET_SIZE = 20
/** Steps of 30 s before and after now: of a clock that is off, or a code typed in its last second. RFC 6238 5.2. */
const WINDOW = 1

const totpOf = (secret: Secret, label: string) =>
  new TOTP({ issuer: 'Zhunru', label, algorithm: 'SHA1', digits: 6, period: 30, secret })

const openTotp = (secrets: SecretBox, { id, name }: Pick<AccountRow, 'id' | 'name'>, sealed: string) =>
  totpOf(Secret.fromBase32(secrets.open(sealed, id)), name)

/**
 * Whether the code is one of now that was never used: it is used up with this call, also where two ask at once.
 * @param account with a secret, confirmed or not
 */
export async function useCode(
  { db, clock, secrets }: SignInDeps,
  account: Pick<AccountRow, 'id' | 'name' | 'totp_sealed'>,
  code: string,
): Promise<boolean> {
  if (account.totp_sealed === null) return false
  const timestamp = clock.now().getTime()
  const totp = openTotp(secrets, account, account.totp_sealed)
  const delta = totp.validate({ token: code, timestamp, window: WINDOW })
  if (delta === null) return false
  const step = totp.counter({ timestamp }) + delta
  const used = await db
    .updateTable('account')
    .set({ totp_last_step: String(step) })
    .where('id', '=', account.id)
    .where('totp_sealed', '=', account.totp_sealed)
    .where((eb) => eb.or([eb('totp_last_step', 'is', null), eb('totp_last_step', '<', String(step))]))
    .executeTakeFirst()
  return used.numUpdatedRows > 0n
}

/** A new secret, which counts only once a code of it was given. @throws ZhunruError SECOND_FACTOR_ON, ACCOUNT_OF_PROVIDER */
export async function beginSecondFactor(deps: SignInDeps, accountId: string): Promise<{ uri: string; secret: string }> {
  const { db, clock, secrets } = deps
  const account = await localAccount(deps, accountId)
  const totp = totpOf(new Secret({ size: SECRET_SIZE }), account.name)
  const begun = await db
    .updateTable('account')
    .set({
      totp_sealed: secrets.seal(totp.secret.base32, accountId),
      totp_last_step: null,
      updated_at: clock.now(),
    })
    .where('id', '=', accountId)
    .where('totp_confirmed_at', 'is', null)
    .executeTakeFirst()
  if (begun.numUpdatedRows === 0n) throw new ZhunruError('SECOND_FACTOR_ON')
  return { uri: totp.toString(), secret: totp.secret.base32 }
}

/**
 * From now on a code is asked for. The other sessions end.
 * @throws ZhunruError SECOND_FACTOR_ON, SECOND_FACTOR_OFF when none was begun, CODE_WRONG
 */
export async function confirmSecondFactor(
  deps: SignInDeps,
  { accountId, sessionId, code }: { accountId: string; sessionId: string; code: string },
): Promise<void> {
  const account = await localAccount(deps, accountId)
  if (account.totp_confirmed_at) throw new ZhunruError('SECOND_FACTOR_ON')
  if (account.totp_sealed === null) throw new ZhunruError('SECOND_FACTOR_OFF')
  if (!(await useCode(deps, account, code))) throw new ZhunruError('CODE_WRONG')
  const now = deps.clock.now()
  await deps.db.transaction().execute(async (trx) => {
    const confirmed = await trx
      .updateTable('account')
      .set({ totp_confirmed_at: now, updated_at: now })
      .where('id', '=', accountId)
      // Another one that was begun meanwhile nobody has given a code of.
      .where('totp_sealed', '=', account.totp_sealed)
      .executeTakeFirst()
    if (confirmed.numUpdatedRows === 0n) throw new ZhunruError('CODE_WRONG')
    await endSessions(trx, accountId, { but: sessionId })
    await writeAudit(trx, { at: now, actor: accountId, action: 'account.second_factor_on', subject: accountId })
  })
}

/** @throws ZhunruError SECOND_FACTOR_OFF, CODE_WRONG, ACCOUNT_LOCKED */
export async function endSecondFactor(
  deps: SignInDeps,
  { accountId, sessionId, code }: { accountId: string; sessionId: string; code: string },
): Promise<void> {
  const account = await localAccount(deps, accountId)
  if (!account.totp_confirmed_at) throw new ZhunruError('SECOND_FACTOR_OFF')
  const attempt = await countAttempt(deps, accountId)
  if (!(await useCode(deps, account, code))) {
    await failAttempt(deps, accountId, 'code', attempt)
    throw new ZhunruError('CODE_WRONG')
  }
  await takeBack(deps, accountId, attempt)
  const now = deps.clock.now()
  await deps.db.transaction().execute(async (trx) => {
    await trx
      .updateTable('account')
      .set({ ...noSecondFactor, updated_at: now })
      .where('id', '=', accountId)
      .execute()
    await endSessions(trx, accountId, { but: sessionId })
    await writeAudit(trx, { at: now, actor: accountId, action: 'account.second_factor_off', subject: accountId })
  })
}

export const noSecondFactor = { totp_sealed: null, totp_confirmed_at: null, totp_last_step: null } as const

/** @throws ZhunruError ACCOUNT_OF_PROVIDER */
async function localAccount(deps: SignInDeps, accountId: string): Promise<AccountRow> {
  const account = await readAccount(deps.db, accountId)
  if (account.subject !== null) throw new ZhunruError('ACCOUNT_OF_PROVIDER')
  return account
}
