import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { captureTime, hoursApart, staleness } from '../../../src/domain/capture-time.ts'
import { smallestDistance, wgs84ToGcj02 } from '../../../src/domain/coordinates.ts'
import type { PhotoMetadata } from '../../../src/domain/evidence.ts'
import { metresBetween } from '../../../src/domain/places.ts'
import { codesOf, decided, individual, photoOf, shopKinds } from './sample.ts'

const place = (latitude: number, longitude: number) => ({ latitude, longitude })

describe('WGS-84 to GCJ-02', () => {
  // The test vectors of github.com/googollee/eviltransform, which reckons with another radius: equal to 0.1 m.
  it.each([
    ['Shanghai', place(31.1774276, 121.5272106), place(31.17530398364597, 121.531541859215)],
    ['Shenzhen', place(22.543847, 113.912316), place(22.540796131694766, 113.9171764808363)],
    ['Beijing', place(39.911954, 116.377817), place(39.91334545536069, 116.38404722455657)],
  ])('%s', (_, wgs84, gcj02) => {
    const moved = wgs84ToGcj02(wgs84)
    expect(moved.latitude).toBeCloseTo(gcj02.latitude, 6)
    expect(moved.longitude).toBeCloseTo(gcj02.longitude, 6)
  })

  it('leaves other countries where they are', () => {
    for (const abroad of [place(48.85, 2.35), place(-27.4698, 153.0251), place(39.7392, -104.9903)]) {
      expect(wgs84ToGcj02(abroad)).toEqual(abroad)
    }
  })

  const inChina = fc
    .tuple(fc.double({ min: 20, max: 50, noNaN: true }), fc.double({ min: 80, max: 130, noNaN: true }))
    .map(([latitude, longitude]) => place(latitude, longitude))

  it('moves nothing in China by more than 720 m', () => {
    fc.assert(
      fc.property(inChina, (p) => {
        expect(metresBetween(p, wgs84ToGcj02(p))).toBeLessThan(720)
      }),
    )
  })

  it('the same place is no distance away, whatever datum each of the two is in', () => {
    fc.assert(
      fc.property(inChina, (p) => {
        const map = wgs84ToGcj02(p)
        expect(
          [smallestDistance(p, p), smallestDistance(p, map), smallestDistance(map, p)].map((d) => d.metres),
        ).toEqual([0, 0, 0])
      }),
    )
  })

  it('no distance grows by it, and both ways give the same', () => {
    fc.assert(
      fc.property(inChina, inChina, (a, b) => {
        const { metres } = smallestDistance(a, b)
        expect(metres).toBeLessThanOrEqual(metresBetween(a, b))
        expect(metres).toBe(smallestDistance(b, a).metres)
      }),
    )
  })
})

test.each([
  ['2026-11-02T10:11:12', '2026-11-02T10:11:12'],
  ['2026-11-02T10:11:12.5', '2026-11-02T10:11:12'],
  ['0000-00-00T00:00:00', null],
  ['2026-02-30T10:00:00', null],
  ['1970-01-01T08:00:00', null],
  ['2002-12-08T12:00:00', null],
  ['2002-12-08T12:00:01', '2002-12-08T12:00:01'],
  ['yesterday', null],
  [undefined, null],
])('the capture time of %j is %j', (takenAt, expected) => expect(captureTime(takenAt)).toBe(expected))

test('what is too old, or not yet', () => {
  const limits = { maxAgeDays: 90, futureToleranceDays: 1 }
  const of = (time: string) => staleness(time, '2026-11-23', limits)
  expect(of('2026-08-25T23:59:59')).toBeNull()
  expect(of('2026-08-24T00:00:00')).toEqual({ days: 91, when: 'too-old' })
  expect(of('2026-11-24T23:00:00')).toBeNull()
  expect(of('2026-11-25T00:00:00')).toEqual({ days: -2, when: 'in-future' })
})

test('hours between photos', () => {
  expect(hoursApart([])).toBeNull()
  expect(hoursApart(['2026-11-02T10:00:00'])).toBeNull()
  expect(hoursApart(['2026-11-02T10:00:00', '2026-11-01T09:31:00', '2026-11-01T23:00:00'])).toBe(24)
})

describe('judged over the set', () => {
  const scenes = shopKinds.filter((kind) => kind.startsWith('scene_'))
  const judge = (metadata: readonly PhotoMetadata[]) =>
    decided({ scene: { photos: scenes.map((kind, i) => photoOf(kind, metadata[i] ?? {})) } })
  const declared = individual.premises.location!

  it('one phone, however programs write its name', () => {
    const decision = judge([
      { make: 'HUAWEI', model: 'ALN-AL00' },
      { make: 'Huawei', model: 'HUAWEI ALN-AL00' },
      { model: 'ALN-AL00' },
    ])
    expect(codesOf(decision)).toEqual([])
  })

  it('two phones are named', () => {
    const decision = judge([{ make: 'HUAWEI', model: 'ALN-AL00' }, { make: 'vivo', model: 'V2309A' }, {}])
    expect(codesOf(decision)).toEqual(['SCENE_SET_INCONSISTENT'])
    expect(decision.reasons[0]!.internal.en).toBe(
      'The premises photos disagree: different cameras (HUAWEI ALN-AL00 / vivo V2309A)',
    )
  })

  it('a photo placed by a map and a form placed by GPS are one place', () => {
    expect(codesOf(judge([{ gps: wgs84ToGcj02(declared) }]))).toEqual([])
  })

  it('a place beyond the limit in every datum', () => {
    const far = place(declared.latitude + 0.05, declared.longitude)
    const { reasons } = judge([{ gps: far }])
    expect(reasons.map(({ code }) => code)).toEqual(['SCENE_LOCATION_MISMATCH'])
    expect(reasons[0]!.evidence).toMatchObject({
      photo: far,
      declared,
      distance: smallestDistance(far, declared).metres,
    })
    expect(reasons[0]!.message.zh).toBe('资料需要进一步核实')
  })

  it('a date is told with its distance from today', () => {
    const { reasons } = judge([{ takenAt: '2026-12-01T08:30:00' }])
    expect(reasons[0]!.internal).toEqual({
      zh: '拍摄于 2026-12-01 08:30:00（晚于今天）：距今 -8 天，应在 −1 至 90 天之间',
      en: 'Taken at 2026-12-01 08:30:00 (after today): -8 days before today; −1 to 90 are accepted',
    })
  })

  it('a clock that was never set says nothing, neither by itself nor over the set', () => {
    expect(codesOf(judge([{ takenAt: '1970-01-01T08:00:12' }, { takenAt: '2026-11-20T10:00:00' }]))).toEqual([])
  })
})
