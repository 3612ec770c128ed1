import { BlobMissingError, type BlobStore } from '../blobs/blobs.ts'
import type { MaterialKind } from '../domain/application.ts'
import { ZhunruError } from '../platform/errors.ts'
import type { ReviewDeps } from './deps.ts'

export interface DrawDeps extends Pick<ReviewDeps, 'db'> {
  blobs: BlobStore
  draw: (kind: MaterialKind, bytes: Uint8Array) => Promise<Uint8Array>
}

/**
 * A PNG of why a photo is clear or not. @returns null when there is no such photo.
 * @throws ZhunruError PHOTO_REMOVED when it may not be kept, and so not be shown, whether its pixels are gone yet or not.
 */
export async function drawClarity(deps: DrawDeps, id: string): Promise<Uint8Array | null> {
  const photo = await find(deps, id)
  if (!photo) return null
  const bytes = await deps.blobs.get(photo.blob).catch(async (error: unknown) => {
    // Refused and removed between our two looks; anything else that is missing is a fault of ours.
    if (error instanceof BlobMissingError) await find(deps, id)
    throw error
  })
  return deps.draw(photo.kind, bytes)
}

async function find({ db }: DrawDeps, id: string): Promise<{ kind: MaterialKind; blob: string } | undefined> {
  const photo = await db
    .selectFrom('material')
    .leftJoin('refused_photo', 'refused_photo.sha256', 'material.sha256')
    .select(['kind', 'material.blob', 'refused_photo.sha256 as refused'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (photo && photo.refused !== null) throw new ZhunruError('PHOTO_REMOVED', { id })
  return photo
}
