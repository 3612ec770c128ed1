import { join } from 'node:path'
import { localBlobs } from '../../src/blobs/local-blobs.ts'
import type { ApplicationForm, MaterialKind } from '../../src/domain/application.ts'
import { acceptMaterial } from '../../src/review/accept-material.ts'
import { loadPolicy } from '../../src/service/load-policy.ts'
import { answersOf, inventApplication } from '../bench/pipeline/photos.ts'
import { stubChecks } from '../bench/pipeline/stub-checks.ts'
import { sampleDay, type TestService } from './service.ts'

/** Engines that say what stands in the invented photos. */
export const inventedChecks = { startChecks: async () => stubChecks }

/** A faultless application of its own, its photos uploaded through the use case of the API. */
export async function uploadInvented(
  { store, dataDir }: Pick<TestService, 'store' | 'dataDir'>,
  reference: string,
): Promise<ApplicationForm & { materials: { kind: MaterialKind; id: string }[] }> {
  const { form, photos } = inventApplication(reference, {})
  const { policy } = await loadPolicy(null)
  const deps = {
    db: store.db,
    clock: sampleDay,
    blobs: localBlobs(join(dataDir, 'photos')),
    policy: async () => policy,
    clarityVersion: stubChecks.versions.clarity,
    look: async (_: MaterialKind, bytes: Uint8Array) => ({
      facts: await stubChecks.inspect(bytes),
      clarity: answersOf(bytes).clarity,
    }),
  }
  const materials: { kind: MaterialKind; id: string }[] = []
  for (const { kind, bytes } of photos) {
    const { id } = await acceptMaterial(deps, { kind, bytes, fileName: `${kind}.jpg` })
    materials.push({ kind, id })
  }
  return { ...form, materials }
}

/** Over HTTP, as any client does. */
export const submitInvented = async (
  test: Pick<TestService, 'url'>,
  application: Awaited<ReturnType<typeof uploadInvented>>,
  headers: Record<string, string> = {},
): Promise<Response> =>
  await fetch(new URL('/v1/applications', test.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': application.reference, ...headers },
    body: JSON.stringify(application),
  })
