import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import ExifReader from 'exifreader'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { individualBusiness, microMerchant } from '../../src/domain/application.ts'
import { isBankCardNumber, isCreditCode, isIdNumber, isOldRegistrationNumber } from '../../src/domain/numbers.ts'
import { fontSets, openEasel } from '../fixtures/render/browser.ts'
import { idPortrait } from '../fixtures/render/id-card.ts'
import { inventMerchant } from '../fixtures/render/merchant.ts'
import { registrationNumber } from '../fixtures/render/numbers.ts'
import { committed, oddities, renderOdd } from '../fixtures/render/odd.ts'
import { cardEnds, inventPerson } from '../fixtures/render/people.ts'
import { qr } from '../fixtures/render/qr.ts'
import { random } from '../fixtures/render/random.ts'
import { samples } from '../fixtures/render/samples.ts'
import { renderSet } from '../fixtures/render/set.ts'
import { variants } from '../fixtures/render/variety.ts'

const root = path.join(import.meta.dirname, '../fixtures/samples')
const folders = readdirSync(root)

interface Application {
  reference: string
  merchantType: string
  materials: { kind: string; file: string }[]
}
interface Expected {
  outcome: string
  reasons: string[]
  truth: Record<string, Record<string, string>>
}
const application = (folder: string): Application =>
  JSON.parse(readFileSync(path.join(root, folder, 'application.json'), 'utf8')) as Application
const expected = (folder: string): Expected =>
  JSON.parse(readFileSync(path.join(root, folder, 'expected.json'), 'utf8')) as Expected

