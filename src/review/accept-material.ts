import type { BlobStore } from '../blobs/blobs.ts'
import { blobKey } from '../blobs/blobs.ts'
import type { MaterialKind } from '../domain/application.ts'
import { sha256 } from '../platform/canonical.ts'
import { newId } from '../platform/ids.ts'
import type { ReviewDeps } from './deps.ts'

export interface AcceptedMaterial {
  id: string
  kind: MaterialKind
  sha256: string
  bytes: number
  width: number
  height: number
  mime: 'image/jpeg' | 'image/png' | 'image/webp'
}

interface PhotoFacts {
  mime: AcceptedMaterial['mime']
  width: number
  height: number
}

export interface AcceptDeps extends ReviewDeps {
  blobs: BlobStore
  inspect: (bytes: Uint8Array, fileName: string) => Promise<PhotoFacts>
}

/**
 * Stores one photo. The file goes to the blob store first and the row second: a crash between leaves a file that no
 * row names, never a row without its file.
 * @throws ZhunruError FILE_* when the file is no acceptable photo.
 */
export async function acceptMaterial(
  { db, clock, blobs, inspect }: AcceptDeps,
  input: { kind: MaterialKind; bytes: Uint8Array; fileName: string },
): Promise<AcceptedMaterial> {
  const facts = await inspect(input.bytes, input.fileName)
  const hash = sha256(input.bytes)
  const key = blobKey(hash)
  // A photo that was refused before is not stored again: what was seen in it answers for it.
  const refused = await db.selectFrom('refused_photo').select('sha256').where('sha256', '=', hash).executeTakeFirst()
  if (!refused) await blobs.put(key, input.bytes)

  const now = clock.now()
  const material: AcceptedMaterial = {
    id: newId('material', now.getTime()),
    kind: input.kind,
    sha256: hash,
    bytes: input.bytes.byteLength,
    width: facts.width,
    height: facts.height,
    mime: facts.mime,
  }
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('material')
      .values({ ...material, blob: key, created_at: now })
      .execute()
    // Refused between our look and our writing: its file is there again, and has to be removed again.
    if (!refused) await trx.updateTable('refused_photo').set({ removed_at: null }).where('sha256', '=', hash).execute()
  })
  return material
}
