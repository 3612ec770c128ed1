import { newId } from '../../src/platform/ids.ts'
import type { Store } from '../../src/store/open-store.ts'

/** Rows that belong to one application, parents first. */
const tables = [
  'application',
  'application_revision',
  'revision_material',
  'check_run',
  'document_number',
  'decision',
  'promise',
  'transition',
  'review_case',
  'callback',
] as const

/** Columns that make a row another one: ids of their own are made, numbers of the database are left to it. */
const ownIds: Partial<Record<(typeof tables)[number], Parameters<typeof newId>[0]>> = {
  decision: 'decision',
  review_case: 'case',
  callback: 'callback',
}

/**
 * Many applications like one that was really screened, each with its decision and its work: to fill lists and to measure
 * them. Photos and evidence are shared. Every copy lies further back in time, and its deadlines with it.
 * @param spread milliseconds between two copies
 * @returns the ids of the copies
 */
export async function copyApplications(
  store: Store,
  reference: string,
  count: number,
  { spread = 60_000, at = Date.now() }: { spread?: number; at?: number } = {},
): Promise<string[]> {
  const { rows } = await store.pool.query<{ id: string }>('select id from application where reference = $1', [
    reference,
  ])
  const original = rows[0]?.id
  if (!original) throw new Error(`there is no ${reference} to copy`)
  const copies = Array.from({ length: count }, (_, n) => ({
    id: newId('application', at - n * spread),
    reference: `${reference}-${n + 1}`,
    shift: n * spread,
  }))
  // All at once: a service that runs opens work where it finds none.
  const client = await store.pool.connect()
  try {
    await client.query('begin')
    for (const table of tables) await copyRows(client, table, original, copies)
    await client.query('commit')
  } finally {
    // What was not committed ends with its connection.
    client.release(true)
  }
  return copies.map(({ id }) => id)
}

type Client = Pick<Store['pool'], 'query'>

async function copyRows(
  client: Client,
  table: (typeof tables)[number],
  original: string,
  copies: readonly { id: string; reference: string; shift: number }[],
): Promise<void> {
  const columns = await columnsOf(client, table)
  const key = table === 'application' ? 'id' : 'application_id'
  const ownId = ownIds[table]
  const value = ({ name, type }: { name: string; type: string }): string => {
    if (name === key) return 'copy.id'
    if (table === 'application' && name === 'reference') return 'copy.reference'
    if (name === 'id' && ownId) return 'copy.own_id'
    // A number belongs to one person: of another application it would be a repetition.
    if (name === 'keyed_hash') return `md5(original.keyed_hash || copy.id) || md5(copy.id || original.keyed_hash)`
    if (type.startsWith('timestamp')) return `original.${quoted(name)} - copy.shift * interval '1 millisecond'`
    return `original.${quoted(name)}`
  }
  await client.query(
    `insert into ${table} (${columns.map(({ name }) => quoted(name)).join(', ')})
     select ${columns.map(value).join(', ')}
     from ${table} as original, unnest($2::text[], $3::text[], $4::bigint[], $5::text[]) as copy (id, reference, shift, own_id)
     where original.${key} = $1`,
    [
      original,
      copies.map(({ id }) => id),
      copies.map(({ reference }) => reference),
      copies.map(({ shift }) => shift),
      copies.map(() => (ownId ? newId(ownId, Date.now()) : '')),
    ],
  )
}

/** Without those that the database fills in by itself. */
async function columnsOf(client: Client, table: string): Promise<{ name: string; type: string }[]> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `select column_name as name, data_type as type from information_schema.columns
     where table_schema = current_schema and table_name = $1 and is_identity = 'NO' and is_generated = 'NEVER'
     order by ordinal_position`,
    [table],
  )
  return rows
}

const quoted = (name: string): string => `"${name}"`
