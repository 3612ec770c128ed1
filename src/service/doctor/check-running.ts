import { type Kysely, sql } from 'kysely'
import { queueNames } from '../../../queues/index.ts'
import type { Config } from '../../platform/config.ts'
import { RECONCILE_EVERY_MS, readReconciler } from '../../store/reconciler-counts.ts'
import type { Database } from '../../store/schema.ts'
import { isCurrent } from '../../review/failures/failure-rows.ts'
import { listProcesses, type ProcessRecord } from '../../review/operations/processes.ts'
import { readQueueStates } from '../../review/operations/queue-control.ts'
import { policyInForce } from '../../review/policy/policy-versions.ts'
import { overdueInOutbox } from '../../store/overdue-messages.ts'
import { loadPolicy } from '../load-policy.ts'
import { errorText } from './check.ts'
import type { ExaminedDatabase } from './database.ts'
import { type Finding, found } from './finding.ts'

/** Milliseconds that a message may wait for the relay, which polls each second even when nobody wakes it. */
const OUTBOX_PATIENCE = 60_000
/** Looks that the reconciler may leave out. */
const LOOKS_MISSED = 4
const HOUR = 3_600_000
/** Milliseconds in which a worker may load its models and answer its first canary. */
const YOUNG = 60_000

type Db = Kysely<Database>

const lacking = {
  api: { zh: '无法收件，工作台打不开', en: 'nothing is taken in, and there is no console' },
  worker: { zh: '进件不会被检查和决策', en: 'nothing is checked or decided' },
  relay: { zh: '任务不会派发，丢失的任务无人补发', en: 'nothing is handed to the queues, and nothing lost is found' },
}

/** Who runs, and whether all that there is to do has somebody to do it. */
export async function checkProcesses({ db }: ExaminedDatabase): Promise<Finding[]> {
  const processes = await listProcesses({ db })
  const alive = processes.filter(({ state }) => state === 'running')
  const nameOf = ({ host, pid, roles }: ProcessRecord) => `${host}/${pid} (${roles.join(', ')})`
  const others = processes.flatMap((each) => {
    if (each.state === 'silent') return [found('PROCESS_SILENT', { process: nameOf(each) })]
    return each.state === 'stopping' ? [found('PROCESS_STOPPING', { process: nameOf(each) })] : []
  })
  if (alive.length === 0) return [found('NOTHING_RUNS'), ...others]
  const missing = (['api', 'worker', 'relay'] as const)
    .filter((role) => alive.every(({ roles }) => !roles.includes(role)))
    .map((role) => found('ROLE_MISSING', { role, what: lacking[role] }))
  const served = new Set(alive.flatMap(({ queues }) => queues))
  const unserved = queueNames.filter((name) => !served.has(name))
  const partly = served.size > 0 && unserved.length > 0
  const versions = [...new Set(alive.map(({ version }) => version))].toSorted()
  const count = (role: string) => alive.filter(({ roles }) => roles.some((each) => each === role)).length
  const roles = ['api', 'worker', 'relay'].map((role) => `${count(role)} ${role}`).join(', ')
  return [
    found('PROCESSES_OK', { count: alive.length, roles }),
    ...missing,
    ...(partly ? [found('QUEUE_UNSERVED', { queues: unserved.join(',') })] : []),
    ...(versions.length > 1 ? [found('VERSIONS_DIFFER', { versions: versions.join(', ') })] : []),
    ...others,
  ]
}

