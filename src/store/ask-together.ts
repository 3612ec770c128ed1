import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from './schema.ts'

type Rows<Q> = { [K in keyof Q]: Q[K] extends RawBuilder<infer R> ? R[] : never }

/**
 * Several questions in one journey, as of one moment. Each row comes back as JSON: dates as texts, and numbers as far as
 * JavaScript has them, so a `bigint` is for the question to turn into text.
 */
export async function askTogether<Q extends Record<string, RawBuilder<object>>>(
  db: Kysely<Database>,
  questions: Q,
): Promise<Rows<Q>> {
  const columns = Object.entries(questions).map(
    ([name, question]) => sql`(select coalesce(json_agg(answer), '[]') from (${question}) answer) as ${sql.ref(name)}`,
  )
  const { rows } = await sql<Rows<Q>>`select ${sql.join(columns)}`.execute(db)
  const [answers] = rows
  if (!answers) throw new Error('a question without a table has no answer')
  return answers
}
