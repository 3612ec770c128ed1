import { parse } from 'yaml'
import { type Completed, completePolicy } from '../../domain/policy-problems.ts'
import type { Policy } from '../../domain/policy.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Wakeups } from '../../store/wakeups.ts'
import type { CurrentPolicy, ReviewDeps } from '../deps.ts'
import { findPolicy, policyChannel, policyInForce, type PolicyVersionRow } from './policy-versions.ts'

/** Milliseconds. A wake-up that was lost is made up for; whoever decides asks the database anyway. */
const lookAgainEvery = 10_000

interface Parts extends Pick<ReviewDeps, 'db'> {
  schema: string
  wakeups: Wakeups
  log: Logger
  /** The policy that ships: gives what a stored one lacks. */
  shipped: Policy
}

/**
 * The policy in force in the database, followed as it changes. Texts never change, so what was read once is read for good,
 * and asking costs one look at an index.
 */
export async function followPolicy(parts: Parts): Promise<{ policy: CurrentPolicy; stop: () => void }> {
  const { db, log, shipped } = parts
  let latest: { version: string; policy: Policy } | null = null

  const look = async (from: ReviewDeps['db']): Promise<Policy> => {
    const found = await from
      .selectFrom('policy_version')
      .select('version')
      .where('state', '=', 'published')
      .executeTakeFirst()
    if (found && found.version === latest?.version) return latest.policy
    const row = await policyInForce(from)
    if (!row) throw new Error('no policy is published in this database')
    const { policy, borrowed, ignored } = readStored(row, shipped)
    latest = { version: row.version, policy }
    log.info({ policy: row.version }, 'this policy decides from now on')
    if (borrowed.length + ignored.length > 0) {
      log.warn(
        { policy: row.version, borrowed, ignored },
        'the policy in force was written for another version of the program: the borrowed settings are those of the policy that ships; publish a complete one',
      )
    }
    return policy
  }

  /** The one that was tried last: a batch asks for the same one again and again. */
  let tried: { version: string; policy: Policy } | null = null
  const stored = async (from: ReviewDeps['db'], version: string): Promise<Policy> => {
    if (tried?.version === version) return tried.policy
    const row = await findPolicy(from, version)
    if (!row) throw new Error(`there is no policy ${version}`)
    tried = { version, policy: readStored(row, shipped).policy }
    return tried.policy
  }

  await look(db)
  const refresh = () => {
    // While the database is away the last one known is as good as any: nothing is decided meanwhile.
    look(db).catch(() => {})
  }
  const unlisten = parts.wakeups.listen(policyChannel(parts), refresh)
  const timer = setInterval(refresh, lookAgainEvery)
  timer.unref()
  return {
    policy: async (from, version) => {
      if (version !== undefined) return await stored(from ?? db, version)
      return from || !latest ? await look(from ?? db) : latest.policy
    },
    stop: () => {
      clearInterval(timer)
      unlisten()
    },
  }
}

/**
 * A stored policy as this program can use it. A published one was valid to the program that it was published with.
 * @throws Error when nothing of it can be used.
 */
export function readStored(
  { version, source }: Pick<PolicyVersionRow, 'version' | 'source'>,
  shipped: Policy,
): Completed {
  const completed = completePolicy(parse(source), shipped)
  if (!completed) throw new Error(`policy ${version} cannot be used by this version of the program`)
  return { ...completed, policy: { ...completed.policy, version } }
}
