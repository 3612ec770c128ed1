/**
 * How long the dashboard, searches and a story take at the API, with 100,000 applications of the last thirty days; in a
 * Postgres of its own with its default settings, through HTTP on this machine:
 *
 *   npx tsx test/bench/looking-up.ts
 */
import { createHash, randomUUID } from 'node:crypto'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { BlobStore } from '../../src/blobs/blobs.ts'
import type { Actor } from '../../src/domain/permissions.ts'
import { reasonCodes } from '../../src/domain/reasons.ts'
import { buildApp } from '../../src/http/app.ts'
import type { ApiUseCases } from '../../src/http/use-cases.ts'
import { systemClock } from '../../src/platform/clock.ts'
import type { KeyedHash } from '../../src/platform/keyed-hash.ts'
import { silentLogger } from '../../src/platform/logger.ts'
import { staffUseCases } from '../../src/review/staff/use-cases.ts'
import type { Store } from '../../src/store/open-store.ts'
import { individual, policy } from '../unit/domain/sample.ts'
import { inOwnStore, outOfReach, quantile } from './api-bench.ts'

const APPLICATIONS = 100_000
const PEOPLE = 40
/** Every request once in each round; the first round warms up. */
const ROUNDS = 21

export interface LookingUpFigures {
  /** p50 and p95 of each, milliseconds from sending a request to having read its answer. */
  [what: string]: { p50: number; p95: number }
}

/** What the database can make as well: a plain hash in place of a keyed one takes as long to find. */
const plain: KeyedHash = (purpose, value) => createHash('sha256').update(`${purpose} ${value}`).digest('hex')
const hashed = (purpose: string, value: string) =>
  `encode(sha256(convert_to('${purpose} ' || ${value}, 'UTF8')), 'hex')`

export const benchLookingUp = (): Promise<LookingUpFigures> => inOwnStore(fill, measure)

const idOf = (n: number): string => `app_${String(n).padStart(26, '0')}`
const phoneOf = (n: number): string => `139${String(n).padStart(8, '0')}`

async function fill(store: Store): Promise<void> {
  const client = await store.pool.connect()
  const id = (prefix: string) => `'${prefix}_' || lpad(n::text, 26, '0')`
  const at = `now() - (${APPLICATIONS} - n) * interval '25 seconds'`
  const every = `generate_series(1, ${APPLICATIONS}) n`
  // Three of four go straight through; of the others half are returned, some are called, the rest is for a person.
  const status = `case when n % 20 < 15 then 'approved' when n % 20 < 17 then 'returned' when n % 20 = 17 then 'callback_pending'
    when n % 20 = 18 then 'review_pending' else 'rejected' end`
  const outcome = `case when n % 20 < 15 then 'approved' when n % 20 < 17 then 'resubmission_required'
    when n % 20 = 17 then 'callback_required' when n % 20 = 18 then 'manual_review' else 'rejected' end`
  // Some four hundred characters for each reason, as they have.
  const reason = `jsonb_build_object('code', (array['${reasonCodes.join(`','`)}'])[1 + (n * 7 + i * 13) % ${reasonCodes.length}],
    'severity', (array['review','info','callback'])[1 + (n + i) % 3], 'material', 'scene_signboard', 'field', null,
    'message', jsonb_build_object('zh', repeat('资料需要核实', 6), 'en', repeat('needs a look ', 6)),
    'hint', jsonb_build_object('zh', '无需重新提交', 'en', 'nothing to resubmit'),
    'internal', jsonb_build_object('zh', repeat('相似度 31%，', 8), 'en', repeat('likeness 31 %, ', 8)),
    'evidence', jsonb_build_object('observed', repeat('x', 200), 'threshold', 0.6))`
  const run = (text: string, values: unknown[] = []) => client.query(text, values)
  try {
    await run('set statement_timeout = 0')
    await run('set session_replication_role = replica')
    await run(`insert into account (id, name, display_name, roles, created_by, created_at, updated_at)
      select 'usr_' || lpad(n::text, 5, '0'), 'p' || n, '员工' || n, '{reviewer}', 'system', now(), now()
      from generate_series(1, ${PEOPLE}) n`)
    await run(`insert into application (id, reference, merchant_type, status, revision, run, created_at, updated_at)
      select ${id('app')}, 'R-' || n, case when n % 3 = 0 then 'micro_merchant' else 'individual_business' end,
        ${status}, 1, 1, ${at}, ${at} from ${every}`)
    await run(
      `insert into application_revision (application_id, revision, form, input_hash, created_at)
       select ${id('app')}, 1, jsonb_set($1::jsonb, '{contact,phone}', to_jsonb('139' || lpad(n::text, 8, '0'))), 'h', ${at} from ${every}`,
      [JSON.stringify(individual)],
    )
    const numbers: Record<string, string> = {
      id_number: hashed('id_number', `'P' || (n * 3 / 4)`),
      credit_code: hashed('credit_code', `'C' || n`),
      card_number: hashed('card_number', `'K' || n`),
      phone: hashed('phone', `'139' || lpad(n::text, 8, '0')`),
      address: hashed('address', `'A' || n % 50000`),
      device: hashed('device', `'D' || case when n % 20 = 1 then 0 else n end`),
      person_name: hashed('name', `'人' || n % 30000`),
      merchant_name: hashed('name', `'店' || n % 60000`),
    }
    for (const [kind, hash] of Object.entries(numbers)) {
      await run(`insert into document_number select ${id('app')}, 1, '${kind}', ${hash} from ${every}`)
    }
    await run(`insert into decision (id, application_id, revision, run, outcome, risk, policy_version, reasons, input, created_at)
      select ${id('dec')}, ${id('app')}, 1, 1, ${outcome}, n * 37 % 101, 'p',
        (select coalesce(jsonb_agg(${reason}), '[]') from generate_series(1, case when n % 20 < 15 then 1 else 3 end) i),
        repeat(md5(n::text), 100), ${at} + (n % 97) * interval '200 milliseconds' from ${every}`)
    await run(`insert into transition (application_id, revision, from_status, to_status, actor, at)
      select ${id('app')}, 1, step.f, step.t, 'system', ${at} + step.s * interval '3 seconds' from ${every},
        (values (null, 'submitted', 0), ('submitted', 'screening', 1), ('screening', 'deciding', 2)) step (f, t, s)`)
    await run(`insert into transition (application_id, revision, from_status, to_status, actor, at)
      select ${id('app')}, 1, 'deciding', ${status}, 'system', ${at} + interval '9 seconds' from ${every}`)
    await run(`insert into promise (application_id, number, given_at, terms, promised_at, remind_at, provisional, state, ended_at)
      select ${id('app')}, 1, ${at}, '{}', ${at} + interval '2 days', ${at} + interval '1 day', false,
        case when n % 20 < 15 or n % 20 = 19 then 'ended' else 'running' end,
        case when n % 20 < 15 or n % 20 = 19 then ${at} + interval '9 seconds' end from ${every}`)
    await run(`insert into review_case (id, application_id, revision, run, state, created_at, opened_at, due_at)
      select ${id('cas')}, ${id('app')}, 1, 1, 'open', ${at}, ${at}, ${at} + interval '1 day' from ${every} where n % 20 = 18`)
    await run(`insert into callback (id, application_id, revision, run, state, created_at, due_at, next_attempt_at)
      select ${id('cal')}, ${id('app')}, 1, 1, 'open', ${at}, ${at} + interval '1 day', ${at} from ${every} where n % 20 = 17`)
    await run(`insert into callback_attempt (callback_id, number, at, actor, outcome)
      select ${id('cal')}, k, ${at} + k * interval '1 hour', 'usr_' || lpad((1 + n % ${PEOPLE})::text, 5, '0'),
        (array['no_answer','busy','reached'])[k] from ${every}, generate_series(1, 3) k where n % 20 = 17`)
    await run(`insert into case_decision (id, case_id, application_id, revision, run, outcome, risk, policy_version, reasons, overrides,
        second_person, screen, state, decided_by, decided_at)
      select ${id('cde')}, ${id('cas')}, ${id('app')}, 1, 1, 'approved', 20, 'p', '[]', '[]', '[]', '{}', 'final',
        'usr_' || lpad((1 + n % ${PEOPLE})::text, 5, '0'), ${at} from ${every} where n % 20 in (16, 18)`)
    await run('vacuum (analyze)')
  } finally {
    client.release(true)
  }
}

