import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { localBlobs } from '../../../src/blobs/local-blobs.ts'
import type { ApplicationForm, MaterialKind } from '../../../src/domain/application.ts'
import type { Evidence } from '../../../src/domain/evidence.ts'
import { contentHash } from '../../../src/platform/canonical.ts'
import { keyedHash } from '../../../src/platform/keyed-hash.ts'
import { type AcceptDeps, acceptMaterial } from '../../../src/review/accept-material.ts'
import { secretBox } from '../../../src/platform/secret-box.ts'
import { decideApplication, type DecideDeps } from '../../../src/review/decide-application.ts'
import type { ScreeningRef } from '../../../src/review/deps.ts'
import { type CheckRef, type EvidenceKey, recordEvidence, startCheck } from '../../../src/review/record-evidence.ts'
import { addWebhook } from '../../../src/review/webhook-endpoints.ts'
import { submitApplication } from '../../../src/review/submit-application.ts'
import type { Database } from '../../../src/store/schema.ts'
import { testStore } from '../../support/postgres.ts'
import { stranger } from '../../support/strangers.ts'
import { type Changes, individual, policy, screening, shopKinds } from '../../unit/domain/sample.ts'

export type Uploaded = { kind: MaterialKind; id: string; sha256: string }

/** Makes of a faultless application one that is returned. */
export const blurred: Changes = {
  clarity: {
    scene_interior: { clarity: 5, factors: { sharpness: 0.05, noise: 1, size: 1, exposure: 1, clipping: 1 } },
  },
}

/** The use cases on a Postgres schema and a folder of their own, and hands to lead an application through them. */
export async function reviewRoom() {
  const store = await testStore()
  const folder = await mkdtemp(join(tmpdir(), 'zhunru-review-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const clock = { at: new Date('2026-11-23T02:00:00Z'), now: () => clock.at }
  const deps = { db: store.db, clock, policy: async () => policy }
  const blobs = localBlobs(folder)
  const secrets = secretBox('5'.repeat(64))
  /** Where webhooks go; `post` is the business of the tests that send. */
  const endpoint = await addWebhook(
    { ...deps, secrets, allowPrivate: false, post: () => Promise.reject(new Error('not posted')) },
    { url: 'https://integrator.example/hook', types: null, kind: 'v1' },
  )
  /** What the match needs; nobody outside is asked. */
  const matching = { ...deps, keyedHash: keyedHash('7'.repeat(64)), verify: { bank: null, registry: null } }
  const facts = { mime: 'image/jpeg' as const, width: 1600, height: 1200 }
  const accepting: AcceptDeps = {
    ...deps,
    blobs,
    policy: async () => policy,
    look: () => Promise.resolve({ facts, clarity: null }),
    clarityVersion: 'test/1',
  }

  /** Any bytes: whether they are a photo is the business of `look`. */
  const upload = async (kind: MaterialKind, content: string | Uint8Array = randomUUID()): Promise<Uploaded> => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    const input = { kind, bytes, fileName: `${kind}.jpg` }
    return acceptMaterial(accepting, input)
  }

  const uploadAll = (kinds: readonly MaterialKind[] = shopKinds): Promise<Uploaded[]> =>
    Promise.all(kinds.map((kind) => upload(kind)))

  const submit = async (
    materials: readonly Uploaded[],
    { form = stranger().form, key = randomUUID() }: { form?: Partial<ApplicationForm>; key?: string } = {},
  ) =>
    submitApplication(
      { ...deps, policy: async () => policy, keyedHash: keyedHash('7'.repeat(64)) },
      {
        form: { ...individual, reference: `A-${randomUUID()}`, ...form } as ApplicationForm,
        materials: materials.map(({ kind, id }) => ({ kind, id })),
        enteredBy: 'local',
        idempotencyKey: key,
      },
    )

  const screeningOf = ({ id }: { id: string }): ScreeningRef => ({ applicationId: id, revision: 1, run: 1 })

  /** Looks at one thing and writes the evidence down, as a worker does. @returns whether it had to look. */
  const check = async (ref: CheckRef, key: EvidenceKey, evidence: Evidence): Promise<boolean> => {
    const { go } = await startCheck(deps, ref, key)
    if (go) await recordEvidence(deps, ref, key, evidence)
    return go
  }

  /** All checks of a faultless application but for the changes; those in `leave` are not done. */
  const checkAll = async (
    ref: ScreeningRef,
    materials: readonly Uploaded[],
    changes: Changes = {},
    leave: (evidence: Evidence) => boolean = () => false,
  ): Promise<void> => {
    const { evidence } = screening({ kinds: materials.map(({ kind }) => kind), ...changes })
    for (const e of evidence.filter((each) => !leave(each))) {
      const slot = 'kind' in e ? e.kind : 'application'
      const subject = contentHash({ slot, ref, sha256: materials.find(({ kind }) => kind === slot)?.sha256 ?? '' })
      await check({ ...ref, check: e.check, slot }, { subject, engineVersion: 'test/1' }, e)
    }
  }

  /** Uploads, submits and checks; the decision is the test's own. Of a person of its own when no form is given. */
  const screened = async (changes: Changes = {}, leave?: (evidence: Evidence) => boolean) => {
    const materials = await uploadAll(changes.kinds)
    const whole = changes.form ? { ...changes, form: changes.form } : stranger(changes)
    const { reference: _, ...form } = whole.form
    const application = await submit(materials, { form })
    const ref = screeningOf(application)
    await checkAll(ref, materials, whole, leave)
    return { ...application, ref, materials, form: whole.form }
  }

  const key = keyedHash('7'.repeat(64))
  const deciding = { ...deps, policy: async () => policy, keyedHash: key, draw: () => null }
  const decide = (ref: ScreeningRef, channels: DecideDeps['channels'] = ['webhook', 'sms']): Promise<void> =>
    decideApplication({ ...deciding, channels }, ref)

  const lineOf = (ref: CheckRef) =>
    store.db
      .selectFrom('check_run')
      .selectAll()
      .where('application_id', '=', ref.applicationId)
      .where('run', '=', ref.run)
      .where('check', '=', ref.check)
      .where('slot', '=', ref.slot)
      .executeTakeFirstOrThrow()

  /** The rows of one application. */
  const rowsOf = (table: 'decision' | 'effect' | 'transition' | 'event' | 'review_case' | 'callback', id: string) =>
    store.pool.query<Record<string, unknown>>(`select * from "${table}" where application_id = $1 order by id`, [id])

  const jobsOf = async (id: string): Promise<{ queue: string; payload: Record<string, unknown> }[]> => {
    const { rows } = await store.pool.query(
      `select message from outbox where message->>'kind' = 'job' and message->'payload'->>'applicationId' = $1 order by id`,
      [id],
    )
    return rows.map(({ message }) => ({ queue: message.queue, payload: message.payload }))
  }

  const count = async (table: keyof Database): Promise<number> => {
    const { rows } = await store.pool.query<{ n: number }>(`select count(*)::int as n from "${table}"`)
    return rows[0]?.n ?? -1
  }

  return {
    store,
    folder,
    clock,
    deps,
    secrets,
    endpoint,
    matching,
    blobs,
    accepting,
    upload,
    uploadAll,
    submit,
    screeningOf,
    check,
    checkAll,
    screened,
    decide,
    lineOf,
    rowsOf,
    jobsOf,
    count,
  }
}
