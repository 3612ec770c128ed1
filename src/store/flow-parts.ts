import { type Kysely, sql } from 'kysely'
import type { MaterialKind } from '../domain/application.ts'
import type { Check } from '../domain/evidence.ts'
import { perKey, together } from '../platform/together.ts'
import type { Database } from './schema.ts'

type Db = Kysely<Database>

interface Run {
  applicationId: string
  revision: number
  run: number
}

/** What the plan of one run rests on: its photos, and the checks that have settled already and need no job. */
export interface FlowParts {
  materials: readonly { id: string; kind: MaterialKind }[]
  settled: readonly { check: Check; slot: MaterialKind | 'application' }[]
}

/** The same for as many runs as are asked for at once, in one journey. */
export const loadFlowParts = (db: Db, run: Run): Promise<FlowParts> => loading(db)(run)

const loading = perKey((db: Db) => together({ most: 100, run: (runs: readonly Run[]) => loadAll(db, runs) }))

async function loadAll(db: Db, runs: readonly Run[]): Promise<FlowParts[]> {
  const { rows } = await sql<FlowParts & { place: number }>`
    select asked.place::integer - 1 as place,
      coalesce((select json_agg(json_build_object('id', material_id, 'kind', kind) order by kind) from revision_material photo
        where photo.application_id = asked.id and photo.revision = asked.revision), '[]') as materials,
      coalesce((select json_agg(json_build_object('check', "check", 'slot', slot)) from check_run line
        where line.application_id = asked.id and line.revision = asked.revision and line.run = asked.run
          and line.status in ('done', 'failed')), '[]') as settled
    from unnest(
      ${runs.map(({ applicationId }) => applicationId)}::text[], ${runs.map(({ revision }) => revision)}::integer[],
      ${runs.map(({ run }) => run)}::integer[]) with ordinality asked (id, revision, run, place)
    order by asked.place`.execute(db)
  return rows
}
