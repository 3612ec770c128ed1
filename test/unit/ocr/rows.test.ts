import { expect, test } from 'vitest'
import type { Quad } from '../../../src/domain/geometry.ts'
import { digitRows, inReadingOrder, joinBoxes } from '../../../src/ocr/ppocr/rows.ts'
import { quadHeight, quadWidth, rectQuad } from '../../../src/ocr/quads.ts'

const line = (text: string, box: Quad) => ({ text, box })
const turned = (q: Quad, degrees: number): Quad => {
  const angle = (degrees * Math.PI) / 180
  const turn = ([x, y]: Quad[0]): Quad[0] => [
    x * Math.cos(angle) - y * Math.sin(angle),
    x * Math.sin(angle) + y * Math.cos(angle),
  ]
  return [turn(q[0]), turn(q[1]), turn(q[2]), turn(q[3])]
}

const card = ['6222', '0212', '3456', '7890', '128'].map((text, i) =>
  line(text, rectQuad(100 + i * 150, 400, 200 + i * 150, 440)),
)

test('the groups of a bank card are one row, from left to right', () => {
  const shuffled = [card[3]!, line('中国银行', rectQuad(100, 100, 300, 140)), card[0]!, card[4]!, card[1]!, card[2]!]
  expect(digitRows(shuffled)).toEqual([[2, 4, 5, 0, 3]])
})

test('so they are on a card that was held at an angle', () => {
  const tilted = card.map((piece) => ({ ...piece, box: turned(piece.box, 11) }))
  expect(digitRows(tilted)).toEqual([[0, 1, 2, 3, 4]])
  const joined = joinBoxes(tilted.map((piece) => piece.box))
  expect(quadWidth(joined)).toBeCloseTo(700, 3)
  expect(quadHeight(joined)).toBeCloseTo(40, 3)
})

test('an ID number broken in two is one row; its label stays apart', () => {
  const lines = [
    line('公民身份号码', rectQuad(100, 600, 300, 640)),
    line('110105', rectQuad(400, 600, 540, 640)),
    line('19491231002X', rectQuad(560, 602, 850, 642)),
  ]
  expect(digitRows(lines)).toEqual([[1, 2]])
})

test('neither a date beside a date nor numbers on other lines or of other sizes make a row', () => {
  expect(digitRows([line('08/19', rectQuad(0, 0, 80, 30)), line('08/29', rectQuad(100, 0, 180, 30))])).toEqual([])
  expect(digitRows([line('62220212', rectQuad(0, 0, 160, 30)), line('34567890', rectQuad(180, 40, 340, 70))])).toEqual(
    [],
  )
  expect(digitRows([line('62220212', rectQuad(0, 0, 160, 30)), line('34567890', rectQuad(180, -20, 500, 50))])).toEqual(
    [],
  )
  expect(digitRows([line('62220212', rectQuad(0, 0, 160, 30)), line('34567890', rectQuad(400, 0, 560, 30))])).toEqual(
    [],
  )
})

test('lines are read from top to bottom and, at one height, from left to right', () => {
  const lines = [
    line('d', rectQuad(500, 104, 700, 134)),
    line('e', rectQuad(0, 150, 300, 180)),
    line('c', rectQuad(0, 100, 300, 130)),
    line('b', rectQuad(400, 0, 500, 30)),
    line('a', rectQuad(0, 8, 100, 38)),
  ]
  expect(inReadingOrder(lines).map((l) => l.text)).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('on a tilted page a label still comes before its value', () => {
  const page = [
    line('address', turned(rectQuad(300, 100, 900, 130), 4)),
    line('label', turned(rectQuad(0, 100, 200, 130), 4)),
    line('next', turned(rectQuad(300, 140, 900, 170), 4)),
    line('above', turned(rectQuad(300, 60, 900, 90), 4)),
  ]
  expect(inReadingOrder(page).map((l) => l.text)).toEqual(['above', 'label', 'address', 'next'])
})
