import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { packageRoot } from './package-root.ts'

const manifest = z.object({ version: z.string() })

/** The program's version, as package.json has it. */
export const { version } = manifest.parse(JSON.parse(readFileSync(new URL('package.json', packageRoot), 'utf8')))
