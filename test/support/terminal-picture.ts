/**
 * Draws what a command shows on a terminal, for the README:
 *
 *   npx tsx test/support/terminal-picture.ts docs/images/demo-en.png npm run demo -- --exit --lang en
 *
 * The command runs on a real pseudo-terminal (`script`), a terminal emulator reads it, and a browser draws the page.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import serialize from '@xterm/addon-serialize'
import xterm from '@xterm/headless'
import { chromium } from 'playwright-core'

const COLUMNS = 150
const ROWS = 90

const [target, ...command] = process.argv.slice(2)
if (!target || command.length === 0) throw new Error('usage: terminal-picture.ts PICTURE.png COMMAND...')

const terminal = new xterm.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true, convertEol: true })
const serializer = new serialize.SerializeAddon()
terminal.loadAddon(serializer)

const shell = `stty cols ${COLUMNS} rows ${ROWS}; ${command.join(' ')}`
const child = spawn('script', ['-qefc', shell, '/dev/null'], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, TERM: 'xterm-256color', FORCE_COLOR: '1' },
})
child.stdout.on('data', (chunk: Buffer) => terminal.write(chunk))
await once(child, 'close')
await new Promise<void>((resolve) => terminal.write('', resolve))

// A terminal keeps its empty lines; a picture need not.
const html = serializer.serializeAsHTML({ includeGlobalBackground: false, scrollback: 0 })
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage({ viewport: { width: 1500, height: 800 }, deviceScaleFactor: 1.5 })
await page.setContent(`<style>
  body { margin: 0; background: #14171c; }
  pre, pre * { font: 15px/1.35 "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace !important; }
  pre { margin: 0; padding: 20px 24px; width: max-content; color: #d6dae0; }
  pre > div > div:has(> span:only-child:empty) { display: none; }
</style>${html}`)
await page.locator('pre').screenshot({ path: target })
await browser.close()
