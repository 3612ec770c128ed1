import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { precheckResult } from '../../src/contracts/precheck-view.ts'
import { screeningResult } from '../../src/contracts/screening-result.ts'
import { sampleFolder, startTestService, type TestService, untilDecided } from '../support/service.ts'

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

/** Runs the command as a user would, from source. */
function zhunru(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', main, ...args], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr })
    })
  })
}

describe('zhunru screen', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhunru-cli-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  /** A copy of a faultless sample whose application.json was changed. */
  async function changed(name: string, change: (application: Record<string, unknown>) => void): Promise<string> {
    const copy = join(folder, name)
    await cp(sampleFolder('A-1002'), copy, { recursive: true })
    const file = join(copy, 'application.json')
    const application = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>
    change(application)
    await writeFile(file, JSON.stringify(application))
    return copy
  }

  it('prints one JSON object a line, goes on after a bad folder, and ends with 2', async () => {
    const wrong = await changed('wrong-number', (a) => {
      a['legalPerson'] = { name: '张三', idNumber: '110105194912310021' }
    })
    const { code, stdout, stderr } = await zhunru('screen', wrong, sampleFolder('A-1002'), '--json', '--lang', 'en')
    expect(code).toBe(2)
    const lines = stdout.trim().split('\n')
    expect(lines).toHaveLength(1)
    const result = screeningResult.parse(JSON.parse(lines[0] ?? ''))
    expect(result).toMatchObject({ reference: 'A-1002', outcome: 'approved', reasons: [] })
    expect(result.fields.id_portrait?.['idNumber']?.value).toMatch(/^\d{17}[\dX]$/)
    expect(result.photos.id_portrait?.clarity).toBeGreaterThan(50)
    expect(stderr).toContain(wrong)
    expect(stderr).toContain('legalPerson.idNumber: ID_NUMBER_INVALID')
    // A wrong number is still somebody's: it is not repeated.
    expect(stderr).not.toContain('110105194912310021')
  })

  it('tells in Chinese and in English what came out', async () => {
    for (const [language, outcome, reason] of [
      ['zh', '退回补件', '身份证'],
      ['en', 'resubmission required', 'expired'],
    ] as const) {
      const { code, stdout } = await zhunru('screen', sampleFolder('A-1007'), '--lang', language)
      expect(code).toBe(0)
      expect(stdout).toContain(outcome)
      expect(stdout).toContain(reason)
    }
  })

  it.each([
    ['a folder that is not there', () => Promise.resolve(join(folder, 'none')), 'FILE_NOT_FOUND'],
    [
      'what is no JSON',
      async () => {
        await mkdir(join(folder, 'no-json'))
        await writeFile(join(folder, 'no-json', 'application.json'), '{ "reference": ')
        return join(folder, 'no-json')
      },
      'INVALID_JSON',
    ],
    [
      'a person without a business',
      () => changed('person', (a) => void (a['merchantType'] = 'person')),
      'NOT_A_MERCHANT',
    ],
    ['a missing field', () => changed('missing', (a) => void delete a['contact']), 'contact: FIELD_MISSING'],
    ['an unknown field', () => changed('unknown', (a) => void (a['colour'] = 'red')), 'colour: FIELD_UNKNOWN'],
    [
      'a phone that is none',
      () => changed('phone', (a) => void (a['contact'] = { name: '张三', phone: '12345' })),
      'contact.phone: PHONE_INVALID',
    ],
    [
      'a card number with a wrong check digit',
      () =>
        changed(
          'card',
          (a) => void (a['settlementAccount'] = { accountName: '张三', cardNumber: '6222020000000000001' }),
        ),
      'settlementAccount.cardNumber: CARD_NUMBER_INVALID',
    ],
    [
      'a path that leaves the folder',
      () =>
        changed('outside', (a) => void (a['materials'] = [{ kind: 'id_portrait', file: '../A-1001/id_portrait.jpg' }])),
      'PATH_OUTSIDE_FOLDER',
    ],
    [
      'a photo that is not there',
      () => changed('no-photo', (a) => void (a['materials'] = [{ kind: 'id_portrait', file: 'none.jpg' }])),
      'FILE_NOT_FOUND',
    ],
    [
      'a photo that is none',
      () => changed('no-picture', (a) => void (a['materials'] = [{ kind: 'id_portrait', file: 'application.json' }])),
      'FILE_NOT_AN_IMAGE',
    ],
  ])('refuses %s by its code', async (_, prepare, expected) => {
    const { code, stdout, stderr } = await zhunru('screen', await prepare(), '--json', '--lang', 'en')
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(expected)
  })
})

