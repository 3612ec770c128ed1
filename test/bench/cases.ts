/**
 * How long the list of cases takes at the API, with 10,000 that are not closed behind 100,000 that are, filtered in every way that
 * the inbox knows; in a Postgres of its own with its default settings, through HTTP on this machine:
 *
 *   npx tsx test/bench/cases.ts
 */
import { randomUUID } from 'node:crypto'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { caseSkills } from '../../src/domain/skill-names.ts'
import type { Actor } from '../../src/domain/permissions.ts'
import { reasonCodes } from '../../src/domain/reasons.ts'
import { buildApp } from '../../src/http/app.ts'
import type { ApiUseCases } from '../../src/http/use-cases.ts'
import { silentLogger } from '../../src/platform/logger.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { caseUseCases } from '../../src/review/cases/case-use-cases.ts'
import type { Store } from '../../src/store/open-store.ts'
import { policy } from '../unit/domain/sample.ts'
import { inOwnStore, outOfReach, quantile } from './api-bench.ts'

const OPEN = 10_000
const CLOSED = 100_000
const PEOPLE = 40
/** Every request once in each round; the first round warms up. */
const ROUNDS = 12

export interface CaseListFigures {
  /** Milliseconds, of all requests. */
  p50: number
  p95: number
  requests: number
  /** p95 of each query, milliseconds, the slowest first. */
  slowest: { query: string; p95: number }[]
}

/** The inbox's tabs, filters, orders and pages. */
const queries = [
  '',
  'state=open',
  'state=claimed',
  'state=waiting',
  'state=closed',
  'mine=true',
  'free=true',
  'second=true',
  'overdue=true',
  'escalated=true',
  'snoozed=true',
  'reason=SCENE_SIGN_MISMATCH',
  'merchantType=micro_merchant',
  'skill=fraud',
  'reference=R-99',
  'reference=R-104217',
  'sort=risk',
  'sort=created',
  'sort=risk&overdue=true&merchantType=individual_business',
  'free=true&skill=scene&reason=SCENE_REUSED&limit=200',
  'state=closed&merchantType=micro_merchant',
]

/** Milliseconds of `GET /v1/cases`, from sending a request to having read its answer. */
export const benchCaseList = (): Promise<CaseListFigures> => inOwnStore(fill, measure)

const reviewer: Actor = { id: 'usr_00001', roles: ['senior_reviewer'] }

