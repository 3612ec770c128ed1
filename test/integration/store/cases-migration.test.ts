import type { Kysely } from 'kysely'
import { expect, test } from 'vitest'
import { down, up } from '../../../src/store/migrations/0013-cases.ts'
import { testStore } from '../../support/postgres.ts'

const { pool, db: typed } = await testStore()
// Migrations know no tables.
const db = typed as unknown as Kysely<unknown>

test('cases from before they had a life: open again, due with their promise, one for each application', async () => {
  await down(db)
  await pool.query(`
    insert into application (id, reference, merchant_type, status, revision, run, entered_by) values
      ('app_1', 'A-1', 'micro_merchant', 'review_pending', 1, 2, 'usr_1'),
      ('app_2', 'A-2', 'micro_merchant', 'review_pending', 1, 1, 'local'),
      ('app_3', 'A-3', 'micro_merchant', 'approved', 1, 1, 'local')`)
  await pool.query(`insert into application_revision (application_id, revision, form, input_hash)
    select id, 1, '{}', 'x' from application`)
  await pool.query(`insert into decision (id, application_id, revision, run, outcome, risk, policy_version, reasons) values
    ('dec_2', 'app_2', 1, 1, 'manual_review', 47, 'p', '[{"code":"DATA_SHARED","severity":"review"},{"code":"SCENE_STALE","severity":"info"}]')`)
  await pool.query(`insert into promise (application_id, number, given_at, terms, promised_at, remind_at, provisional) values
    ('app_2', 1, '2026-11-20', '{}', '2026-11-25T10:00:00Z', '2026-11-25', false)`)
  await pool.query(`insert into review_case (id, application_id, revision, run, state, created_at) values
    ('cas_1', 'app_1', 1, 1, 'open', '2026-11-20T10:00:00Z'), ('cas_2', 'app_1', 1, 2, 'open', '2026-11-21T10:00:00Z'),
    ('cas_3', 'app_2', 1, 1, 'claimed', '2026-11-22T10:00:00Z'), ('cas_4', 'app_3', 1, 1, 'closed', '2026-11-22T10:00:00Z')`)
  await up(db)
  const { rows } = await pool.query(
    `select id, state, risk, codes, entered_by, due_at, closed_at from review_case order by id`,
  )
  const at = (text: string) => new Date(text)
  expect(rows).toMatchObject([
    { id: 'cas_1', state: 'closed', closed_at: at('2026-11-20T10:00:00Z') },
    { id: 'cas_2', state: 'open', risk: 0, codes: [], entered_by: 'usr_1', due_at: at('2026-11-21T10:00:00Z') },
    { id: 'cas_3', state: 'open', risk: 47, codes: ['DATA_SHARED'], due_at: at('2026-11-25T10:00:00Z') },
    { id: 'cas_4', state: 'closed', closed_at: at('2026-11-22T10:00:00Z') },
  ])
})
