import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { keyedHash } from '../../../src/platform/keyed-hash.ts'
import { storeEvidence, photoSubject } from '../../../src/review/record-evidence.ts'
import { submitApplication } from '../../../src/review/submit-application.ts'
import { loadFlowParts } from '../../../src/store/flow-parts.ts'
import { planFlow } from '../../../src/queueing/plan-flow.ts'
import { jobsOf } from '../../../src/queueing/flow-plan.ts'
import { stranger } from '../../support/strangers.ts'
import { policy, screening } from '../../unit/domain/sample.ts'
import { reviewRoom } from './room.ts'

const { store, deps, uploadAll } = await reviewRoom()

test('what was measured at upload is settled with the submission, and needs no job', async () => {
  const materials = await uploadAll()
  const { evidence } = screening()
  const measured = materials.filter(({ kind }) => kind !== 'bank_card')
  await store.db.transaction().execute(async (trx) => {
    for (const photo of measured) {
      const clarity = evidence.find((each) => each.check === 'clarity' && each.kind === photo.kind)
      await storeEvidence(trx, { subject: photoSubject(photo), engineVersion: 'test/1' }, clarity!, deps.clock.now())
    }
  })
  const submitting = {
    ...deps,
    policy: async () => policy,
    keyedHash: keyedHash('7'.repeat(64)),
    clarityVersion: 'test/1',
  }
  const { id } = await submitApplication(submitting, {
    form: { ...stranger().form, reference: `A-${randomUUID()}` },
    materials: materials.map(({ kind, id: material }) => ({ kind, id: material })),
    enteredBy: 'local',
    idempotencyKey: randomUUID(),
  })

  const lines = await store.db
    .selectFrom('check_run')
    .select(['slot', 'status', 'evidence_id'])
    .where('application_id', '=', id)
    .where('check', '=', 'clarity')
    .execute()
  const open = lines.filter(({ status }) => status === 'pending').map(({ slot }) => slot)
  expect([lines.length, open]).toEqual([7, ['bank_card']])
  expect(lines.filter(({ status, evidence_id }) => status === 'done' && evidence_id !== null)).toHaveLength(6)

  const ref = { applicationId: id, revision: 1, run: 1 }
  const parts = await loadFlowParts(store.db, ref)
  const jobs = jobsOf(planFlow({ ...ref, materials: parts.materials }, parts.settled)).map(({ queue }) => queue)
  expect(jobs.filter((queue) => queue === 'photo-clarity')).toHaveLength(1)
  expect(jobs.filter((queue) => queue === 'document-ocr')).toHaveLength(7)

  const told = await store.db
    .selectFrom('event')
    .select('type')
    .where('application_id', '=', id)
    .orderBy('id')
    .execute()
  expect(told.map(({ type }) => type)).toEqual(['application.submitted', ...Array(6).fill('check.done')])
})
