import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPhoto } from '../../src/checks/read-photo.ts'
import type { MaterialKind } from '../../src/domain/application.ts'
import type { DocumentKind, OcrEvidence } from '../../src/domain/evidence.ts'
import { createEngine } from '../../src/ocr/create-engine.ts'
import type { OcrEngine } from '../../src/ocr/engine.ts'
import { decodePhoto } from '../../src/vision/decode.ts'
import { qr } from '../fixtures/render/qr.ts'

const photo = (file: string) => readFile(new URL(`../fixtures/odd/${file}`, import.meta.url))

/** Photographs of what people hand in instead of what was asked for. */
describe('a photo handed in as', () => {
  let engine: OcrEngine
  beforeAll(async () => {
    engine = await createEngine('ppocr')
  })
  afterAll(() => engine.close())
  const read = async (kind: MaterialKind, file: string): Promise<OcrEvidence> =>
    readPhoto(engine, kind, await photo(file))

  it.each<[MaterialKind, string, DocumentKind]>([
    ['id_emblem', 'temporary-id.jpg', 'temporary_id'],
    ['id_portrait', 'permit-hongkong-portrait.jpg', 'residence_permit'],
    ['id_emblem', 'permit-taiwan-title.jpg', 'residence_permit'],
    ['id_portrait', 'permit-foreign.jpg', 'residence_permit'],
    ['business_licence', 'company-licence.jpg', 'company_licence'],
    ['business_licence', 'receipt.jpg', 'other_text'],
    ['bank_card', 'card-cut-right.jpg', 'bank_card'],
  ])('%s: %s shows %s', async (kind, file, shows) => {
    const { detected } = await read(kind, file)
    expect(detected.kind).toBe(shows)
    // How sure it is to be another text than was asked for says little; the others are told to the applicant.
    expect(detected.confidence).toBeGreaterThanOrEqual(shows === 'other_text' ? 0.3 : 0.7)
  })

  it('either side, with both sides on it, is read for that side', async () => {
    const portrait = await read('id_portrait', 'both-sides.jpg')
    expect(portrait.detected.kind).toBe('id_both_sides')
    expect(portrait.fields['idNumber']).toMatchObject({ checkDigit: 'valid' })
    expect(portrait.fields['name']?.value).toMatch(/^\p{Script=Han}{2,4}$/u)
    expect(portrait.fields).not.toHaveProperty('validUntil')
    const emblem = await read('id_emblem', 'both-sides.jpg')
    expect(emblem.detected.kind).toBe('id_both_sides')
    expect(emblem.fields['validUntil']?.value).toMatch(/^20\d\d-\d\d-\d\d$/)
    expect(emblem.fields).not.toHaveProperty('idNumber')
  })

  it('a bank card, its back: the security code stands there legibly, and in no part of the reading', async () => {
    const { image } = await decodePhoto(await photo('card-back.jpg'))
    const text = (await engine.read(image, { detectAt: 960 })).lines.map((line) => line.text).join('\n')
    // What test/pipeline/card-back.test.ts looks for in all that is stored.
    expect(text).toMatch(/9652\s?232/)
    for (const kind of ['bank_card', 'business_licence', 'id_portrait', 'scene_signboard'] as const) {
      const evidence = await read(kind, 'card-back.jpg')
      expect(evidence.detected.kind).toBe('bank_card_back')
      expect(evidence.fields).toEqual({})
      expect(JSON.stringify(evidence)).not.toMatch(/9652|(?<![\d.])232(?!\d)/)
    }
  })

  it('the licence of an individual business agrees with its QR code', async () => {
    const file = new URL('../fixtures/samples/A-1001/business_licence.jpg', import.meta.url)
    const { fields } = await readPhoto(engine, 'business_licence', await readFile(file))
    expect(fields['creditCode']).toMatchObject({ checkDigit: 'valid', qr: 'agrees' })
    expect(fields['creditCode']?.confidence).toBeGreaterThanOrEqual(0.995)
  })

  it('a licence with the QR code of another one pasted over its own is put in doubt', async () => {
    const other = '92530102MA2R7XEG3H'
    const modules = qr(`http://www.gsxt.gov.cn/index.html?uniscid=${other}`)
    // Three pixels a module, and a quiet zone of four modules.
    const side = (modules.length + 8) * 3
    const sticker = Buffer.alloc(side * side, 240)
    for (let i = 0; i < sticker.length; i++) {
      const [row, column] = [Math.floor(i / side / 3) - 4, Math.floor((i % side) / 3) - 4]
      if (modules[row]?.[column]) sticker[i] = 25
    }
    const raw = { width: side, height: side, channels: 1 } as const
    const file = await readFile(new URL('../fixtures/samples/A-1001/business_licence.jpg', import.meta.url))
    // Where the photo's own code is.
    const forged = await sharp(file)
      .composite([{ input: sticker, raw, left: 1094, top: 220 }])
      .jpeg({ quality: 90 })
      .toBuffer()
    const { fields } = await readPhoto(engine, 'business_licence', forged)
    const printed = '92440305MAJDALKQ5R'
    expect(fields['creditCode']).toMatchObject({ value: printed, qr: 'differs', qrValue: other })
    expect(fields['creditCode']?.confidence).toBeLessThanOrEqual(0.7)
  })
})
