import { BlobDamagedError, BlobMissingError, type BlobStore } from '../../blobs/blobs.ts'
import type { Actor } from '../../domain/permissions.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { writeAudit } from '../../store/audit.ts'
import type { MaterialRow } from '../../store/schema.ts'
import type { ReviewDeps } from '../deps.ts'

export interface ShowDeps extends ReviewDeps {
  blobs: BlobStore
}

export interface ShownPhoto {
  kind: MaterialRow['kind']
  bytes: Uint8Array
  mime: MaterialRow['mime']
}

/**
 * A photo as it was uploaded; that somebody saw it is written down before it is given out. @returns null when there is none.
 * @param as what somebody sees it in
 * @throws ZhunruError PHOTO_REMOVED when it may not be kept, and so not be shown, whether its pixels are gone yet or not;
 *   PHOTO_DAMAGED when the store keeps something else than was put there.
 */
export async function showPhoto(
  deps: ShowDeps,
  id: string,
  actor: Actor,
  as: 'photo' | 'clarity-map' = 'photo',
): Promise<ShownPhoto | null> {
  const photo = await find(deps, id)
  if (!photo) return null
  const bytes = await deps.blobs.get(photo.blob).catch(async (error: unknown) => {
    // Refused and removed between our two looks; anything else that is missing is a fault of ours.
    if (error instanceof BlobMissingError) await find(deps, id)
    if (error instanceof BlobDamagedError) throw new ZhunruError('PHOTO_DAMAGED', { id })
    throw error
  })
  await writeAudit(deps.db, {
    at: deps.clock.now(),
    actor: actor.id,
    action: 'photo.viewed',
    subject: id,
    ...(photo.applicationId !== null && { applicationId: photo.applicationId }),
    details: { as },
  })
  return { kind: photo.kind, bytes, mime: photo.mime }
}

async function find({ db }: Pick<ShowDeps, 'db'>, id: string) {
  const photo = await db
    .selectFrom('material')
    .leftJoin('refused_photo', 'refused_photo.sha256', 'material.sha256')
    .select((eb) => [
      'material.kind',
      'material.blob',
      'material.mime',
      'refused_photo.sha256 as refused',
      eb
        .selectFrom('revision_material')
        .select('application_id')
        .whereRef('material_id', '=', 'material.id')
        .orderBy('application_id', 'desc')
        .limit(1)
        .as('applicationId'),
    ])
    .where('material.id', '=', id)
    .executeTakeFirst()
  if (photo && photo.refused !== null) throw new ZhunruError('PHOTO_REMOVED', { id })
  return photo
}
