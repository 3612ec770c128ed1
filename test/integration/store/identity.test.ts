import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findBinaries } from '../../../src/store/embedded/binaries.ts'
import { chooseIdentity } from '../../../src/store/embedded/identity.ts'

const run = promisify(execFile)
// Only its owner may enter: what root's home is to the user whom root lends Postgres.
let closed = ''
beforeAll(async () => {
  closed = await mkdtemp(join(tmpdir(), 'zhunru-closed-'))
})
afterAll(() => rm(closed, { recursive: true, force: true }))

it('makes a database with programs and data in a folder that is closed to others, as root and as an ordinary user', async () => {
  const { initdb } = await findBinaries()
  const native = dirname(dirname(initdb))
  await cp(native, join(closed, 'native'), { recursive: true })
  const program = join(closed, 'native', 'bin', basename(initdb))
  const folder = await mkdtemp(join(closed, 'postgres-'))
  const identity = await chooseIdentity(folder, join(folder, 'data'), program)
  expect(identity.name === undefined).toBe(process.getuid?.() !== 0)

  const { file, args, options } = identity.launch(program, ['-D', join(folder, 'data'), '--no-sync', '-A', 'trust'])
  const { stderr } = await run(file, args, { ...options, cwd: '/' })
  expect(stderr).not.toContain('invalid binary')
})
