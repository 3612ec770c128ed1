/**
 * Draws what a command shows on a terminal, for the README:
 *
 *   npx tsx test/support/terminal-picture.ts docs/images/demo-en.png 'npm run demo' node bin/zhunru.js demo --exit --lang en
 *
 * The second argument is what the picture shows as typed. The command runs on a real pseudo-terminal (`script`), a
 * terminal emulator reads it, and a browser draws each cell where it stands, so that Chinese takes exactly two cells.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import xterm from '@xterm/headless'
import { chromium } from 'playwright-core'

const COLUMNS = 132
const ROWS = 80
/** Pixels of one cell. */
const CELL = { width: 9, height: 21 }
/** The eight colours of a terminal, on dark. */
const PALETTE = ['#14171c', '#f2777a', '#8fce6c', '#f2c55c', '#6cb6ff', '#d68fe0', '#5ccfe6', '#d6dae0', '#7d8590']

const [target, typed, ...command] = process.argv.slice(2)
if (!target || !typed || command.length === 0)
  throw new Error('usage: terminal-picture.ts PICTURE.png TYPED COMMAND...')

const terminal = new xterm.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true, convertEol: true })
terminal.write(`\u001b[90m$\u001b[0m ${typed}\n`)
const child = spawn('script', ['-qefc', `stty cols ${COLUMNS} rows ${ROWS}; ${command.join(' ')}`, '/dev/null'], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, TERM: 'xterm-256color', FORCE_COLOR: '1' },
})
child.stdout.on('data', (chunk: Buffer) => terminal.write(chunk))
await once(child, 'close')
await new Promise<void>((resolve) => terminal.write('', resolve))

const lines = Array.from({ length: ROWS }, (_, row) => drawLine(row))
while (lines.at(-1) === '') lines.pop()

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage({ deviceScaleFactor: 1.5 })
await page.setContent(`<style>
  body { margin: 0; background: ${PALETTE[0]}; color: ${PALETTE[7]}; }
  main { width: ${COLUMNS * CELL.width}px; padding: 18px 22px; font: 15px/${CELL.height}px "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; }
  main div { height: ${CELL.height}px; position: relative; }
  main span { position: absolute; white-space: pre; text-align: center; }
</style><main>${lines.map((line) => `<div>${line}</div>`).join('')}</main>`)
await page.locator('main').screenshot({ path: target })
await browser.close()

/** One line of the screen as HTML, a span for each cell that holds something. */
function drawLine(row: number): string {
  const line = terminal.buffer.active.getLine(row)
  let html = ''
  if (!line) return html
  for (let column = 0; column < COLUMNS; column++) {
    const cell = line.getCell(column)
    const text = cell?.getChars().trim()
    if (!cell || !text) continue
    const style = [
      `left:${column * CELL.width}px`,
      `width:${cell.getWidth() * CELL.width}px`,
      ...(cell.isFgPalette() ? [`color:${PALETTE[cell.getFgColor() % PALETTE.length]}`] : []),
      ...(cell.isDim() ? ['opacity:.55'] : []),
      ...(cell.isBold() ? ['font-weight:700'] : []),
    ]
    html += `<span style="${style.join(';')}">${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</span>`
  }
  return html
}
