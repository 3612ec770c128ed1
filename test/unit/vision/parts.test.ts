import { expect, test } from 'vitest'
import { exifOf, partsOf } from '../../../src/vision/parts.ts'

const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))))
const typesOf = (file: Buffer): string[] => partsOf(file).map(({ type, data }) => `${type} ${data.toString('latin1')}`)

const soi = [0xff, 0xd8]
const app4 = (text: string) => bytes([0xff, 0xe4, 0, text.length + 2], text).toString('latin1')
const scan = [0xff, 0xda, 0, 2, 1, 2, 3]

test('segments of a JPEG up to its pixels', () => {
  expect(typesOf(bytes(soi, app4('one'), [0xff, 0xfe, 0, 5], 'two', scan, app4('late')))).toEqual([
    'APP4 one',
    'COM two',
  ])
})

test('fill bytes and bytes that a camera left between segments are stepped over', () => {
  expect(typesOf(bytes(soi, [0xff, 0xff], app4('one'), [0, 0, 7], app4('two'), scan))).toEqual(['APP4 one', 'APP4 two'])
})

test('a segment that the file cuts off is left out, and so is one that claims less than its own length', () => {
  expect(typesOf(bytes(soi, app4('one'), [0xff, 0xe1, 0xff, 0xff], 'short'))).toEqual(['APP4 one'])
  expect(typesOf(bytes(soi, [0xff, 0xe4, 0, 0], app4('one'), scan))).toEqual(['APP4 ', 'APP4 one'])
})

const chunk = (type: string, text: string): string =>
  bytes([0, 0, 0, text.length], type, text, [0, 0, 0, 0]).toString('latin1')
const png = '\x89PNG\r\n\x1a\n'

test('chunks of a PNG but for its pixels, to its end', () => {
  const file = bytes(
    png,
    chunk('IHDR', 'size'),
    chunk('IDAT', 'pixels'),
    chunk('tEXt', 'a'),
    chunk('IEND', ''),
    chunk('tEXt', 'b'),
  )
  expect(typesOf(file)).toEqual(['IHDR size', 'tEXt a'])
  expect(typesOf(bytes(png, chunk('IHDR', 'size'), [0xff, 0xff, 0xff, 0xff], 'tEXt'))).toEqual(['IHDR size'])
})

test('chunks of a WebP but for its pixels; an odd one is padded', () => {
  const riff = (type: string, text: string) =>
    bytes(type, [text.length, 0, 0, 0], text, text.length & 1 ? [0] : []).toString('latin1')
  const file = bytes('RIFF', [0, 0, 0, 0], 'WEBP', riff('VP8 ', 'pixels'), riff('EXIF', 'odd'), riff('XMP ', 'even'))
  expect(typesOf(file)).toEqual(['EXIF odd', 'XMP  even'])
})

test('EXIF data with and without the header of a JPEG, and the first where there are two', () => {
  const part = (type: string, text: string) => ({ type, data: Buffer.from(text, 'latin1') })
  expect(exifOf([part('APP1', 'http://ns.adobe.com'), part('APP1', 'Exif\0\0MM')])?.toString()).toBe('MM')
  expect(exifOf([part('EXIF', 'Exif\0\0II')])?.toString()).toBe('II')
  expect(exifOf([part('eXIf', 'MM'), part('eXIf', 'II')])?.toString()).toBe('MM')
  expect(exifOf([part('APP2', 'Exif\0\0MM')])).toBeNull()
})

test('other files have no parts', () => {
  for (const file of ['', 'GIF89a', '\xff', 'RIFF\0\0\0\0WAVE']) expect(partsOf(bytes(file))).toEqual([])
})