describe('zhunru precheck', () => {
  let folder: string
  const at = (name: string) => join(folder, name)
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhunru-precheck-'))
    const portrait = join(sampleFolder('A-1001'), 'id_portrait.jpg')
    await cp(portrait, at('id_portrait.jpg'))
    await sharp(portrait).blur(12).toFile(at('IMG 2041.jpg'))
    await writeFile(at('notes.jpg'), '%PDF-1.7 no picture')
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const parsed = (stdout: string) =>
    stdout
      .trim()
      .split('\n')
      .map((line) => precheckResult.strict().parse(JSON.parse(line)))

  it('prints one JSON object a line, in the order given, goes on after what is no photo, and ends with 2', async () => {
    const files = [at('none.jpg'), at('IMG 2041.jpg'), at('notes.jpg'), folder, at('id_portrait.jpg')]
    const { code, stdout, stderr } = await zhunru('precheck', ...files, '--kind', 'bank_card', '--json', '--lang', 'en')
    expect(code).toBe(2)
    const [blurred, clear, ...none] = parsed(stdout)
    expect(none).toEqual([])
    expect(blurred).toMatchObject({ file: files[1], kind: 'bank_card', kindFrom: 'option', verdict: 'retake' })
    expect(blurred?.reasons).toMatchObject([{ code: 'IMG_BLURRY' }])
    expect(clear).toMatchObject({ file: files[4], kind: 'id_portrait', kindFrom: 'name', verdict: 'ok', reasons: [] })
    for (const [file, refusal] of [
      [files[0], 'FILE_NOT_FOUND'],
      [files[2], 'FILE_NOT_AN_IMAGE'],
      [files[3], 'FOLDER_GIVEN'],
    ]) {
      expect(stderr).toContain(`${file}: ${refusal}: `)
    }
    expect(stderr.trim().split('\n')).toHaveLength(3)
  })

  it('tells in Chinese and in English what is wrong and what to do', async () => {
    for (const [language, ...words] of [
      ['zh', '需重拍', '模糊', '处理: ', '按经营场所照片判断', '可用 1，需重拍 1'],
      ['en', 'take it again', 'blurry', 'To do: ', 'judged as a photo of premises', '1 ok, 1 to take again'],
    ] as const) {
      const { code, stdout } = await zhunru('precheck', at('IMG 2041.jpg'), at('id_portrait.jpg'), '--lang', language)
      expect(code).toBe(0)
      for (const word of words) expect(stdout).toContain(word)
    }
  })

  it('--explain writes a picture beside the photo, again without complaint, and never over something else', async () => {
    const photo = at('id_portrait.jpg')
    const picture = `${photo}.clarity.png`
    const explain = () => zhunru('precheck', photo, '--explain', '--json', '--lang', 'en')
    const first = await explain()
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(parsed(first.stdout)).toMatchObject([{ clarityMap: picture }])
    expect((await sharp(picture).metadata()).format).toBe('png')
    expect(await explain()).toMatchObject({ code: 0, stderr: '' })

    await writeFile(picture, 'somebody’s own')
    const refused = await explain()
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain(`FILE_EXISTS: ${picture}`)
    // The verdict is told all the same.
    expect(parsed(refused.stdout)).toMatchObject([{ verdict: 'ok' }])
    expect(parsed(refused.stdout)[0]).not.toHaveProperty('clarityMap')
    expect(await readFile(picture, 'utf8')).toBe('somebody’s own')
  })

  it('refuses a kind that there is none of, and no photo at all', async () => {
    const kind = await zhunru('precheck', at('id_portrait.jpg'), '--kind', 'selfie')
    expect(kind).toMatchObject({ code: 2, stdout: '' })
    expect(kind.stderr).toContain('scene_signboard')
    expect(await zhunru('precheck')).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('zhunru submit and status', () => {
  let test: TestService
  beforeAll(async () => {
    test = await startTestService()
  })
  afterAll(() => test.stop())

  it('submits to a running service, says how it stands, and knows what it does not know', async () => {
    const submitted = await zhunru('submit', sampleFolder('A-1007'), '--url', test.url, '--lang', 'en')
    expect(submitted).toMatchObject({ code: 0, stderr: '' })
    expect(submitted.stdout).toMatch(/^A-1007 submitted as app_/)
    await untilDecided(test, 'A-1007')
    const { code, stdout } = await zhunru('status', 'A-1007', '--url', test.url, '--lang', 'zh')
    expect(code).toBe(0)
    expect(stdout).toContain('退回补件')

    const unknown = await zhunru('status', 'none', '--url', test.url, '--lang', 'en')
    expect(unknown).toMatchObject({ code: 2, stdout: '' })
    expect(unknown.stderr).toContain('no application with reference none')
  })

  it('says how to start the service when nobody answers', async () => {
    const { code, stderr } = await zhunru('status', 'A-1001', '--url', 'http://127.0.0.1:9', '--lang', 'en')
    expect(code).toBe(1)
    expect(stderr).toContain('npm start')
  })
})
