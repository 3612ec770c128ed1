import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Logger } from '../platform/logger.ts'
import type { CurrentPolicy } from '../review/deps.ts'
import { followPolicy } from '../review/policy/current-policy.ts'
import { keepPolicyFile, type PolicyText, publishShipped } from '../review/policy/shipped-policy.ts'
import type { Store } from '../store/open-store.ts'

interface Parts {
  config: Pick<Config, 'policyFile'>
  store: Store
  clock: Clock
  log: Logger
}

/** What to decide by: POLICY_FILE alone where it is set, otherwise what is published in the database. */
export async function openPolicy(
  { config, store, clock, log }: Parts,
  loaded: PolicyText,
): Promise<{ policy: CurrentPolicy; stop: () => void }> {
  const deps = { db: store.db, clock }
  if (config.policyFile !== null) {
    await keepPolicyFile(deps, loaded)
    log.warn({ policy: loaded.policy.version }, 'POLICY_FILE is set: it alone decides here, whatever is published')
    return { policy: async () => loaded.policy, stop: () => {} }
  }
  const standing = await publishShipped(deps, loaded)
  const { version } = loaded.policy
  if (standing === 'published') log.info({ policy: version }, 'the policy that ships was published')
  if (standing === 'newer') {
    log.warn(
      { shipped: version },
      'the program ships a newer policy than the one in force; see "zhunru policy diff current shipped"',
    )
  }
  if (standing === 'differs') {
    log.warn(
      { policy: version },
      'the policy that ships is kept with another text under the same version; the kept one decides',
    )
  }
  return followPolicy({ db: store.db, schema: store.schema, wakeups: store.wakeups, log, shipped: loaded.policy })
}
