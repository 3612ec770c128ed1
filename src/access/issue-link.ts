import { createHash, randomBytes } from 'node:crypto'
import { writeAudit } from '../store/audit.ts'
import type { Trx } from './deps.ts'

/** Milliseconds: a day, so that who gets it in the evening can use it in the morning. */
const LINK_LASTS = 24 * 3_600_000

export interface IssuedLink {
  /** Shown this one time; the database knows its hash. */
  token: string
  expiresAt: Date
}

/** 256 bits of chance: a plain hash gives nothing away. */
export const hashOfLink = (token: string): string => createHash('sha256').update(token).digest('hex')

/** After `#`, so that it is in no log of any server or proxy. */
export const welcomeUrl = (address: string, { token }: Pick<IssuedLink, 'token'>): string =>
  `${address}/console/welcome#${token}`

/** Lets one person in once. The caller says who may. */
export async function issueLink(
  trx: Trx,
  now: Date,
  { accountId, by }: { accountId: string; by: string },
): Promise<IssuedLink> {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(now.getTime() + LINK_LASTS)
  await trx
    .insertInto('sign_in_link')
    .values({
      token_hash: hashOfLink(token),
      account_id: accountId,
      created_by: by,
      created_at: now,
      expires_at: expiresAt,
      used_at: null,
    })
    .execute()
  await writeAudit(trx, { at: now, actor: by, action: 'account.link_made', subject: accountId })
  return { token, expiresAt }
}
