import { beforeAll, describe, expect, it } from 'vitest'
import { storyView } from '../../../../src/contracts/story-view.ts'
import type { Actor } from '../../../../src/domain/permissions.ts'
import type { StoryRecord } from '../../../../src/review/staff/story-record.ts'
import { idNumber } from '../../../unit/domain/sample.ts'
import { blurred } from '../room.ts'
import { staffRoom } from './staff-room.ts'

const { screened, decide, staff, person, audited, store } = await staffRoom()

let reviewer: Actor
let application: Awaited<ReturnType<typeof screened>>
let story: StoryRecord

beforeAll(async () => {
  reviewer = await person('李审核', 'reviewer')
  application = await screened({
    read: {
      business_licence: {
        operator: {
          value: '李四',
          confidence: 0.97,
          box: [
            [1, 2],
            [30, 2],
            [30, 9],
            [1, 9],
          ],
        },
        scope: '零售；电话 0755-12345678',
      },
    },
    scene: {
      photos: [],
    },
  })
  await decide(application.ref)
  const found = await staff.story(application.id, reviewer)
  if (!found) throw new Error('no story')
  story = found
})

describe('the story of an application', () => {
  it('keeps to the shape that the API promises', () => {
    expect(() => storyView.parse(JSON.parse(JSON.stringify(story)))).not.toThrow()
  })

  it('is not there for an id that is none', async () => {
    expect(await staff.story('app_000', reviewer)).toBeNull()
  })

  it('says of each read that it happened, and by whom', async () => {
    const entries = await audited('story.read')
    expect(entries).toEqual([
      { actor: reviewer.id, application_id: application.id, subject: null, details: { revision: 1 } },
    ])
  })

  it('lays the form beside what was read, the conflict with its verdict and its place on the photo', () => {
    const row = story.form.find(({ field }) => field === 'legalPerson.name')
    expect(row).toMatchObject({ value: '陈**', masked: true, verdict: 'MISMATCH', changed: false })
    const [first] = row?.against ?? []
    expect(first).toMatchObject({
      source: 'business_licence',
      field: 'operator',
      value: '李*',
      masked: true,
      verdict: 'MISMATCH',
      confidence: 0.97,
      materialId: application.materials.find(({ kind }) => kind === 'business_licence')?.id,
    })
    expect(first?.box).toHaveLength(4)
  })

  it('puts conflicts first', () => {
    expect(story.matches?.[0]?.verdict).toBe('MISMATCH')
    expect(story.matches?.at(-1)?.verdict).not.toBe('MISMATCH')
  })

  it('shows no personal value in the clear', () => {
    const text = JSON.stringify(story)
    const { form } = application
    for (const secret of [
      form.legalPerson.idNumber,
      form.legalPerson.name,
      form.contact.phone,
      form.settlementAccount.cardNumber,
      idNumber,
      '1990-03-07',
      '李四',
      '0755-12345678',
    ]) {
      expect(text).not.toContain(secret)
    }
  })

  it('marks what the photos are read for, in the order in which people look', () => {
    const portrait = story.photos.find(({ kind }) => kind === 'id_portrait')
    expect(portrait?.fields.map(({ field, needed }) => [field, needed])).toEqual([
      ['name', true],
      ['sex', false],
      ['ethnicity', false],
      ['birthDate', false],
      ['address', false],
      ['idNumber', true],
    ])
    expect(portrait?.fields.map(({ value }) => value)).toEqual([
      '陈**',
      'male',
      '*',
      '1990-**-**',
      '******',
      expect.stringMatching(/^\d{6}\*{8}.{4}$/),
    ])
  })

  it('holds the reasons as reviewers and as the applicant see them', () => {
    const reason = story.reasons.find(({ code }) => code === 'LIC_OPERATOR_MISMATCH')
    expect(reason).toMatchObject({
      severity: 'review',
      tellApplicant: true,
      fraud: false,
      material: 'business_licence',
    })
    expect(reason?.internal.zh).not.toBe(reason?.message.zh)
    expect(reason?.materialId).toBe(application.materials.find(({ kind }) => kind === 'business_licence')?.id)
  })

  it('names the evidence that each check left', () => {
    expect(story.checks.length).toBeGreaterThan(8)
    expect(story.checks.every(({ evidenceId, engine }) => evidenceId !== null && engine === 'test/1')).toBe(true)
  })

  it('has each decision with its policy, and each step with who made it', () => {
    expect(story.decisions).toHaveLength(1)
    expect(story.decisions[0]).toMatchObject({ by: { kind: 'system' }, confirmedBy: null, outcome: 'manual_review' })
    expect(story.history[0]).toMatchObject({ from: null, to: 'submitted', by: { kind: 'applicant' } })
    expect(story.history.at(-1)).toMatchObject({ to: 'review_pending', by: { kind: 'system' } })
  })
})

describe('a story with revisions', () => {
  it('says what each changed: fields masked, photos by their ids', async () => {
    const first = await screened(blurred)
    await decide(first.ref)
    const [replaced] = first.materials.filter(({ kind }) => kind === 'scene_interior')
    // As a resubmission leaves it.
    await store.pool.query(
      `insert into material select 'mat_new', kind, repeat('a', 64), bytes, mime, width, height, blob, created_at from material where id = $1`,
      [replaced?.id],
    )
    await store.pool.query(
      `insert into application_revision select application_id, 2, jsonb_set(form, '{contact,phone}', '"13700000000"'), 'h', created_at
       from application_revision where application_id = $1`,
      [first.id],
    )
    await store.pool.query(
      `insert into revision_material select application_id, 2, kind,
         case kind when 'scene_interior' then 'mat_new' else material_id end from revision_material where application_id = $1`,
      [first.id],
    )
    await store.pool.query(`update application set revision = 2, status = 'submitted' where id = $1`, [first.id])
    const told = await staff.story(first.id, reviewer)
    const [second, original] = told?.revisions ?? []
    expect(original).toMatchObject({ revision: 1, outcome: 'resubmission_required', fields: [] })
    expect(original?.photos.every(({ change, before }) => change === 'added' && before === null)).toBe(true)
    expect(second?.photos).toEqual([
      {
        kind: 'scene_interior',
        name: expect.anything(),
        change: 'replaced',
        before: replaced?.id,
        after: 'mat_new',
      },
    ])
    expect(second?.fields).toEqual([
      {
        field: 'contact.phone',
        name: { zh: '手机号', en: 'phone number' },
        before: { value: expect.stringMatching(/^139\*{4}\d{4}$/), masked: true },
        after: { value: '137****0000', masked: true },
      },
    ])
    expect(told?.form.find(({ field }) => field === 'contact.phone')).toMatchObject({ changed: true })
    expect(told?.outcome).toBeNull()
  })
})
