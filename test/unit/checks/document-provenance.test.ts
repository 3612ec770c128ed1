import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { measurePhoto } from '../../../src/checks/measure-clarity.ts'
import { exifData } from '../../support/pictures/write-exif.ts'
import { withExif } from '../../support/pictures/write-parts.ts'

const card = readFileSync(new URL('../../fixtures/ocr/card.jpg', import.meta.url))
const plain = await sharp(card).jpeg().toBuffer()
const edited = withExif(plain, 'jpeg', exifData({ Software: 'Adobe Photoshop 25.0 (Windows)' }))

test('the clarity of a document comes with what its file says of its making, where it says something', async () => {
  expect((await measurePhoto('bank_card', edited)).provenance).toEqual({ editor: 'Adobe Photoshop' })
  expect(await measurePhoto('bank_card', plain)).not.toHaveProperty('provenance')
})

test('that of a premises photo does not: it is asked together with where and when', async () => {
  expect(await measurePhoto('scene_interior', edited)).not.toHaveProperty('provenance')
})