/** Workers that have just started have not answered yet what was asked while none was there. */
export async function checkCanaries({ db }: ExaminedDatabase): Promise<Finding[]> {
  const now = (await databaseTime(db)).getTime()
  const states = await readQueueStates({ db })
  const late = states.flatMap(({ name, canary }) => (canary?.lateSince ? [{ name, since: canary.lateSince }] : []))
  const queues = late.map(({ name }) => name).join(', ')
  const seconds = Math.round((now - Math.min(...late.map(({ since }) => Date.parse(since)))) / 1_000)
  const workers = (await listProcesses({ db })).filter(
    ({ state, queues: served }) => state === 'running' && served.length > 0,
  )
  const young = workers.length > 0 && workers.every(({ startedAt }) => now - Date.parse(startedAt) < YOUNG)
  const paused = states.flatMap(({ name, paused: pause }) =>
    pause ? [found('QUEUE_PAUSED', { queue: name, minutes: Math.round((now - Date.parse(pause.at)) / 60_000) })] : [],
  )
  if (late.length > 0)
    return [...paused, young ? found('CANARY_YOUNG', { queues }) : found('CANARY_LATE', { queues, seconds })]
  return states.some(({ canary }) => canary !== null) ? [...paused, found('CANARIES_OK')] : paused
}

/** Times are Postgres's: the clock of this machine may be another. */
export async function checkFlow({ db }: ExaminedDatabase): Promise<Finding[]> {
  const now = await databaseTime(db)
  const runs = (await listProcesses({ db })).some(({ state }) => state === 'running')
  const [{ lookedAt }, outbox, failures] = await Promise.all([
    readReconciler(db, now),
    overdueInOutbox(db, new Date(now.getTime() - OUTBOX_PATIENCE)),
    countFailures(db, now),
  ])
  const ago = (at: Date) => Math.max(0, Math.round((now.getTime() - at.getTime()) / 1_000))
  const seconds = lookedAt === null ? null : ago(new Date(lookedAt))
  const late = seconds !== null && seconds * 1_000 > LOOKS_MISSED * RECONCILE_EVERY_MS
  return [
    // Where nothing runs, that is the finding.
    ...(runs && seconds !== null ? [found(late ? 'RECONCILER_LATE' : 'RECONCILER_OK', { seconds })] : []),
    outbox.oldest === null
      ? found('OUTBOX_OK')
      : found('OUTBOX_LATE', { count: outbox.count, seconds: ago(outbox.oldest) }),
    failures.count === 0 ? found('FAILURES_NONE') : found('FAILURES', failures),
  ]
}

export async function checkPeople({ db }: ExaminedDatabase): Promise<Finding[]> {
  // As firstAdministrator asks: one who can sign in, by password or at the OpenID provider.
  const administrator = await db
    .selectFrom('account')
    .select('id')
    .where('state', '=', 'enabled')
    .where((eb) => eb(eb.val('administrator'), '=', eb.fn.any('roles')))
    .where((eb) => eb.or([eb('password_hash', 'is not', null), eb('subject', 'is not', null)]))
    .executeTakeFirst()
  return [found(administrator ? 'ADMINISTRATOR_OK' : 'ADMINISTRATOR_NONE')]
}

export async function checkPolicy(
  { db }: ExaminedDatabase,
  { policyFile }: Pick<Config, 'policyFile'>,
): Promise<Finding[]> {
  const row = await policyInForce(db)
  const version = row?.version ?? '–'
  if (policyFile !== null) {
    try {
      await loadPolicy(policyFile)
      return [found('POLICY_FROM_FILE', { version })]
    } catch (error) {
      return [found('POLICY_FILE_WRONG', { error: errorText(error) })]
    }
  }
  return [row ? found('POLICY_OK', { version }) : found('POLICY_NONE')]
}

async function databaseTime(db: Db): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db)
  const [row] = rows
  if (!row) throw new Error('Postgres did not say what time it is')
  return row.at
}

async function countFailures(db: Db, now: Date): Promise<{ count: number; current: number }> {
  const { rows } = await sql<{ count: number; current: number }>`
    select count(*)::int as count, count(*) filter (where ${isCurrent})::int as current
    from failure f join application a on a.id = f.application_id
    where f.last_seen >= ${new Date(now.getTime() - HOUR)}`.execute(db)
  return rows[0] ?? { count: 0, current: 0 }
}
