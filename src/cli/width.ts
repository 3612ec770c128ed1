import stringWidth from 'string-width'

const segmenter = new Intl.Segmenter()
// Colour codes begin with ESC.
// oxlint-disable-next-line no-control-regex
const colourCode = /(\u001b\[[\d;]*m)/

/**
 * Cuts or pads to a number of terminal cells, at least 1: a Chinese character takes two, a colour code none. All
 * colour codes stay, also those behind the cut, so that no colour runs on.
 */
export function padToWidth(text: string, cells: number): string {
  const width = stringWidth(text)
  if (width <= cells) return text + ' '.repeat(cells - width)
  let kept = ''
  let used = 0
  let cut = false
  for (const piece of piecesOf(text)) {
    const wide = stringWidth(piece)
    if (wide === 0) kept += piece
    else if (cut) continue
    else if (used + wide < cells) {
      kept += piece
      used += wide
    } else {
      kept += '…'
      cut = true
    }
  }
  return kept + ' '.repeat(cells - used - 1)
}

/** Colour codes whole, and between them what a reader sees as one character each. */
const piecesOf = (text: string): string[] =>
  text
    .split(colourCode)
    .flatMap((part, i) => (i % 2 === 1 ? [part] : Array.from(segmenter.segment(part), ({ segment }) => segment)))

/** Breaks plain text into lines of at most so many cells: between words, and where there are none, as in Chinese, between characters. */
export function wrapToWidth(text: string, cells: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of text
    .split(/(?<=\s)|(?<=[\u3000-\u9fff\uff00-\uffef])(?![，。；：、）”])/u)
    .flatMap((part) => cutLong(part, cells))) {
    if (line !== '' && stringWidth(line + piece.trimEnd()) > cells) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += piece
  }
  return [...lines, line.trimEnd()]
}

/** A word, such as an address, that no line has room for. */
function cutLong(word: string, cells: number): string[] {
  const pieces: string[] = ['']
  for (const { segment } of segmenter.segment(word)) {
    const last = pieces.length - 1
    if (stringWidth(pieces[last] + segment.trimEnd()) > cells) pieces.push(segment)
    else pieces[last] += segment
  }
  return pieces
}
