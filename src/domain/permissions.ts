/** What a person may be; one person may be several. `api_client`: a program of the acquirer, with a key. */
export const roles = [
  'reviewer',
  'senior_reviewer',
  'caller',
  'ops',
  'policy_maker',
  'auditor',
  'administrator',
  'api_client',
] as const
export type Role = (typeof roles)[number]

/** Whose: of anybody, or only what is one's own (entered by oneself, claimed by oneself, one's own account). */
export type Reach = 'any' | 'own'

/**
 * Who may do what. The one table: a route names its permission, and what is not written here nobody may do. That nobody
 * decides what they entered, and nobody confirms what they decided, holds for all roles and is no matter of this table.
 */
export const permissions = {
  /** Uploads, submits, corrects, withdraws, appeals, ships. Staff do so for somebody at the counter, or to try it out. */
  'application.submit': {
    api_client: 'any',
    reviewer: 'own',
    senior_reviewer: 'own',
    ops: 'own',
    administrator: 'own',
  },
  /** With every value in the clear, as whoever handed it in knows them. */
  'application.read': { api_client: 'any', reviewer: 'own', senior_reviewer: 'own', ops: 'own', administrator: 'own' },
  'webhook.manage': { api_client: 'any', ops: 'any', administrator: 'any' },
  /** Ids and codes of what happens. */
  'event.follow': {
    api_client: 'any',
    reviewer: 'any',
    senior_reviewer: 'any',
    caller: 'any',
    ops: 'any',
    auditor: 'any',
  },
  /** By name, phone, ID or card number. */
  'application.search': { reviewer: 'any', senior_reviewer: 'any', caller: 'any', ops: 'any', auditor: 'any' },
  /** The whole story of one application, personal values masked. */
  'story.read': { reviewer: 'any', senior_reviewer: 'any', ops: 'any', auditor: 'any' },
  'photo.view': { api_client: 'any', reviewer: 'any', senior_reviewer: 'any', auditor: 'any' },
  /** One masked value in the clear, written down each time. */
  'personal.reveal': { reviewer: 'any', senior_reviewer: 'any', auditor: 'any' },

  'case.read': { reviewer: 'any', senior_reviewer: 'any', auditor: 'any' },
  /** Claim a free one, or take the next. */
  'case.claim': { reviewer: 'any', senior_reviewer: 'any' },
  /** Decide, comment, snooze, escalate, release. */
  'case.work': { reviewer: 'own', senior_reviewer: 'own' },
  /** Give somebody else's case to another. */
  'case.transfer': { reviewer: 'own', senior_reviewer: 'any', ops: 'any' },
  /** Confirm or refuse what another decided. */
  'case.second': { senior_reviewer: 'any' },
  /** Decide a closed case again, blind. */
  'case.look_again': { reviewer: 'any', senior_reviewer: 'any' },
  'quality.read': { senior_reviewer: 'any', policy_maker: 'any', auditor: 'any' },

  'callback.read': { caller: 'any', senior_reviewer: 'any', auditor: 'any' },
  'callback.claim': { caller: 'any' },
  'callback.work': { caller: 'own' },
  /** The phone number, written down each time. */
  'phone.reveal': { caller: 'own' },

  'dashboard.read': { senior_reviewer: 'any', ops: 'any', policy_maker: 'any', auditor: 'any', administrator: 'any' },
  'policy.propose': { policy_maker: 'any' },
  'policy.publish': { policy_maker: 'any' },
  'blocklist.change': { policy_maker: 'any', ops: 'any' },
  /** Queues, workers, failures, batches, datastores: ids, codes and counts. */
  'operations.read': { ops: 'any', auditor: 'any', administrator: 'any' },
  'metrics.read': { api_client: 'any', ops: 'any', administrator: 'any' },
  'queue.pause': { ops: 'any' },
  /** Says of a failure that it was looked at, and what it is. */
  'failure.note': { ops: 'any' },
  /** Tries a re-run out, asks for it, pauses and cancels it. */
  'rerun.start': { ops: 'any' },
  /** Lets run what another asked for. */
  'rerun.approve': { ops: 'any', administrator: 'any' },
  'audit.read': { auditor: 'any' },
  'account.manage': { administrator: 'any' },
} as const satisfies Record<string, Partial<Record<Role, Reach>>>
export type Permission = keyof typeof permissions

/** Who asks: a person with an account, or a program with a key. */
export interface Actor {
  /** `usr_…` of a person, `cli_…` of a program, `local` of whoever sits at the machine of an embedded installation. */
  id: string
  roles: readonly Role[]
}

const grantsOf = (permission: Permission): Partial<Record<Role, Reach>> => permissions[permission]

/** How far somebody's roles reach together; null where none of them may. */
export function reachOf({ roles }: Pick<Actor, 'roles'>, permission: Permission): Reach | null {
  const reaches = roles.map((role) => grantsOf(permission)[role])
  if (reaches.includes('any')) return 'any'
  return reaches.includes('own') ? 'own' : null
}

export const may = (actor: Pick<Actor, 'roles'>, permission: Permission): boolean => reachOf(actor, permission) !== null

/** All that somebody may do, for a console that shows no button in vain. */
export const permissionsOf = (actor: Pick<Actor, 'roles'>): Permission[] =>
  Object.keys(permissions)
    .filter(isPermission)
    .filter((permission) => may(actor, permission))

const isPermission = (name: string): name is Permission => Object.hasOwn(permissions, name)
