import { describe, expect, it } from 'vitest'
import { lookAgain } from '../../../src/checks/look-again.ts'
import type { Quad } from '../../../src/domain/geometry.ts'
import type { OcrReading } from '../../../src/domain/text-line.ts'
import { rectQuad } from '../../../src/ocr/quads.ts'

const line = (box: Quad) => ({ text: '名称深圳市南山区春风里便利店', confidence: 0.9, box })
const name = rectQuad(400, 500, 900, 540)
const reading = (
  boxes: readonly Quad[] = [name, rectQuad(400, 300, 700, 340), rectQuad(400, 1300, 900, 1340)],
): OcrReading => ({
  engine: 'test',
  rotation: 0,
  width: 2400,
  height: 1800,
  lines: boxes.map(line),
})

describe('the second look', () => {
  it('goes to the rows of a value that was seen, with room for a row above and below', () => {
    const { within, earlier } = lookAgain(reading(), null, [rectQuad(500, 500, 900, 540)], true)!
    expect(earlier).toBeDefined()
    expect(within!.y).toBe(400)
    expect(within!.y + within!.height).toBe(640)
    // As wide as all text: a row may go on to either side.
    expect(within!.x).toBeLessThan(400)
    expect(within!.x + within!.width).toBeGreaterThan(900)
  })

  it('takes tilted lines in whole', () => {
    const tilted: Quad = [
      [400, 500],
      [1400, 700],
      [1392, 740],
      [392, 540],
    ]
    const part: Quad = [
      [400, 500],
      [600, 540],
      [592, 580],
      [392, 540],
    ]
    const { within } = lookAgain(reading([tilted]), null, [part], true)!
    expect(within!.y).toBeLessThanOrEqual(500)
    expect(within!.y + within!.height).toBeGreaterThanOrEqual(740)
  })

  it('goes to all text where a value was not found at all', () => {
    const { within } = lookAgain(reading(), null, [name, undefined], true)!
    expect(within!.y).toBeLessThan(300)
    expect(within!.y + within!.height).toBeGreaterThan(1340)
  })

  it('starts anew where it is doubtful which way is up', () => {
    expect(lookAgain(reading(), null, [name], false)).toEqual({ detectAt: 1600 })
  })

  it('is not taken where it would show no more', () => {
    expect(lookAgain({ ...reading([]), width: 500, height: 400 }, null, [], false)).toBeNull()
  })
})