describe('the committed samples', () => {
  it('are those that the renderer describes, at most 12 MB in all', () => {
    expect(folders.toSorted()).toEqual(samples.map((sample) => sample.reference).toSorted())
    const bytes = folders.flatMap((folder) =>
      readdirSync(path.join(root, folder)).map((file) => statSync(path.join(root, folder, file)).size),
    )
    expect(bytes.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(12 * 1024 * 1024)
  })

  it.each(folders)('%s: a form that intake accepts, with numbers that pass their check digits', (folder) => {
    const { materials, ...form } = application(folder)
    const shape = form.merchantType === 'individual_business' ? individualBusiness : microMerchant
    expect(shape.safeParse(form).error).toBeUndefined()
    expect(form.reference).toBe(folder)
    const files = readdirSync(path.join(root, folder)).filter((file) => file.endsWith('.jpg'))
    expect(materials.map((material) => material.file).toSorted()).toEqual(files.toSorted())

    const { truth } = expected(folder)
    const { id_portrait: card, bank_card: bank, business_licence: licence } = truth
    expect(isIdNumber(card?.['idNumber'] ?? '')).toBe(true)
    expect(bank === undefined || isBankCardNumber(bank['cardNumber'] ?? '')).toBe(true)
    expect(licence === undefined || isCreditCode(licence['creditCode'] ?? '')).toBe(true)
    const [from = '', until = ''] = [truth['id_emblem']?.['validFrom'], truth['id_emblem']?.['validUntil']]
    expect(cardEnds(card?.['birthDate'] ?? '', from)).toBe(until)
  })

  it('share no photo and no number between merchants', () => {
    const photos = folders.flatMap((folder) =>
      readdirSync(path.join(root, folder))
        .filter((file) => file.endsWith('.jpg'))
        .map((file) =>
          createHash('sha256')
            .update(readFileSync(path.join(root, folder, file)))
            .digest('hex'),
        ),
    )
    expect(new Set(photos).size).toBe(photos.length)
    const cards = folders.map((folder) => expected(folder).truth['id_portrait']?.['idNumber'])
    expect(new Set(cards).size).toBe(folders.length)
  })

  it('cover all five outcomes', () => {
    const outcomes = new Set(folders.map((folder) => expected(folder).outcome))
    expect([...outcomes].toSorted()).toEqual([
      'approved',
      'callback_required',
      'manual_review',
      'rejected',
      'resubmission_required',
    ])
  })

  it('carry a make but no time of day, which would go stale', () => {
    for (const folder of folders) {
      for (const { file } of application(folder).materials) {
        const tags = ExifReader.load(readFileSync(path.join(root, folder, file)))
        // What a messenger passed on has lost its tags: the second photo of A-1010.
        expect(tags['Make'] !== undefined, `${folder}/${file}`).toBe(
          `${folder}/${file}` !== 'A-1010/scene_interior.jpg',
        )
        for (const tag of ['DateTime', 'DateTimeOriginal', 'DateTimeDigitized', 'GPSDateStamp'] as const)
          expect(tags[tag], `${folder}/${file} ${tag}`).toBeUndefined()
      }
    }
  })
})

describe('the odd photos', () => {
  const folder = path.join(import.meta.dirname, '../fixtures/odd')
  const odd = JSON.parse(readFileSync(path.join(folder, 'odd.json'), 'utf8')) as { file: string; shows: string }[]

  it('are those that the renderer describes, at most 90 kB each and 2 MB in all', () => {
    expect(odd.map(({ file }) => file).toSorted()).toEqual(committed.map((name) => `${name}.jpg`).toSorted())
    expect(committed.every((name) => oddities.some((oddity) => oddity.name === name))).toBe(true)
    const sizes = odd.map(({ file }) => statSync(path.join(folder, file)).size)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(90_000)
    expect(sizes.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(2_000_000)
  })

  it('tell where the document and its fields lie, also when turned and cut off', async () => {
    const easel = await openEasel()
    try {
      for (const name of ['upright-turned-90', 'card-cut-right']) {
        const oddity = oddities.find((each) => each.name === name)
        if (!oddity) throw new Error(`no ${name}`)
        const photo = await renderOdd(oddity, easel)
        const { width, height } = await sharp(photo.jpeg).metadata()
        expect([photo.width, photo.height]).toEqual([width, height])
        const xs = photo.outline.map(([x]) => x)
        const ys = photo.outline.map(([, y]) => y)
        const outside = Math.max(...xs) > width || Math.max(...ys) > height || Math.min(...xs, ...ys) < 0
        expect(outside).toBe(name === 'card-cut-right')
        // The card's top left comes first, wherever the turn put it; its own x axis runs to the second corner.
        const [a, b] = photo.outline
        expect(name === 'upright-turned-90' ? b[1] - a[1] : b[0] - a[0]).toBeGreaterThan(400)
        const field = photo.boxes[name === 'card-cut-right' ? 'cardNumber' : 'creditCode']
        expect(field?.every(([x, y]) => x > Math.min(...xs) && y > Math.min(...ys) && y < Math.max(...ys))).toBe(true)
      }
    } finally {
      await easel.close()
    }
  })
})

describe('the layouts', () => {
  const fonts = fontSets[0]
  if (!fonts) throw new Error('no fonts')

  it('print numbers that pass their check digits, and what their names promise', () => {
    for (const variant of variants) {
      for (let i = 0; i < 12; i++) {
        const { truth, flat } = variant.draw(fonts, random(`layouts/${variant.name}/${i}`))
        expect(truth['idNumber'] === undefined || isIdNumber(truth['idNumber'] ?? '')).toBe(true)
        expect(truth['cardNumber'] === undefined || isBankCardNumber(truth['cardNumber'] ?? '')).toBe(true)
        expect(truth['creditCode'] === undefined || isCreditCode(truth['creditCode'] ?? '')).toBe(true)
        expect(
          truth['registrationNumber'] === undefined || isOldRegistrationNumber(truth['registrationNumber'] ?? ''),
        ).toBe(true)
        expect(truth['name'] === null).toBe(variant.name.includes('nameless'))
        expect(flat.html.includes('undefined')).toBe(false)
        const digits = variant.name === 'flat-6-13' ? 19 : Number(/\d+/u.exec(variant.name)?.[0])
        expect(variant.kind !== 'bank_card' || truth['cardNumber']?.length === digits).toBe(true)
        expect(variant.name !== 'long-address' || (truth['address'] ?? '').length > 24).toBe(true)
        expect(variant.name !== 'long-term' || truth['validUntil'] === 'long-term').toBe(true)
      }
    }
  })

  it('know the registration number of the published vector', () => {
    expect(isOldRegistrationNumber('110108000000016')).toBe(true)
    expect(isOldRegistrationNumber(registrationNumber('440305', random('number')))).toBe(true)
  })
})

describe('the renderer', () => {
  it('draws the same card from the same seed, and another from another', async () => {
    const easel = await openEasel()
    const fonts = fontSets[0]
    if (!fonts) throw new Error('no fonts')
    const draw = async (seed: string): Promise<Uint8Array> => {
      const chance = random(seed)
      const flat = idPortrait(inventPerson(chance), fonts, chance)
      const { data, width, height } = await easel.draw(flat.html, flat.width, flat.height)
      expect([width, height]).toEqual([1712, 1080])
      return data
    }
    try {
      const first = await draw('card-1')
      expect(Buffer.compare(first, await draw('card-1'))).toBe(0)
      expect(Buffer.compare(first, await draw('card-2'))).not.toBe(0)
    } finally {
      await easel.close()
    }
  })

  it('hands out a set of photos with its truth', async () => {
    const photos = new Map<string, Buffer>()
    const set = await renderSet({ seed: 'test-set', level: 'moderate', kinds: ['bank_card'] }, (kind, jpeg) => {
      photos.set(kind, jpeg)
    })
    expect([...photos.keys()]).toEqual(['bank_card'])
    expect(isBankCardNumber(set.truth['bank_card']?.['cardNumber'] ?? '')).toBe(true)
    const { width, height, exif } = await sharp(photos.get('bank_card')).metadata()
    expect([width, height]).toEqual([1600, 1200])
    expect(exif).toBeDefined()
  })

  it('invents numbers that pass their check digits', () => {
    for (let i = 0; i < 500; i++) {
      const merchant = inventMerchant(
        random(`numbers-${i}`),
        i % 2 ? { cardType: 'credit' } : { type: 'individual_business' },
      )
      expect(isIdNumber(merchant.person.idNumber)).toBe(true)
      expect(isBankCardNumber(merchant.card.cardNumber)).toBe(true)
      expect(merchant.licence === undefined || isCreditCode(merchant.licence.creditCode)).toBe(true)
    }
  })

  it('lays out a QR code with its three finders and the format bits of level L, mask 0', () => {
    const rows = qr('https://licence.example/q')
    const line = (y: number, from: number, to: number): string =>
      (rows[y] ?? [])
        .slice(from, to)
        .map((dark) => (dark ? '#' : '.'))
        .join('')
    expect(line(0, 0, 8)).toBe('#######.')
    expect(line(3, 0, 8)).toBe('#.###.#.')
    expect(line(3, 29, 37)).toBe('.#.###.#')
    expect(line(36, 0, 8)).toBe('#######.')
    // ISO/IEC 18004, table C.1: 111011111000100.
    const format = [0, 1, 2, 3, 4, 5, 7, 8]
      .map((y) => rows[y]?.[8])
      .concat([7, 5, 4, 3, 2, 1, 0].map((x) => rows[8]?.[x]))
    expect(
      format
        .map((dark) => (dark ? 1 : 0))
        .toReversed()
        .join(''),
    ).toBe('111011111000100')
  })
})
