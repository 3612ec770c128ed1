import { unknownCharacter } from './characters.ts'

const dots = /[·•・‧∙．.･●]/gu
const notInNames = new RegExp(`[^\\p{Script=Han}〇A-Za-z·${unknownCharacter}\\p{Co} ]`, 'gu')

/** The rest of a label (姓名, 经营者姓名) before a name of two characters at least. */
export const halfLabel = /^[姓性]?名(?=\p{L}{2})/u

/** A person's name: one kind of dot (U+00B7), no marks around it. */
export function personName(text: string): string {
  const name = text
    .normalize('NFKC')
    .replace(dots, '·')
    .replace(notInNames, '')
    .trim()
    .replace(/^·+|·+$/g, '')
  // A lone Latin letter beside a Chinese name is dirt or part of the picture.
  return /\p{Script=Han}/u.test(name) ? name.replace(/[A-Za-z ]/g, '') : name
}

/** Chinese running text: digits and letters of normal width, Chinese brackets and commas, no stray marks at its ends. */
export function chineseText(text: string): string {
  return Array.from(text)
    .map((sign) => (/[０-９Ａ-Ｚａ-ｚ]/.test(sign) ? sign.normalize('NFKC') : sign))
    .join('')
    .replaceAll('(', '（')
    .replaceAll(')', '）')
    .replace(/,/g, '，')
    .replace(/;/g, '；')
    .replace(/^[:：.。,，、;；'"‘’“”|·\-—_~]+|[:：,，、;；'"‘’“”|·\-—_~]+$/g, '')
    .trim()
}

/**
 * Addresses end with what they count: 号, 室, 铺, 村. One that ends with a digit may have lost its last row, a single character
 * that no detector finds; some do end so, therefore only a little is taken off.
 */
export const addressTrust = (address: string): number => (/[\dA-Za-z\-—]$/.test(address) ? 0.9 : 1)

/** Small letters that digits are taken for. */
const lookalikes: Readonly<Record<string, string>> = { q: '9', g: '9', l: '1', o: '0' }
const inNumber = /(?<=[路街巷道弄村组号层栋幢\d])[qglo]+(?=\d*[号弄栋幢座层楼室铺单组])/g

/** House numbers hold no small letters: 青石巷q1号 is 青石巷91号. */
export const withDigits = (address: string): string =>
  address.replace(inNumber, (letters) => Array.from(letters, (letter) => lookalikes[letter]).join(''))

/** Of a bracket that does not open or close, something was lost with its other half. */
export const bracketTrust = (text: string): number => {
  const opened = text.match(/[（(]/g)?.length ?? 0
  const closed = text.match(/[）)]/g)?.length ?? 0
  return opened === closed ? 1 : 0.85
}

/**
 * Characters that the reader gives with confidence for others that its dictionary lacks: 坤 for 珅 (up to 0.99) and 贺 for 赟. Seen on renderings of names with such characters. They are what they seem more often than not, so a little is taken off.
 */
const standIns = /[坤贺]/u

/** Hardly anybody's name has one character: mostly the rest is covered, so it is for a person to see. */
const single = /^\p{Script=Han}$/u

export const nameTrust = (name: string): number => (single.test(name) ? 0.7 : standIns.test(name) ? 0.9 : 1)
