import type { RgbImage } from './image.ts'

/** Capital letters of 5 × 7 points, a row to each group; only those that the words of the map need. */
const shapes: Readonly<Record<string, string>> = {
  A: '01110 10001 10001 11111 10001 10001 10001',
  B: '11110 10001 10001 11110 10001 10001 11110',
  C: '01110 10001 10000 10000 10000 10001 01110',
  D: '11110 10001 10001 10001 10001 10001 11110',
  E: '11111 10000 10000 11110 10000 10000 11111',
  F: '11111 10000 10000 11110 10000 10000 10000',
  G: '01110 10001 10000 10111 10001 10001 01110',
  H: '10001 10001 10001 11111 10001 10001 10001',
  I: '01110 00100 00100 00100 00100 00100 01110',
  K: '10001 10010 10100 11000 10100 10010 10001',
  L: '10000 10000 10000 10000 10000 10000 11111',
  M: '10001 11011 10101 10101 10001 10001 10001',
  N: '10001 11001 10101 10011 10001 10001 10001',
  O: '01110 10001 10001 10001 10001 10001 01110',
  P: '11110 10001 10001 11110 10000 10000 10000',
  R: '11110 10001 10001 11110 10100 10010 10001',
  S: '01111 10000 10000 01110 00001 00001 11110',
  T: '11111 00100 00100 00100 00100 00100 00100',
  U: '10001 10001 10001 10001 10001 10001 01110',
  W: '10001 10001 10001 10101 10101 11011 10001',
  ' ': '00000 00000 00000 00000 00000 00000 00000',
}

/** Pixels that the words take at this size of a point. */
export const lettersSize = (words: string, point: number) => ({
  width: (6 * words.length - 1) * point,
  height: 7 * point,
})

/** Writes words, capitals only, their upper left corner at the place. @throws Error on a letter that is not drawn here. */
export function writeLetters(
  image: RgbImage,
  words: string,
  { x, y, point }: { x: number; y: number; point: number },
  colour: readonly [number, number, number],
): void {
  ;[...words].forEach((letter, i) => {
    const shape = shapes[letter]
    if (shape === undefined) throw new Error(`No shape for the letter ${letter}`)
    shape.split(' ').forEach((row, down) =>
      [...row].forEach((dot, across) => {
        if (dot === '1')
          fill(image, { x: x + (6 * i + across) * point, y: y + down * point, width: point, height: point }, colour)
      }),
    )
  })
}

/** A filled rectangle, cut at the picture's borders; `opacity` 0-1. */
export function fill(
  { data, width, height }: RgbImage,
  box: { x: number; y: number; width: number; height: number },
  colour: readonly [number, number, number],
  opacity = 1,
): void {
  for (let y = Math.max(0, Math.round(box.y)); y < Math.min(height, Math.round(box.y + box.height)); y++) {
    for (let x = Math.max(0, Math.round(box.x)); x < Math.min(width, Math.round(box.x + box.width)); x++) {
      const at = 3 * (y * width + x)
      for (let c = 0; c < 3; c++) data[at + c] = data[at + c]! * (1 - opacity) + colour[c]! * opacity
    }
  }
}
