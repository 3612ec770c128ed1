import { isJpegAt, walkJpeg } from './container.ts'

/**
 * Names what is hidden in a picture file, or returns null.
 *
 * Bytes after the end of a picture are common and mostly legitimate: phones append a second JPEG (multi-picture format,
 * gain map, depth), a motion photo's MP4, vendor records (Samsung `SEFH…SEFT`, Xiaomi, Huawei, Google) and padding. No
 * list of vendors can be complete, so unknown bytes pass, and what is refused is what another program would run or open:
 *
 * - a ZIP (JAR, APK, Office) is found by its reader through the end record, wherever it stands: the whole file is searched
 *   for an end record whose directory lies where it says;
 * - markup (HTML, SVG, scripts, PHP) and PDF are found by their readers anywhere near the start or by inclusion: the whole
 *   file is searched for openings of five and more characters, which chance does not produce in 10 MB;
 * - programs and other archives start where their header stands: searched at the start of each unknown piece after the
 *   picture, and by long signatures anywhere after it. Second JPEGs and MP4 boxes are stepped over by their own structure.
 */
export function hiddenContent(bytes: Buffer, pictureEnd: number): string | null {
  return (
    (hasZip(bytes) ? 'a ZIP archive' : null) ??
    markup(bytes) ??
    longSignature(bytes, pictureEnd) ??
    tail(bytes, pictureEnd)
  )
}

/**
 * APPNOTE 4.3.16: end of central directory record, 22 bytes and a comment; 4.3.12: the directory's entries start PK 1 2;
 * 4.3.15: a ZIP64 has a locator, PK 6 7, in the 20 bytes before the end record.
 */
function hasZip(bytes: Buffer): boolean {
  const signature = Buffer.from('PK\x05\x06', 'latin1')
  for (let at = bytes.lastIndexOf(signature); at >= 0; at = at === 0 ? -1 : bytes.lastIndexOf(signature, at - 1)) {
    if (at + 22 > bytes.length || at + 22 + bytes.readUInt16LE(at + 20) > bytes.length) continue
    if (at >= 20 && bytes.readUInt32LE(at - 20) === 0x07064b50) return true
    const directory = at - bytes.readUInt32LE(at + 12)
    if (directory >= 0 && directory + 4 <= bytes.length && bytes.readUInt32LE(directory) === 0x02014b50) return true
  }
  return false
}

/** Lower case; a `\s` at the end stands for a space, line break, tab or `>`. */
const openings: readonly (readonly [string, string])[] = [
  ['<?php', 'a PHP script'],
  ['<script\\s', 'a script'],
  ['<html\\s', 'a web page'],
  ['<!doctype html', 'a web page'],
  ['<body\\s', 'a web page'],
  ['<iframe\\s', 'a web page'],
  ['<svg\\s', 'an SVG drawing'],
]

function markup(bytes: Buffer): string | null {
  for (let at = bytes.indexOf(0x3c); at >= 0; at = bytes.indexOf(0x3c, at + 1)) {
    const second = bytes[at + 1]
    if (second === undefined) return null
    // Cheap first look: the second character must be one of ? ! or a letter in use.
    if (second !== 0x3f && second !== 0x21 && !'shbiSHBI'.includes(String.fromCharCode(second))) continue
    const text = bytes.toString('latin1', at, at + 14).toLowerCase()
    for (const [opening, name] of openings) {
      const word = opening.replace('\\s', '')
      if (!text.startsWith(word)) continue
      if (word === opening || ' >\n\r\t'.includes(text[word.length] ?? '\0')) return name
    }
  }
  const pdf = bytes.indexOf('%PDF-')
  return pdf >= 0 && /^\d\.\d/.test(bytes.toString('latin1', pdf + 5, pdf + 8)) ? 'a PDF document' : null
}

const longSignatures: readonly (readonly [Buffer, string])[] = [
  [Buffer.from('This program cannot be run in DOS mode', 'latin1'), 'a program'],
  [Buffer.from('Rar!\x1a\x07', 'latin1'), 'a RAR archive'],
  [Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1'), 'a 7-Zip archive'],
  [Buffer.from('\x7fELF\x01\x01\x01', 'latin1'), 'a program'],
  [Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), 'a program'],
  [Buffer.from('#!/bin/', 'latin1'), 'a script'],
  [Buffer.from('#!/usr/', 'latin1'), 'a script'],
]

function longSignature(bytes: Buffer, from: number): string | null {
  return longSignatures.find(([signature]) => bytes.indexOf(signature, from) >= 0)?.[1] ?? null
}

const headers: readonly (readonly [string, string])[] = [
  ['MZ', 'a program'],
  ['\x7fELF', 'a program'],
  ['\xca\xfe\xba\xbe', 'a program'],
  ['\xcf\xfa\xed\xfe', 'a program'],
  ['\xfe\xed\xfa\xcf', 'a program'],
  ['\0asm', 'a program'],
  ['#!', 'a script'],
  ['@echo ', 'a script'],
  ['PK\x03\x04', 'a ZIP archive'],
  ['\x1f\x8b\x08', 'a gzip archive'],
  ['BZh', 'a bzip2 archive'],
  ['\xfd7zXZ', 'an xz archive'],
]

function tail(bytes: Buffer, pictureEnd: number): string | null {
  let at = pictureEnd
  while (at < bytes.length) {
    const byte = bytes[at]
    if (byte === 0x00 || byte === 0xff || byte === 0x20 || byte === 0x0a || byte === 0x0d) {
      if (byte === 0xff && isJpegAt(bytes, at)) {
        const second = walkJpeg(bytes, at)
        if (second.end === null) return null
        at = second.end
        continue
      }
      const box = byte === 0x00 ? boxLength(bytes, at) : 0
      if (byte === 0x00 && box === 0 && startsWith(bytes, at, '\0asm')) return 'a program'
      at += Math.max(1, box)
      continue
    }
    // The first byte that is neither padding, nor a picture, nor a film: the start of an unknown piece.
    return headers.find(([header]) => startsWith(bytes, at, header))?.[1] ?? null
  }
  return null
}

const startsWith = (bytes: Buffer, at: number, text: string): boolean =>
  bytes.toString('latin1', at, at + text.length) === text

const filmBoxes = new Set([
  'ftyp',
  'mdat',
  'moov',
  'free',
  'skip',
  'wide',
  'uuid',
  'meta',
  'moof',
  'mfra',
  'mpvd',
  'sidx',
])

/** ISO/IEC 14496-12: length (32 bit, or 64 bit when 1), type. 0 when no known box starts here. */
function boxLength(bytes: Buffer, at: number): number {
  if (at + 8 > bytes.length || !filmBoxes.has(bytes.toString('latin1', at + 4, at + 8))) return 0
  const short = bytes.readUInt32BE(at)
  const length = short === 1 && at + 16 <= bytes.length ? Number(bytes.readBigUInt64BE(at + 8)) : short
  return length >= 8 ? length : 8
}
