import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fingerprintBank } from '../../../src/vision/crop-bank.ts'
import { hammingDistance, mirrored } from '../../../src/vision/fingerprint.ts'
import type { Plane } from '../../../src/vision/planes.ts'
import { register } from '../../../src/vision/register.ts'
import { contentBox, cut } from '../../../src/vision/trim.ts'
import { blobs, framed, turned } from './made-planes.ts'

type Prints = ReturnType<typeof fingerprintBank>['fingerprints']
const nearest = (some: Prints, others: Prints) =>
  Math.min(...some.flatMap((a) => others.map((b) => hammingDistance(a.hash, b.hash))))
const isCrop = ({ variant }: { variant: string }) => variant.startsWith('crop-')

const photo = blobs(3)
const part = cut(photo, { x: 90, y: 20, width: 410, height: 307 })

describe('the bank of one photo', () => {
  const bank = fingerprintBank(photo)

  test('begins with the whole; a photo without borders has nothing to trim', () => {
    expect(bank.fingerprints[0]?.variant).toBe('whole')
    expect(bank.fingerprints.map(({ variant }) => variant)).not.toContain('trimmed')
    expect(bank.fingerprints.filter(isCrop).length).toBeGreaterThanOrEqual(4)
    expect(bank.mirrored).toHaveLength(bank.fingerprints.length)
  })

  test('a part of it is found by its crops, though not by the whole', () => {
    const other = fingerprintBank(part)
    expect(hammingDistance(bank.fingerprints[0]!.hash, other.fingerprints[0]!.hash)).toBeGreaterThan(60)
    expect(nearest(bank.fingerprints.filter(isCrop), other.fingerprints.filter(isCrop))).toBeLessThanOrEqual(31)
  })

  test('in a mirror, and turned by some degrees', () => {
    const other = fingerprintBank(mirrored(photo))
    expect(nearest(other.mirrored, bank.fingerprints)).toBeLessThanOrEqual(10)
    expect(nearest(fingerprintBank(turned(photo, 5)).turned, bank.fingerprints)).toBeLessThanOrEqual(45)
  })

  test('nothing of another photo is near', () => {
    const other = fingerprintBank(blobs(4))
    const searched = [...other.fingerprints, ...other.mirrored, ...other.turned]
    expect(nearest(searched, bank.fingerprints)).toBeGreaterThan(60)
  })

  test('a blank wall has no crops and a whole that says nothing', () => {
    const wall: Plane = { data: new Float32Array(400 * 300).fill(180), width: 400, height: 300 }
    const { fingerprints } = fingerprintBank(wall)
    expect(fingerprints.filter(isCrop)).toEqual([])
    expect(fingerprints[0]!.quality).toBe(0)
  })

  test('of any size down to a strip', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 90 }), fc.integer({ min: 5, max: 90 }), (width, height) => {
        const { fingerprints } = fingerprintBank(blobs(5, width, height))
        expect(fingerprints[0]!.hash).toMatch(/^[\da-f]{64}$/)
      }),
      { numRuns: 12 },
    )
  })
})

describe('borders', () => {
  test.each([0, 255])('of brightness %i are trimmed to the pixel', (level) => {
    const box = contentBox(framed(photo, { left: 20, top: 55, right: 31, bottom: 80, level }))
    expect(box).toEqual({ x: 20, y: 55, width: photo.width, height: photo.height })
  })

  test('with the signs of a status bar in them', () => {
    const screen = framed(photo, { left: 0, top: 200, right: 0, bottom: 190, level: 4 })
    for (let y = 12; y < 24; y++) screen.data.fill(230, y * screen.width + 20, y * screen.width + 90)
    expect(contentBox(screen)).toEqual({ x: 0, y: 200, width: photo.width, height: photo.height })
  })

  test('a photo of little things on a plain ground is left whole', () => {
    const ground: Plane = { data: new Float32Array(500 * 400).fill(240), width: 500, height: 400 }
    for (let y = 180; y < 220; y++) ground.data.fill(30, y * 500 + 230, y * 500 + 270)
    expect(contentBox(ground)).toBeNull()
  })
})

describe('one laid over the other', () => {
  test.each<[string, Plane, Partial<ReturnType<typeof register>>]>([
    ['itself', photo, { same: true, correlation: 1, overlap: 1, mirrored: false }],
    ['a part of it', part, { same: true, overlap: 1, mirrored: false }],
    ['its mirror picture', mirrored(photo), { same: true, mirrored: true }],
    ['turned by 5 degrees', turned(photo, 5), { same: true, mirrored: false }],
    ['in a frame', framed(photo, { left: 40, top: 90, right: 40, bottom: 90, level: 250 }), { same: true }],
    ['another photo', blobs(4), { same: false }],
  ])('%s', (_, other, expected) => {
    expect(register(photo, other)).toMatchObject(expected)
    expect(register(other, photo).same).toBe(expected.same)
  })

  test('the same things a little elsewhere are another shot', () => {
    // Every second thing stands elsewhere, as what is near does when the camera moves.
    expect(register(photo, blobs(3, photo.width, photo.height, 9)).same).toBe(false)
  })
})
