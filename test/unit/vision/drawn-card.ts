/** A card of strokes on a plain desk: rows of "characters" made of upright and level strokes, without any font. */
export const width = 1500
export const height = 1125
export const card = { left: 150, top: 190, width: 1200, height: 750 }
/** Pixels, the height of one character: the card's width over 30. */
export const glyph = 40

/** Three channels of eight bits. `random` gives [0, 1). */
export function drawCard(random: () => number): Buffer {
  const data = Buffer.alloc(width * height * 3, 110)
  const fill = (left: number, top: number, w: number, h: number, value: number) => {
    for (let y = top; y < top + h; y++) data.fill(value, (y * width + left) * 3, (y * width + left + w) * 3)
  }
  fill(card.left, card.top, card.width, card.height, 215)
  for (let row = 0; row < 8; row++) {
    for (let column = 0; column < 22; column++) {
      const x = card.left + 60 + column * 48
      const y = card.top + 70 + row * 80
      for (let stroke = 0; stroke < 3; stroke++) {
        fill(x, y + Math.floor(random() * 34), glyph - 6, 4, 40)
        fill(x + Math.floor(random() * 34), y, 4, glyph - 4, 40)
      }
    }
  }
  return data
}
