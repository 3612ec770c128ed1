import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApplicationFolder, readFolder } from '../../src/cli/read-folder.ts'
import type { ApplicationView } from '../../src/contracts/application-view.ts'
import { createTestRedis, type TestRedis } from '../support/redis.ts'
import { sampleFolder, startTestService, type TestService, untilDecided } from '../support/service.ts'

/** A photo of premises goes round, through the whole service, on each of the two queue backends. */
describe.each(['postgres', 'redis'] as const)('photos that were seen before, with the queues on %s', (kind) => {
  let redis: TestRedis | null = null
  let test: TestService

  const renamed = ({ form, ...folder }: ApplicationFolder, reference: string): ApplicationFolder => ({
    ...folder,
    form: { ...form, reference },
  })
  async function decided(folder: ApplicationFolder): Promise<ApplicationView> {
    await test.client.submit(folder)
    return untilDecided(test, folder.form.reference)
  }
  const codes = ({ reasons }: ApplicationView) => reasons.map(({ code }) => code)

  beforeAll(async () => {
    if (kind === 'redis') {
      redis = await createTestRedis()
      await redis.start()
    }
    test = await startTestService({ redisUrl: redis?.url ?? null })
  })
  afterAll(async () => {
    await test.stop()
    await redis?.dispose()
  })

  it('are no fault of the shop they show, and send whoever takes them to a person', async () => {
    const shop = await readFolder(sampleFolder('A-1001'))
    expect((await decided(shop)).outcome).toBe('approved')

    // One application too many, which is told; its photos are no reason.
    const again = await decided(renamed(shop, 'A-1001-again'))
    expect([again.outcome, codes(again)]).toEqual(['rejected', ['DUP_APPLICATION']])
    expect(again.reasons).toMatchObject([{ evidence: { reference: 'A-1001' } }])

    const other = await readFolder(sampleFolder('A-1003'))
    const taken = shop.photos.find((photo) => photo.kind === 'scene_interior')!
    const bytes = await sharp(taken.bytes).flop().resize(1000).jpeg({ quality: 60 }).toBuffer()
    const photos = other.photos.map((photo) => (photo.kind === 'scene_interior' ? { ...photo, bytes } : photo))
    const view = await decided({ ...other, photos })
    expect(view.outcome).toBe('manual_review')
    expect(codes(view)).toContain('SCENE_REUSED')
    // Nobody outside learns what was found, or where.
    expect(view.reasons.find(({ code }) => code === 'SCENE_REUSED')).toMatchObject({
      message: { zh: '资料需要进一步核实' },
      evidence: {},
    })
    expect(JSON.stringify(view)).not.toContain('A-1001')
  })
})
