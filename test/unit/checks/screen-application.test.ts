import { describe, expect, it } from 'vitest'
import type { PhotoChecks, ScenePhoto } from '../../../src/checks/photo-checks.ts'
import { screenApplication } from '../../../src/checks/screen-application.ts'
import type { MaterialKind } from '../../../src/domain/application.ts'
import type { Evidence } from '../../../src/domain/evidence.ts'
import { ZhunruError } from '../../../src/platform/errors.ts'
import { type Changes, individual, policy, screening, shopKinds, today } from '../domain/sample.ts'

const photosOf = (kinds: readonly MaterialKind[]): ScenePhoto[] =>
  kinds.map((kind) => ({ kind, sha256: `sha-of-${kind}`, bytes: Buffer.from(kind) }))

/** Checks that see what the sample shows; `asked` says what they were asked, `fail` makes one of them throw. */
function sampleChecks(changes: Changes = {}, fail: (call: string) => void = () => {}) {
  const { evidence } = screening(changes)
  const asked: string[] = []
  const see = async <E extends Evidence>(call: string, found: (e: Evidence) => boolean): Promise<E> => {
    asked.push(call)
    await Promise.resolve()
    fail(call)
    return evidence.find(found) as E
  }
  const checks: PhotoChecks = {
    inspect: () => Promise.reject(new Error('not asked here')),
    ocr: (kind) => see(`ocr ${kind}`, (e) => e.check === 'ocr' && e.kind === kind),
    clarity: (kind) => see(`clarity ${kind}`, (e) => e.check === 'clarity' && e.kind === kind),
    premises: () => Promise.reject(new Error('not asked here')),
    confirm: () => Promise.reject(new Error('not asked here')),
    scene: (photos) => see(`scene ${photos.map(({ kind }) => kind).join(' ')}`, (e) => e.check === 'scene'),
    versions: { ocr: '1', clarity: '1', scene: '1' },
    close: () => Promise.resolve(),
  }
  return { checks, asked }
}
const screen = (checks: PhotoChecks, kinds: readonly MaterialKind[] = shopKinds) =>
  screenApplication({ form: individual, photos: photosOf(kinds), checks, policy, today })
const breaks =
  (call: string, error: unknown = new Error('native code crashed')) =>
  (asked: string): void => {
    if (asked.startsWith(call)) throw error
  }

describe('screening in memory', () => {
  it('asks each check once, of the photos that it is for, and decides as the service does', async () => {
    const { checks, asked } = sampleChecks()
    const { decision, evidence } = await screen(checks)
    expect(decision).toMatchObject({ outcome: 'approved', policy: policy.version, reasons: [] })
    expect(asked.toSorted()).toEqual(
      [
        ...shopKinds.map((kind) => `ocr ${kind}`),
        ...shopKinds.map((kind) => `clarity ${kind}`),
        'scene scene_signboard scene_cashier scene_interior',
      ].toSorted(),
    )
    expect(evidence.filter(({ check }) => check === 'account-match')).toHaveLength(1)
  })

  it('without a photo of the premises compares none', async () => {
    const { checks, asked } = sampleChecks()
    await screen(checks, ['id_portrait', 'bank_card'])
    expect(asked.filter((call) => call.startsWith('scene'))).toEqual([])
  })

  it.each([
    ['ocr bank_card', 'ocr', 'bank_card'],
    ['clarity scene_interior', 'clarity', 'scene_interior'],
    ['scene', 'scene', null],
  ])('a failing %s is CHECK_FAILED, and the other checks are done', async (call, check, material) => {
    const { checks, asked } = sampleChecks({}, breaks(call))
    const { decision } = await screen(checks)
    expect(asked).toHaveLength(15)
    expect(decision.outcome).toBe('manual_review')
    expect(decision.reasons).toContainEqual(
      expect.objectContaining({
        code: 'CHECK_FAILED',
        material,
        field: check,
        evidence: { check, error: 'native code crashed' },
      }),
    )
    expect(decision.reasons.filter(({ code }) => code === 'CHECK_FAILED')).toHaveLength(1)
  })

  it('a failure that is no Error is one, too', async () => {
    const { checks } = sampleChecks({}, breaks('clarity id_emblem', 'out of memory'))
    const { decision } = await screen(checks)
    expect(decision.reasons).toMatchObject([{ code: 'CHECK_FAILED', evidence: { error: 'out of memory' } }])
  })

  it('all of it failing is never an approval or a rejection', async () => {
    const { checks } = sampleChecks({}, breaks(''))
    const { decision } = await screen(checks)
    expect(['manual_review', 'resubmission_required']).toContain(decision.outcome)
    expect(decision.reasons.filter(({ code }) => code === 'CHECK_FAILED')).toHaveLength(15)
  })

  it('a file that is no photo is the caller’s to mend, and passes through as it is', async () => {
    const refused = new ZhunruError('FILE_BROKEN', { file: 'bank_card.jpg' })
    const { checks } = sampleChecks({}, breaks('ocr bank_card', refused))
    await expect(screen(checks)).rejects.toBe(refused)
  })
})