const somebody: Actor = { id: 'usr_00001', roles: ['senior_reviewer'] }

type Question = (round: number) => { path: string; body?: Record<string, unknown> }

const search = (body: (n: number) => Record<string, unknown>): Question => {
  const path = '/v1/applications/search'
  return (round) => ({ path, body: body(1 + ((round * 7919) % APPLICATIONS)) })
}

const questions: Record<string, Question> = {
  'dashboard, 30 days': () => ({ path: '/v1/dashboard' }),
  'dashboard, a day': () => ({ path: '/v1/dashboard?from=2026-11-20&until=2026-11-20' }),
  'search by phone': search((n) => ({ phone: phoneOf(n) })),
  'search by a text': search((n) => ({ text: phoneOf(n) })),
  'search by name': search((n) => ({ name: `店${n % 60_000}` })),
  'search by reference': search((n) => ({ reference: `r-${n}` })),
  'search by its first letters': search(() => ({ reference: 'R-1' })),
  'search by status': search(() => ({ status: ['rejected'], merchantType: 'micro_merchant' })),
  'search by a status of none': search(() => ({ status: ['withdrawn', 'expired'] })),
  'search for nothing in particular': search((n) => ({ after: idOf(n) })),
  story: (round) => ({ path: `/v1/applications/${idOf(1 + ((round * 7919) % APPLICATIONS))}/story` }),
}

async function measure(store: Store): Promise<LookingUpFigures> {
  const blobs: BlobStore = outOfReach
  const staff = staffUseCases({
    db: store.db,
    clock: systemClock,
    policy: async () => policy,
    keyedHash: plain,
    blobs,
  })
  const useCases = new Proxy({ staff, enteredBy: async () => 'local' } as unknown as ApiUseCases, {
    get: (own, key) => Reflect.get(own, key) ?? outOfReach,
  })
  const whoAsks = { session: async () => null, client: async () => somebody, local: false }
  const app = await buildApp({ useCases, whoAsks, log: silentLogger, config: { version: 'bench' } })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const ask = async ({ path, body }: ReturnType<Question>): Promise<void> => {
    const answer = await fetch(`${address}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${randomUUID()}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(`${path}: ${text}`)
  }
  try {
    const taken = new Map<string, number[]>(Object.keys(questions).map((what) => [what, []]))
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [what, question] of Object.entries(questions)) {
        const started = performance.now()
        await ask(question(round))
        if (round > 0) taken.get(what)?.push(performance.now() - started)
      }
    }
    return Object.fromEntries(
      Array.from(taken, ([what, times]) => [what, { p50: quantile(times, 0.5), p95: quantile(times, 0.95) }]),
    )
  } finally {
    await app.close()
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const figures = await benchLookingUp()
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}`)
  console.log(`${APPLICATIONS} applications in thirty days, ${ROUNDS - 1} requests of each:`)
  for (const [what, { p50, p95 }] of Object.entries(figures)) {
    console.log(`  ${what.padEnd(34)} p50 ${p50} ms, p95 ${p95} ms`)
  }
}
