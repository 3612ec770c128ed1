import { sql } from 'kysely'
import type { Actor, Role } from '../../../../src/domain/permissions.ts'
import type { Evidence } from '../../../../src/domain/evidence.ts'
import type { RerunMode, RerunStep } from '../../../../src/domain/rerun-words.ts'
import { contentHash } from '../../../../src/platform/canonical.ts'
import { newId } from '../../../../src/platform/ids.ts'
import type { ScreeningRef } from '../../../../src/review/deps.ts'
import { openCallback, openCase } from '../../../../src/review/open-work.ts'
import { type CheckRef, recordCheckFailure, startCheck } from '../../../../src/review/record-evidence.ts'
import { beginReruns } from '../../../../src/review/rerun/begin-reruns.ts'
import type { RerunFilter } from '../../../../src/review/rerun/filter.ts'
import { rerunUseCases } from '../../../../src/review/rerun/use-cases.ts'
import { stranger } from '../../../support/strangers.ts'
import { type Changes, screening } from '../../../unit/domain/sample.ts'
import { reviewRoom, type Uploaded } from '../room.ts'

type Screened = Awaited<ReturnType<Awaited<ReturnType<typeof reviewRoom>>['screened']>>
/** With all that is read from its photos. */
type Application = Screened & { whole: Changes }

/** What is read from the photos, where it is read otherwise this time. */
function readOf(whole: Changes, { read = {} }: Changes): NonNullable<Changes['read']> {
  const business_licence = { ...whole.read?.business_licence, ...read.business_licence }
  return { ...whole.read, ...read, business_licence }
}

/** The review room with people of operations, and hands to let a run be done again. */
export async function rerunRoom() {
  const room = await reviewRoom()
  const { store, clock, deps, decide } = room
  const reruns = rerunUseCases({
    ...deps,
    channels: ['webhook', 'sms'],
    rerunAlone: 3,
  })

  const person = async (roles: Role[] = ['ops']): Promise<Actor> => {
    const id = newId('account', clock.at.getTime())
    await sql`insert into account (id, name, display_name, roles, created_by, created_at, updated_at)
      values (${id}, ${id}, ${`运维${id.slice(-4)}`}, ${roles}::text[], 'system', ${clock.at}, ${clock.at})`.execute(
      store.db,
    )
    return { id, roles }
  }

  const later = (seconds: number) => {
    clock.at = new Date(clock.at.getTime() + seconds * 1_000)
  }

  const isOcrOf = (kind: string) => (evidence: Evidence) => evidence.check === 'ocr' && evidence.kind === kind

  /** Its reading of one photo fails, so that it is decided to be looked at by a person, whose case is opened. */
  const withFailedReading = async (changes: Changes = {}, kind: 'bank_card' | 'id_portrait' = 'bank_card') => {
    const whole = stranger(changes)
    const application = { ...(await room.screened(whole, isOcrOf(kind))), whole }
    await recordCheckFailure(
      deps,
      { ...application.ref, check: 'ocr', slot: kind },
      'the model is missing',
      'FILE_OF_OURS_MISSING',
    )
    await decide(application.ref)
    await openCase(deps, application.ref)
    return application
  }

  /** Everything is done, and it is decided; whatever waits for people is opened. */
  const decided = async (changes: Changes = {}) => {
    const whole = stranger(changes)
    const application = { ...(await room.screened(whole)), whole }
    await decide(application.ref)
    await open(application.ref)
    return application
  }

  const open = (ref: ScreeningRef) => Promise.all([openCase(deps, ref), openCallback(deps, ref)])

  /** Asks for it, as if the dry run had just been looked at. */
  const start = async (
    actor: Actor,
    mode: RerunMode,
    filter: RerunFilter,
    { from, policy, rate = 1_000 }: { from?: RerunStep; policy?: string; rate?: number } = {},
  ) => {
    const plan = { mode, filter, rate, ...(from && { from }), ...(policy && { policy }) }
    const { count } = await reruns.try(plan)
    return await reruns.start({ ...plan, reason: '识别模型已补齐', count }, actor)
  }

  const begin = () => beginReruns(deps)

  /** The run that an item of the application has under way. */
  const asideOf = async (id: string): Promise<ScreeningRef> => {
    const { run, revision } = await store.db
      .selectFrom('rerun_item')
      .select(['run', 'revision'])
      .where('application_id', '=', id)
      .where('state', '=', 'running')
      .executeTakeFirstOrThrow()
    return { applicationId: id, revision, run: run ?? -1 }
  }

  /** Looks at what the run has to do again, as the workers do, and lets it be decided. @returns the checks that were done */
  const work = async (ref: ScreeningRef, { whole, materials }: Application, changes: Changes = {}) => {
    const done: string[] = []
    const { evidence } = screening({
      kinds: materials.map(({ kind }) => kind),
      ...whole,
      ...changes,
      read: readOf(whole, changes),
    })
    for (const each of evidence) {
      const slot = 'kind' in each ? each.kind : 'application'
      const subject = subjectOf(ref, slot, materials)
      const line: CheckRef = { ...ref, check: each.check, slot }
      const key = { subject, engineVersion: `again/${ref.run}` }
      if (await room.check(line, key, each)) done.push(`${each.check} ${slot}`)
    }
    await decide(ref)
    return done
  }

  const subjectOf = (ref: ScreeningRef, slot: string, materials: readonly Uploaded[]) =>
    contentHash({ ref, slot, sha256: materials.find(({ kind }) => kind === slot)?.sha256 ?? '' })

  const applicationOf = (id: string) =>
    store.db.selectFrom('application').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const decisionsOf = (id: string) =>
    store.db
      .selectFrom('decision')
      .select(['run', 'outcome', 'codes', 'reasons'])
      .where('application_id', '=', id)
      .orderBy('run')
      .execute()
  const itemOf = async (batch: string, id: string) => {
    const { items } = await reruns.items(batch, { limit: 200 })
    const found = items.find(({ application }) => application.id === id)
    if (!found) throw new Error(`batch ${batch} has no item of ${id}`)
    return found
  }
  const auditOf = (subject: string) =>
    store.db
      .selectFrom('audit_entry')
      .select(['actor', 'action', 'application_id', 'details'])
      .where('subject', '=', subject)
      .orderBy('id')
      .execute()

  return {
    ...room,
    reruns,
    person,
    later,
    withFailedReading,
    decided,
    open,
    start,
    begin,
    asideOf,
    work,
    applicationOf,
    decisionsOf,
    itemOf,
    auditOf,
    startCheck: (ref: CheckRef) => startCheck(deps, ref, { subject: 'x', engineVersion: 'y' }),
  }
}

/** While `act` goes on, an endpoint receives nothing. */
export async function disabled(
  { store }: Pick<Awaited<ReturnType<typeof rerunRoom>>, 'store'>,
  id: string,
  act: () => Promise<void>,
): Promise<void> {
  const set = (state: 'disabled' | 'enabled') =>
    store.db.updateTable('webhook_endpoint').set({ state }).where('id', '=', id).execute()
  await set('disabled')
  try {
    await act()
  } finally {
    await set('enabled')
  }
}
