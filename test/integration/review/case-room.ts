import { expect } from 'vitest'
import { sql } from 'kysely'
import type { Actor, Role } from '../../../src/domain/permissions.ts'
import { newId } from '../../../src/platform/ids.ts'
import { caseUseCases } from '../../../src/review/cases/case-use-cases.ts'
import { openCase } from '../../../src/review/open-work.ts'
import type { CaseRow } from '../../../src/store/schema-people.ts'
import type { ScreeningRef } from '../../../src/review/deps.ts'
import { reviewRoom } from './room.ts'

/** The review room with reviewers and cases for them. */
export async function caseRoom() {
  const room = await reviewRoom()
  const { store, clock, deps, submit } = room
  const cases = caseUseCases(deps)
  const start = clock.at

  const person = async (roles: Role[] = ['reviewer'], skills: string[] = []): Promise<Actor> => {
    const id = newId('account', start.getTime())
    await store.db
      .insertInto('account')
      .values({
        id,
        name: id.toLowerCase(),
        display_name: `员工${id.slice(-4)}`,
        roles,
        skills,
        password_hash: null,
        totp_sealed: null,
        totp_confirmed_at: null,
        totp_last_step: null,
        issuer: null,
        subject: null,
        locked_until: null,
        created_by: 'system',
        created_at: start,
        updated_at: start,
        signed_in_at: null,
      })
      .execute()
    return { id, roles }
  }

  const put = (id: string, status: 'review_pending' | 'returned' | 'rejected' | 'submitted') =>
    store.db.updateTable('application').set({ status }).where('id', '=', id).execute()

  const rowOf = (applicationId: string): Promise<CaseRow> =>
    store.db
      .selectFrom('review_case')
      .selectAll()
      .where('application_id', '=', applicationId)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()

  /** An application that waits for a reviewer, without what had to be seen for that, and its case. */
  const opened = async ({
    enteredBy,
    ...changes
  }: Partial<Pick<CaseRow, 'risk' | 'skills' | 'codes'>> & { dueAt?: Date; enteredBy?: Actor } = {}): Promise<
    ScreeningRef & { caseId: string }
  > => {
    const { id } = await submit([])
    const entered_by = enteredBy?.id ?? 'local'
    await store.db
      .updateTable('application')
      .set({ status: 'review_pending', entered_by })
      .where('id', '=', id)
      .execute()
    const ref = room.screeningOf({ id })
    await openCase(deps, ref)
    const { dueAt, ...set } = changes
    const row = await store.db
      .updateTable('review_case')
      .set({ ...set, ...(dueAt && { due_at: dueAt }), version: 0 })
      .where('application_id', '=', id)
      .returning('id')
      .executeTakeFirstOrThrow()
    return { ...ref, caseId: row.id }
  }

  const statusOf = async (applicationId: string): Promise<string> => {
    const { status } = await store.db
      .selectFrom('application')
      .select('status')
      .where('id', '=', applicationId)
      .executeTakeFirstOrThrow()
    return status
  }

  const stepsOf = async (caseId: string): Promise<string[]> => {
    const rows = await store.db
      .selectFrom('case_step')
      .select(['what'])
      .where('case_id', '=', caseId)
      .orderBy('id')
      .execute()
    return rows.map(({ what }) => what)
  }

  const eventsOf = async (applicationId: string): Promise<string[]> => {
    const rows = await store.db
      .selectFrom('event')
      .select('type')
      .where('application_id', '=', applicationId)
      .where('type', 'like', 'case.%')
      .orderBy('id')
      .execute()
    return rows.map(({ type }) => type)
  }

  /** Whatever is not closed is, so that a test has the list to itself. */
  const clear = () =>
    sql`update review_case set state = 'closed', assignee = null, lease_until = null, closed_at = opened_at where state <> 'closed'`.execute(
      store.db,
    )

  const later = (minutes: number): void => {
    clock.at = new Date(clock.at.getTime() + minutes * 60_000)
  }
  const reset = (): void => {
    clock.at = start
  }

  return { ...room, cases, person, put, rowOf, opened, statusOf, stepsOf, eventsOf, clear, later, reset, start }
}

export const code = (code: string): unknown => expect.objectContaining({ code })
