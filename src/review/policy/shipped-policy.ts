import type { Policy } from '../../domain/policy.ts'
import { sha256 } from '../../platform/canonical.ts'
import { ZhunruError } from '../../platform/errors.ts'
import type { ReviewDeps, Trx } from '../deps.ts'
import { addChange, findPolicy, holdPolicies, policyInForce, putInForce } from './policy-versions.ts'

export interface PolicyText {
  policy: Policy
  /** The file, byte for byte. */
  source: string
}

/** Who publishes what comes with the program. Nobody else may bear that name. */
const system = 'system'

/** How the policy that ships stands to the one in force. */
export type ShippedStanding = 'published' | 'in-force' | 'newer' | 'older' | 'differs'

/**
 * The policy that ships decides from the first start on, until people publish another. A newer one, with a newer program,
 * follows it by itself only while the one in force also came with the program and was never touched: what people published
 * is theirs to replace.
 * @returns `published` when it was put in force now; `newer` when people may want to look at it; `differs` when its version is
 *   kept with another text, which then stays in force.
 */
export async function publishShipped({ db, clock }: ReviewDeps, shipped: PolicyText): Promise<ShippedStanding> {
  const { version } = shipped.policy
  return db.transaction().execute(async (trx) => {
    await holdPolicies(trx)
    const current = await policyInForce(trx)
    const standing = current && standingOf(shipped, current)
    const untouched = current?.origin === 'shipped' && current.published_by === system
    if (standing && !(standing === 'newer' && untouched)) return standing
    const kept = await findPolicy(trx, version)
    // People have it before them, or refused it: nothing is published over their heads.
    if (current && (kept?.state === 'proposed' || kept?.state === 'rejected')) return 'newer'
    const same = await keep(trx, shipped, 'shipped', clock.now())
    if (same) {
      await putInForce(trx, { version, by: system, at: clock.now(), origin: 'shipped' })
      return 'published'
    }
    if (current) return 'differs'
    throw taken(version)
  })
}

/** Keeps the text of a policy that decides by POLICY_FILE alone, beside the decisions that it makes. */
export async function keepPolicyFile({ db, clock }: ReviewDeps, file: PolicyText): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await holdPolicies(trx)
    if (!(await keep(trx, file, 'owner', clock.now()))) throw taken(file.policy.version)
  })
}

/** How a shipped policy stands to another version that is in force. */
export function standingOf(
  shipped: PolicyText,
  current: { version: string; sha256: string },
): Exclude<ShippedStanding, 'published'> {
  const { version } = shipped.policy
  if (version === current.version) return current.sha256 === sha256(shipped.source) ? 'in-force' : 'differs'
  return isNewer(version, current.version) ? 'newer' : 'older'
}

/** @returns whether the version is now kept with this very text. */
async function keep(trx: Trx, { policy, source }: PolicyText, origin: 'owner' | 'shipped', at: Date): Promise<boolean> {
  const { version } = policy
  const hash = sha256(source)
  const row = await findPolicy(trx, version)
  if (row) return row.sha256 === hash
  await trx.insertInto('policy_version').values({ version, source, sha256: hash, origin, created_at: at }).execute()
  if (origin === 'owner') await addChange(trx, { version, what: 'used', by: system, at, note: 'POLICY_FILE' })
  return true
}

const taken = (version: string): ZhunruError =>
  new ZhunruError('CONFIG_INVALID', {
    detail: `policy ${version} was changed after it had been used; give the changed text a new version`,
  })

/** By the numbers of YYYY-M-N; of equal ones, a name behind them makes neither newer. */
function isNewer(a: string, b: string): boolean {
  const numbers = (version: string) => version.split('-').slice(0, 3).map(Number)
  const [left, right] = [numbers(a), numbers(b)]
  const at = left.findIndex((number, i) => number !== right[i])
  return at !== -1 && left[at]! > (right[at] ?? 0)
}
