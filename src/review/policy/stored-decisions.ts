import { sql } from 'kysely'
import { decisionInput } from '../../domain/decision-input.ts'
import { type Outcome, severities, type Severity } from '../../domain/decision.ts'
import { shanghaiDay } from '../../platform/clock.ts'
import { storableJson } from '../../platform/storable.ts'
import type { ReviewDeps } from '../deps.ts'
import { loadScreening } from '../load-screening.ts'

export interface Window {
  since: Date
  /** Not included. */
  until: Date
  limit: number
}

/** Of a revision that was decided again: the policy's latest decision, or each of them. Those of people are never made again. */
type Which = 'latest' | 'every'

export interface StoredDecision {
  id: string
  at: Date
  applicationId: string
  revision: number
  run: number
  reference: string
  outcome: Outcome
  risk: number
  policy: string
  reasons: readonly { code: string; severity: Severity }[]
  /** What a person then decided on this revision; null where nobody did. It stays, whatever a policy says. */
  person: Outcome | null
  /** JSON of what was weighed. */
  input: string
  /** Whether that had to be put together again from the evidence, as of decisions from before it was kept. */
  rebuilt: boolean
}

/** Decisions in one page: some megabytes, so that the next is there before these are judged. */
const pageSize = 500

/**
 * The decisions of a window, in the order in which they were made. A page is fetched while the
 * one before is being judged.
 */
export async function* storedDecisions(
  { db }: Pick<ReviewDeps, 'db'>,
  window: Window,
  which: Which,
): AsyncGenerator<readonly StoredDecision[]> {
  let left = window.limit
  let coming = fetchPage(db, window, which, null, Math.min(pageSize, left))
  for (;;) {
    const rows = await coming
    left -= rows.length
    const last = rows.at(-1)
    const more = last !== undefined && rows.length === pageSize && left > 0
    if (more) {
      coming = fetchPage(db, window, which, last, Math.min(pageSize, left))
      // Told where it is awaited; until then nobody listens.
      coming.catch(() => {})
    }
    if (rows.length > 0) yield await Promise.all(rows.map((row) => complete(db, row)))
    if (!more) return
  }
}

type Row = Awaited<ReturnType<typeof fetchPage>>[number]

function fetchPage(
  db: ReviewDeps['db'],
  { since, until }: Window,
  which: Which,
  after: { exact: string; id: string } | null,
  count: number,
) {
  return db
    .selectFrom('decision')
    .innerJoin('application', 'application.id', 'decision.application_id')
    .select([
      'decision.id',
      'decision.created_at as at',
      // A Date keeps milliseconds, which would pass over a decision, or meet it twice.
      sql<string>`decision.created_at::text`.as('exact'),
      'decision.application_id as applicationId',
      'decision.revision',
      'decision.run',
      'application.reference',
      'decision.outcome',
      'decision.risk',
      'decision.policy_version as policy',
      'decision.input',
      sql<Outcome | null>`(select p.outcome from decision p where p.application_id = decision.application_id
        and p.revision = decision.revision and p.decided_by is not null and p.run > decision.run order by p.run desc limit 1)`.as(
        'person',
      ),
      // Codes alone: texts in two languages would be most of what is read.
      sql<string>`(select coalesce(string_agg((r->>'code') || ' ' || (r->>'severity'), ','), '') from jsonb_array_elements(decision.reasons) r)`.as(
        'reasons',
      ),
    ])
    .where('decision.decided_by', 'is', null)
    .where('decision.created_at', '>=', since)
    .where('decision.created_at', '<', until)
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(decision.created_at, decision.id) > (${after?.exact}::timestamptz, ${after?.id})`),
    )
    .$if(which === 'latest', (query) =>
      query.where(
        sql<boolean>`not exists (select from decision later where later.application_id = decision.application_id
          and later.revision = decision.revision and later.decided_by is null and later.run > decision.run)`,
      ),
    )
    .orderBy('decision.created_at')
    .orderBy('decision.id')
    .limit(count)
    .execute()
}

async function complete(db: ReviewDeps['db'], { exact: _, reasons, input, ...row }: Row): Promise<StoredDecision> {
  return {
    ...row,
    reasons: readReasons(reasons),
    input: input ?? (await rebuild(db, row)),
    rebuilt: input === null,
  }
}

function readReasons(text: string): { code: string; severity: Severity }[] {
  if (text === '') return []
  return text.split(',').map((pair) => {
    const [code = '', named] = pair.split(' ')
    const severity = severities.find((each) => each === named)
    if (!severity) throw new Error(`a stored reason of no known severity: ${pair}`)
    return { code, severity }
  })
}

/** What other applications said at the time was not kept then: such a decision is made again without it. */
async function rebuild(db: ReviewDeps['db'], row: Omit<Row, 'exact' | 'reasons' | 'input'>): Promise<string> {
  const { form, materials, evidence, failures, engines } = await loadScreening({ db }, row)
  const given = {
    form,
    materials: materials.map(({ kind }) => kind),
    evidence,
    failures,
    across: null,
    draw: null,
    today: shanghaiDay(row.at),
  }
  return storableJson(decisionInput(given, { program: '', engines }))
}
