import type { MaterialKind } from '../domain/application.ts'
import type { Actor } from '../domain/permissions.ts'
import { type ShowDeps, showPhoto } from './staff/show-photo.ts'

export interface DrawDeps extends ShowDeps {
  draw: (kind: MaterialKind, bytes: Uint8Array) => Promise<Uint8Array>
}

/**
 * A PNG of why a photo is clear or not. All that stands in the photo can be read in it, so that it is written down as the
 * photo itself is. @returns null when there is no such photo.
 * @throws ZhunruError PHOTO_REMOVED, PHOTO_DAMAGED
 */
export async function drawClarity(deps: DrawDeps, id: string, actor: Actor): Promise<Uint8Array | null> {
  const photo = await showPhoto(deps, id, actor, 'clarity-map')
  return photo && deps.draw(photo.kind, photo.bytes)
}
