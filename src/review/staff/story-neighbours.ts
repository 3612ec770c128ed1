import type { MaterialKind } from '../../domain/application.ts'
import { namesCity } from '../../domain/address-key.ts'
import type { ApplicationForm } from '../../domain/application.ts'
import { type BlockKind, blockKinds } from '../../domain/evidence-across.ts'
import type { Reuse, SceneEvidence } from '../../domain/evidence-scene.ts'
import { sql } from 'kysely'
import type { RevisionRef, Trx } from '../deps.ts'
import { listed, type ListedApplication, type ListedRow } from './listed-application.ts'
import type { StoryMaterial } from './story-content.ts'

interface PhotoRef {
  kind: MaterialKind
  materialId: string | null
}

interface Alike {
  sameFile: boolean
  similarity: number
  mirrored: boolean
}

export interface NeighbourRecords {
  searched: number
  gone: number
  found: (Alike & {
    ours: PhotoRef
    theirs: PhotoRef
    application: ListedApplication
    revision: number
    sameApplicant: boolean
    samePlace: boolean | null
    rejected: boolean
    part: string
  })[]
  counts: { kind: MaterialKind; ofOthers: number; elsewhere: number }[]
  among: (Alike & { a: PhotoRef; b: PhotoRef })[]
}

/** What laying one over the other gave; of two that were not, how many of the 256 bits of their fingerprints agree. */
function similarityOf({ sameFile, confirmed, distance }: Pick<Reuse, 'sameFile' | 'confirmed' | 'distance'>): number {
  if (sameFile) return 1
  const measured = confirmed?.correlation ?? 1 - distance / 256
  return Math.min(1, Math.max(0, measured))
}

/** Where the premises photos were seen before, with the photos themselves to lay side by side. */
export async function readNeighbours(
  trx: Trx,
  scene: SceneEvidence | undefined,
  photos: readonly StoryMaterial[],
): Promise<NeighbourRecords> {
  const ours = (kind: MaterialKind): PhotoRef => ({
    kind,
    materialId: photos.find((photo) => photo.kind === kind)?.id ?? null,
  })
  const among = (scene?.pairs ?? [])
    .filter(({ sameFile, confirmed }) => sameFile || confirmed?.same)
    .map((pair) => ({ a: ours(pair.a), b: ours(pair.b), ...alike(pair) }))
  const reuse = scene?.reuse
  if (!reuse) return { searched: 0, gone: 0, found: [], counts: [], among }
  const others = await readOthers(
    trx,
    reuse.found.map(({ other }) => other.applicationId),
  )
  const held = await readHeld(trx, reuse.found)
  return {
    searched: reuse.searched,
    gone: reuse.gone,
    found: reuse.found.flatMap((find) => {
      const { kind, other, sameApplicant, samePlace, rejected, variant } = find
      const application = others.get(other.applicationId)
      if (!application) return []
      const materialId = held.get(`${other.applicationId} ${other.revision} ${other.kind}`) ?? null
      return {
        ours: ours(kind),
        theirs: { kind: other.kind, materialId },
        application,
        revision: other.revision,
        sameApplicant,
        samePlace: samePlace ?? null,
        rejected,
        part: variant,
        ...alike(find),
      }
    }),
    counts: [...(reuse.counts ?? [])],
    among,
  }
}

const alike = (find: Pick<Reuse, 'sameFile' | 'confirmed' | 'distance' | 'mirrored'>): Alike => ({
  sameFile: find.sameFile,
  similarity: similarityOf(find),
  mirrored: find.mirrored,
})

async function readOthers(trx: Trx, ids: readonly string[]): Promise<Map<string, ListedApplication>> {
  if (ids.length === 0) return new Map()
  const rows = await trx
    .selectFrom('application')
    .select(['id', 'reference', 'merchant_type', 'status', 'revision', 'created_at'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.id, listed(row)]))
}

/** Ids of the photos in the slots in which they were seen. */
async function readHeld(trx: Trx, found: readonly Reuse[]): Promise<Map<string, string>> {
  if (found.length === 0) return new Map()
  const { rows } = await sql<{ key: string; material_id: string }>`
    select held.application_id || ' ' || held.revision || ' ' || held.kind as key, held.material_id
    from unnest(${found.map(({ other }) => other.applicationId)}::text[],
      ${found.map(({ other }) => other.revision)}::integer[],
      ${found.map(({ other }) => other.kind)}::text[]) seen (application_id, revision, kind)
    join revision_material held on held.application_id = seen.application_id and held.revision = seen.revision
      and held.kind = seen.kind`.execute(trx)
  return new Map(rows.map(({ key, material_id }) => [key, material_id]))
}

/** Applications that are looked at for one thing in common: a device may be in a hundred thousand. */
const MOST_EACH = 100
/** That are told of. */
const MOST_RELATED = 50

export interface RelatedRecord {
  application: ListedApplication
  by: (BlockKind | 'photo')[]
}

/** Other applications with something in common: the same person, card, licence, phone, address, device or photo; newest first. */
export async function readRelated(trx: Trx, ref: RevisionRef, form: ApplicationForm): Promise<RelatedRecord[]> {
  // An address that names no city is in any of them.
  const kinds = blockKinds.filter((kind) => kind !== 'address' || namesCity(form.premises.address))
  const { rows } = await sql<ListedRow & { by: (BlockKind | 'photo')[] }>`
    select other.id, other.reference, other.merchant_type, other.status, other.revision, other.created_at, common.by
    from (
      select seen.id, array_agg(distinct seen.by order by seen.by) as by
      from (
        select theirs.application_id as id, ours.kind as by
        from document_number ours
        cross join lateral (
          select distinct each.application_id from document_number each
          where each.keyed_hash = ours.keyed_hash and each.kind = ours.kind
            and each.application_id <> ours.application_id
          order by each.application_id desc
          limit ${MOST_EACH}) theirs
        where ours.application_id = ${ref.applicationId} and ours.revision = ${ref.revision}
          and ours.kind = any (${[...kinds]}::text[])
        union all
        (select other_id, 'photo' from application_link where application_id = ${ref.applicationId}
          order by other_id desc limit ${MOST_EACH})) seen
      group by seen.id
      order by seen.id desc
      limit ${MOST_RELATED}) common
    join application other on other.id = common.id
    order by other.created_at desc, other.id desc`.execute(trx)
  return rows.map(({ by, ...row }) => ({ application: listed(row), by }))
}
