import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blocklistTexts } from '../../../src/cli/blocklist-texts.ts'
import { BadLinesError, BlockFileError, encodingOf, readBlockFile } from '../../../src/cli/read-block-file.ts'
import type { BlockEntry } from '../../../src/review/block-lists.ts'
import { idNumber } from '../domain/sample.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhunru-lists-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

let serial = 0
async function file(content: string | Uint8Array): Promise<string> {
  const path = join(folder, `${++serial}.csv`)
  await writeFile(path, content)
  return path
}
async function read(content: string | Uint8Array, skipBad = false) {
  const opened = await readBlockFile(await file(content), { skipBad })
  const entries: BlockEntry[] = []
  let error: unknown = null
  try {
    for await (const batch of opened.batches) entries.push(...batch)
  } catch (caught) {
    error = caught
  }
  return { ...opened, entries, error, bad: opened.bad.map(({ line, problem }) => `${line} ${problem}`) }
}
const HEADER = 'kind,value,reason,until\n'
/** 跑路 and 商户 in GBK. */
const gbk = Buffer.concat([
  Buffer.from(`${HEADER}phone,13800138000,`),
  Buffer.from([0xc5, 0xdc, 0xc2, 0xb7, 0xc9, 0xcc, 0xbb, 0xa7]),
  Buffer.from(',\r\n'),
])
const phone = { kind: 'phone', value: '13800138000' }

describe('a list as CSV', () => {
  it('gives its values as forms write them, with reason and last day', async () => {
    const { entries, error } = await read(
      `${HEADER}phone,138-0013-8000,,\n ID_NUMBER , ${idNumber.toLowerCase()} ,"ran off, ""twice""",2027-12-31\n\nphone,13800138001,x,2027/1/5\n`,
    )
    expect(error).toBeNull()
    expect(entries).toEqual([
      { ...phone, reason: null, until: null },
      { kind: 'id_number', value: idNumber, reason: 'ran off, "twice"', until: '2027-12-31' },
      { kind: 'phone', value: '13800138001', reason: 'x', until: '2027-01-05' },
    ])
  })

  it('may have its columns in any order, and only those that must be', async () => {
    expect((await read('value,kind\r\n13800138000,phone\r\n')).entries).toEqual([
      { ...phone, reason: null, until: null },
    ])
    expect((await read('Until,Value,KIND\n2027-12-31,13800138000,phone\n')).entries).toMatchObject([
      { until: '2027-12-31' },
    ])
  })

  it.each([
    ['UTF-8', Buffer.from(`${HEADER}phone,13800138000,跑路商户,\n`), 'utf-8'],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${HEADER}phone,13800138000,跑路商户,\n`), 'utf-8'],
    ['GBK', gbk, 'gb18030'],
    ['UTF-16', Buffer.from(`\uFEFF${HEADER}phone,13800138000,跑路商户,\n`, 'utf16le'), 'utf-16le'],
    [
      'UTF-16 of another order',
      Buffer.from(`\uFEFF${HEADER}phone,13800138000,跑路商户,\n`, 'utf16le').swap16(),
      'utf-16be',
    ],
  ])('is read in %s', async (_, content, encoding) => {
    const { entries, ...found } = await read(content)
    expect(found.encoding).toBe(encoding)
    expect(entries).toEqual([{ ...phone, reason: '跑路商户', until: null }])
  })

  it('is read alike wherever the pieces of a long file are cut', async () => {
    // 64 KiB a piece: with three bytes a character, cuts go through characters.
    const lines = Array.from({ length: 6000 }, (_, i) => `phone,138${String(i).padStart(8, '0')},跑路商户${i},`)
    const { entries, encoding, error } = await read(HEADER + lines.join('\n'))
    expect([error, encoding, entries.length]).toEqual([null, 'utf-8', 6000])
    for (const [i, { reason }] of entries.entries()) expect(reason).toBe(`跑路商户${i}`)
    const path = await file(Buffer.concat(Array.from({ length: 4000 }, () => gbk)))
    expect(await encodingOf(path)).toBe('gb18030')
  })

  it.each([
    ['a workbook', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0x00, 0x06, 0x00]), 'workbook', null],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'workbook', null],
    ['bytes of no encoding', Buffer.from([0x6b, 0x69, 0xff, 0xff, 0x0a]), 'encoding', null],
    ['an empty file', '', 'header', null],
    ['no header', 'phone,13800138000,,\n', 'header', null],
    ['an unknown column', 'kind,value,remark\n', 'header', null],
    ['a column twice', 'kind,value,value\n', 'header', null],
    ['no values', 'kind,reason\n', 'header', null],
    ['semicolons', 'kind;value\nphone;13800138000\n', 'header', null],
    ['a quote that is not closed', `${HEADER}phone,13800138000,"own,\nphone,13800138001,,\n`, 'quotes', 2],
    [
      'a quote that is not closed far down',
      `${HEADER}${'phone,13800138000,,\n'.repeat(9000)}\nphone,13800138001,"own,\n`,
      'quotes',
      9003,
    ],
    ['a quote in the middle', `${HEADER}phone,13800138000,own "list" x,\n`, 'quotes', 2],
  ])('is refused with %s', async (_, content, problem, line) => {
    const error = await read(content).then(
      (found) => found.error,
      (caught: unknown) => caught,
    )
    expect(error).toBeInstanceOf(BlockFileError)
    expect(error).toMatchObject({ problem, line })
  })

  it('that is not there, or is a folder, is told', async () => {
    for (const path of [join(folder, 'none.csv'), folder])
      await expect(readBlockFile(path, { skipBad: false })).rejects.toMatchObject({ problem: 'missing' })
  })
})

describe('bad lines', () => {
  const bad = `${HEADER}phone,13800138000,,
phone,1380013800,,
fax,13800138000,,
id_number,4.40305E+17,,
id_number,440305199003071234,,
phone,13800138001,${'长'.repeat(501)},
phone,13800138002,"two
lines",
phone,13800138003,,2027-02-29
phone,13800138004,a,,b
phone,13800138005,,
`
  const expected = [
    '3 value:phone',
    '4 kind',
    '5 rounded',
    '6 value:id_number',
    '7 reason',
    '9 reason',
    '10 until',
    '11 columns',
  ]

  it('are told with line and cause, all of them, and nothing is kept', async () => {
    const { entries, error, bad: found, badLines, good } = await read(bad)
    expect(error).toBeInstanceOf(BadLinesError)
    expect(found).toEqual(expected)
    expect([badLines, good]).toEqual([8, 2])
    expect(entries).toEqual([])
  })

  it('are left out when that is wanted', async () => {
    const { entries, error, bad: found } = await read(bad, true)
    expect(error).toBeNull()
    expect(found).toEqual(expected)
    expect(entries.map(({ value }) => value)).toEqual(['13800138000', '13800138005'])
  })

  it('are counted when there are many, and the first are kept', async () => {
    const { bad: found, badLines } = await read(HEADER + 'fax,1,,\n'.repeat(12_000))
    expect([found.length, badLines]).toEqual([20, 12_000])
  })

  it('have a text for each problem in both languages, which holds no value', () => {
    for (const [language, han] of [
      ['zh', true],
      ['en', false],
    ] as const) {
      const texts = Object.values(blocklistTexts[language].problem)
      expect(new Set(texts).size).toBe(texts.length)
      for (const text of texts) expect(/\p{Script=Han}/u.test(text)).toBe(han)
    }
  })
})
