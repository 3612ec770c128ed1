import sharp from 'sharp'
// Before the line below: it closes all formats but three.
import '../../../src/vision/decode.ts'
import { random } from '../../fixtures/render/random.ts'
import type { RgbImage } from '../../../src/vision/image.ts'

/** A photo of nothing: a bare surface or a page of text, drawn and photographed badly. */
export interface Surface {
  name: string
  shows: 'blank' | 'page'
  image: RgbImage
}

// The service reads three formats and no other; here the drawings are our own.
sharp.unblock({ operation: ['VipsForeignLoadSvg'] })

const [width, height] = [1600, 1200]
const characters = Array.from(
  '经营场所统一社会信用代码甲方乙方租赁合同约定期限自年月日起至止本协议有效签字盖章电话地址姓名身份证号码银行账户结算商户申请表',
)
const walls = ['plain', 'lamp', 'plaster', 'clouds', 'dim', 'two walls'] as const

/** `count` of each, each from its own seed. */
export async function surfaces(seeds: string, count: number): Promise<Surface[]> {
  const made: Surface[] = []
  for (let i = 0; i < count; i++) {
    const wall = walls[i % walls.length]!
    made.push({
      name: `${wall} ${i}`,
      shows: 'blank',
      image: await photograph(wallOf(wall, `${seeds}/wall/${i}`), `${i}`),
    })
    made.push({ name: `page ${i}`, shows: 'page', image: await photograph(pageOf(`${seeds}/page/${i}`), `${i}`) })
  }
  return made
}

function wallOf(kind: (typeof walls)[number], seed: string): string {
  const chance = random(seed)
  const grey = kind === 'dim' ? 20 + 25 * chance.next() : 90 + 150 * chance.next()
  const [r, g, b] = [0, 1, 2].map(() => Math.round(Math.min(255, grey * (0.9 + 0.2 * chance.next()))))
  const noise = (frequency: number, strength: number) =>
    `<filter id="n"><feTurbulence type="fractalNoise" baseFrequency="${frequency}" numOctaves="4" seed="${Math.floor(chance.next() * 999)}"/>` +
    `<feColorMatrix values="0 0 0 0 1 0 0 0 0 1 0 0 0 0 1 ${strength} 0 0 0 ${-strength / 2}"/></filter>` +
    '<rect width="100%" height="100%" filter="url(#n)"/>'
  const inner = {
    plain: '',
    lamp:
      `<radialGradient id="g" cx="${chance.next()}" cy="${chance.next()}" r="1"><stop offset="0" stop-color="#fff" stop-opacity=".4"/>` +
      '<stop offset="1" stop-color="#000" stop-opacity=".5"/></radialGradient><rect width="100%" height="100%" fill="url(#g)"/>',
    plaster: noise(0.05 + 0.2 * chance.next(), 0.3),
    clouds: noise(0.002 + 0.003 * chance.next(), 1),
    dim: '',
    'two walls': `<rect x="${400 + 800 * chance.next()}" width="1600" height="1200" opacity="${0.05 + 0.2 * chance.next()}"/>`,
  }[kind]
  return svg(`<rect width="100%" height="100%" fill="rgb(${r},${g},${b})"/>${inner}`)
}

function pageOf(seed: string): string {
  const chance = random(seed)
  const size = 20 + 20 * chance.next()
  const pitch = size * (1.35 + 0.6 * chance.next())
  const margin = 40 + 80 * chance.next()
  const [w, h] = [1400, 1150]
  const lines: string[] = []
  for (let y = margin + size; y < h - margin; y += pitch) {
    const length = Math.floor(((w - 2 * margin) / size) * (chance.next() < 0.12 ? 0.3 + 0.5 * chance.next() : 1))
    const text = Array.from({ length }, () => characters[Math.floor(chance.next() * characters.length)]).join('')
    lines.push(
      `<text x="${margin}" y="${y}" font-size="${size}" font-family="Noto Serif CJK SC, AR PL UMing CN">${text}</text>`,
    )
  }
  const turn = (chance.next() - 0.5) * 12
  const scale = 0.9 + 0.25 * chance.next()
  return svg(
    `<rect width="100%" height="100%" fill="#7a5a3c"/><g transform="translate(800 600) rotate(${turn}) scale(${scale}) ` +
      `translate(${-w / 2} ${-h / 2})"><rect width="${w}" height="${h}" fill="#efece4"/><g fill="#222">${lines.join('')}</g></g>`,
  )
}

const svg = (inner: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${inner}</svg>`

/** Slightly soft, noisy, compressed as a messenger does, and decoded as the service does. */
async function photograph(drawn: string, seed: string): Promise<RgbImage> {
  const chance = random(seed)
  const { data, info } = await sharp(Buffer.from(drawn))
    .blur(0.6)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const grain = 8 + 16 * chance.next()
  for (let i = 0; i < data.length; i++) {
    data[i] = Math.max(0, Math.min(255, data[i]! + (chance.next() + chance.next() + chance.next() - 1.5) * grain))
  }
  const { width: w, height: h, channels } = info
  const jpeg = await sharp(data, { raw: { width: w, height: h, channels } })
    .jpeg({ quality: 75 })
    .toBuffer()
  const small = await sharp(jpeg).resize(512, 512, { fit: 'inside' }).raw().toBuffer({ resolveWithObject: true })
  return { data: small.data, width: small.info.width, height: small.info.height }
}
