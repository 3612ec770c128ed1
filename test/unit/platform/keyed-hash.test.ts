import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keyedHash, keyFromFile } from '../../../src/platform/keyed-hash.ts'

describe('a keyed hash', () => {
  it('is HMAC-SHA-256 of the purpose and the value', () => {
    // openssl dgst -sha256 -mac HMAC -macopt hexkey:0b…0b over "id_number\0" and the number
    expect(keyedHash('0b'.repeat(32))('id_number', '11010519491231002X')).toBe(
      'b3cdeb8840e5dea74383aa2e5e1d6e8df659f743d9c885aee9a335c366b82f09',
    )
  })

  it('differs by value, by purpose and by key', () => {
    const [one, two] = [keyedHash('0b'.repeat(32)), keyedHash('0c'.repeat(32))]
    const all = [one('a', '1'), one('a', '2'), one('b', '1'), two('a', '1'), one('a1', ''), one('', 'a1')]
    expect(new Set(all).size).toBe(all.length)
    expect(one('a', '1')).toBe(all[0])
  })

  it.each(['', 'zz'.repeat(32), '0b'.repeat(31), `${'0b'.repeat(32)}0`])('takes no key such as %j', (key) => {
    expect(() => keyedHash(key)).toThrow('at least 32 bytes')
  })
})

describe('a key in a file', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhunru-key-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('is made once, for its owner alone, however many ask for it at once', async () => {
    const file = join(folder, 'new', 'key')
    const keys = await Promise.all(Array.from({ length: 10 }, () => keyFromFile(file)))
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(new Set(keys).size).toBe(1)
    expect(await keyFromFile(file)).toBe(keys[0])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readdir(join(folder, 'new'))).toEqual(['key'])
  })

  it('is not made anew where the file holds something else', async () => {
    const file = join(folder, 'cut')
    await writeFile(file, 'abcdef')
    await expect(keyFromFile(file)).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    await expect(keyFromFile(file)).rejects.not.toThrow('abcdef')
    expect(await readFile(file, 'utf8')).toBe('abcdef')
  })
})