async function fill(store: Store): Promise<void> {
  const client = await store.pool.connect()
  const all = OPEN + CLOSED
  const list = (values: readonly string[]) => `array['${values.join(`','`)}']`
  // Some two thousand characters of reasons for each decision, as those of a doubtful application have.
  const reason = `jsonb_build_object('code', (${list(reasonCodes)})[1 + (n * 7 + i * 13) % ${reasonCodes.length}],
    'severity', (array['review','info','callback'])[1 + (n + i) % 3], 'material', 'scene_signboard', 'field', null,
    'message', jsonb_build_object('zh', repeat('资料需要核实', 6), 'en', repeat('needs a look ', 6)),
    'hint', jsonb_build_object('zh', '无需重新提交', 'en', 'nothing to resubmit'),
    'internal', jsonb_build_object('zh', repeat('相似度 31%，', 8), 'en', repeat('likeness 31 %, ', 8)),
    'evidence', jsonb_build_object('observed', repeat('x', 200), 'threshold', 0.6))`
  try {
    await client.query('set statement_timeout = 0')
    await client.query('set session_replication_role = replica')
    await client.query(`
      insert into account (id, name, display_name, roles, created_by, created_at, updated_at)
      select 'usr_' || lpad(n::text, 5, '0'), 'p' || n, '员工' || n, '{reviewer}', 'system', now(), now()
      from generate_series(1, ${PEOPLE}) n`)
    await client.query(`
      insert into application (id, reference, merchant_type, status, revision, run, created_at)
      select 'app_' || lpad(n::text, 26, '0'), 'R-' || n,
        case when n % 3 = 0 then 'micro_merchant' else 'individual_business' end,
        case when n <= ${CLOSED} then 'approved' else 'review_pending' end, 1, 1, now() - (${all} - n) * interval '20 seconds'
      from generate_series(1, ${all}) n`)
    await client.query(`
      insert into decision (id, application_id, revision, run, outcome, risk, policy_version, reasons)
      select 'dec_' || lpad(n::text, 26, '0'), 'app_' || lpad(n::text, 26, '0'), 1, 1, 'manual_review', n * 37 % 101, 'p',
        (select jsonb_agg(${reason}) from generate_series(1, 4) i)
      from generate_series(1, ${all}) n`)
    // Of those that are not closed: a twentieth claimed, as many waiting, some for a second approval, snoozed, escalated, late.
    await client.query(`
      insert into review_case (id, application_id, revision, run, kind, state, skills, codes, risk, decided_by, created_at, opened_at,
        due_at, assignee, lease_until, snoozed_until, escalated_at, closed_at)
      select 'cas_' || lpad(n::text, 26, '0'), 'app_' || lpad(n::text, 26, '0'), 1, 1,
        case when n % 50 = 0 then 'appeal' else 'screening' end, state,
        (${list(caseSkills)})[1 + n % 5 : 1 + n % 5 + n % 2],
        array[(${list(reasonCodes)})[1 + n % ${reasonCodes.length}], (${list(reasonCodes)})[1 + n * 7 % ${reasonCodes.length}]],
        n * 37 % 101, case when state = 'second_approval' then '{usr_00002}'::text[] else '{}' end, at, at,
        case when state in ('waiting') then null else at + interval '2 days' end,
        case when state = 'claimed' then 'usr_' || lpad((1 + n % ${PEOPLE})::text, 5, '0') end,
        case when state = 'claimed' then now() + interval '1 hour' end,
        case when state = 'open' and n % 25 = 3 then now() + interval '1 day' end,
        case when n % 30 = 7 then at end, case when state = 'closed' then at end
      from (select n, now() - (${all} - n) * interval '20 seconds' as at, case
        when n <= ${CLOSED} then 'closed' when n % 20 = 1 then 'claimed' when n % 20 = 2 then 'waiting'
        when n % 40 = 9 then 'second_approval' else 'open' end as state from generate_series(1, ${all}) n) given`)
    await client.query('vacuum (analyze) account, application, decision, review_case')
  } finally {
    client.release(true)
  }
}

async function measure(store: Store): Promise<CaseListFigures> {
  const cases = caseUseCases({ db: store.db, clock: systemClock, policy: async () => policy })
  const useCases = new Proxy({ cases } as unknown as ApiUseCases, {
    get: (own, key) => Reflect.get(own, key) ?? outOfReach,
  })
  const whoAsks = { session: async () => null, client: async () => reviewer, local: false }
  const app = await buildApp({ useCases, whoAsks, log: silentLogger, config: { version: 'bench' } })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const times = new Map<string, number[]>(queries.map((query) => [query, []]))
  const ask = async (query: string): Promise<{ next: string | null }> => {
    const answer = await fetch(`${address}/v1/cases?${query}`, { headers: { authorization: `Bearer ${randomUUID()}` } })
    const body = (await answer.json()) as { next: string | null }
    if (answer.status !== 200) throw new Error(`${query}: ${JSON.stringify(body)}`)
    return body
  }
  try {
    // The last pages cost as much as the first.
    let after: string | null = null
    for (let page = 0; page < 20; page += 1) after = (await ask(`limit=200${after ? `&after=${after}` : ''}`)).next
    if (!after) throw new Error('there are fewer cases than there should be')
    times.set(`limit=200&after=${after}`, [])
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [query, taken] of times) {
        const started = performance.now()
        await ask(query)
        if (round > 0) taken.push(performance.now() - started)
      }
    }
  } finally {
    await app.close()
  }
  const every = [...times.values()].flat()
  const slowest = [...times].map(([query, taken]) => ({ query, p95: quantile(taken, 0.95) }))
  slowest.sort((a, b) => b.p95 - a.p95)
  return { p50: quantile(every, 0.5), p95: quantile(every, 0.95), requests: every.length, slowest }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { p50, p95, requests, slowest } = await benchCaseList()
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}`)
  console.log(
    `GET /v1/cases, ${OPEN} not closed of ${OPEN + CLOSED}: p50 ${p50} ms, p95 ${p95} ms (${requests} requests)`,
  )
  for (const each of slowest.slice(0, 6)) console.log(`  p95 ${each.p95} ms  ?${each.query.slice(0, 60)}`)
}
