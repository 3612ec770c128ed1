import { lstat, mkdir, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findBinaries, hydrateLinks } from '../../../src/store/embedded/binaries.ts'

test('makes the links that an install without scripts left out, once, and relative', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zhunru-links-'))
  await mkdir(join(folder, 'native', 'lib'), { recursive: true })
  await writeFile(join(folder, 'native', 'lib', 'libpq.so.5.18'), 'library')
  const links = [
    { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' },
    { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
  ]
  await writeFile(join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(links))
  await hydrateLinks(folder, 'a-package')
  await hydrateLinks(folder, 'a-package')
  for (const { target } of links) {
    expect(await readlink(join(folder, target))).toBe('libpq.so.5.18')
    expect(await readFile(join(folder, target), 'utf8')).toBe('library')
  }
  await rm(folder, { recursive: true })
})

test('says how to mend it where the links cannot be made', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zhunru-links-'))
  await mkdir(join(folder, 'native'), { recursive: true })
  await writeFile(join(folder, 'native', 'lib'), 'no folder')
  await writeFile(join(folder, 'native', 'pg-symlinks.json'), '[{"source":"native/lib/a.1","target":"native/lib/a"}]')
  await expect(hydrateLinks(folder, 'a-package')).rejects.toThrow(
    /native\/lib\/a is missing and cannot be made .*npm rebuild a-package/,
  )
  await rm(folder, { recursive: true })
})

test('finds the programs of this machine, executable', async () => {
  const binaries = await findBinaries()
  for (const file of [binaries.postgres, binaries.initdb, binaries.pg_ctl])
    expect((await lstat(file)).mode & 0o111).toBe(0o111)
})
