import stringWidth from 'string-width'

/** Cuts or pads to a number of terminal cells: a Chinese character takes two, a colour code none. */
export function padToWidth(text: string, cells: number): string {
  let fitting = text
  while (stringWidth(fitting) > cells) fitting = `${[...fitting].slice(0, -2).join('')}…`
  return fitting + ' '.repeat(cells - stringWidth(fitting))
}
