#!/usr/bin/env node
// The command. Compiled code lives in dist/, which `npm ci` builds; a checkout without it gets told so.
import { existsSync } from 'node:fs'

const main = new URL('../dist/src/cli/main.js', import.meta.url)
if (!existsSync(main)) {
  process.stderr.write('zhunru has not been built yet: run "npm ci" (or "npm run build") in its folder first.\n')
  process.exit(2)
}
await import(main.href)
