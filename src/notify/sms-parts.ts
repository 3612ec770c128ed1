/** GSM 03.38 (3GPP TS 23.038, 6.2.1): what one septet holds, and what takes two. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const extended = new Set('\f^{}\\[~]|€')

export interface SmsLength {
  encoding: 'gsm7' | 'ucs2'
  /** Septets, or UTF-16 units. */
  units: number
  /** Messages that the network bills. */
  parts: number
}

/** What fits a message of its own, and each of several: those give up some of it to say which one they are. */
const room = { gsm7: { single: 160, each: 153 }, ucs2: { single: 70, each: 67 } } as const

/** How long a text is as an SMS. One character outside GSM-7 makes all of it UCS-2. No character is cut between two parts. */
export function smsParts(text: string): SmsLength {
  const characters = Array.from(text)
  const encoding = characters.every((c) => basic.has(c) || extended.has(c)) ? 'gsm7' : 'ucs2'
  const sizes = characters.map((c) => (encoding === 'ucs2' ? c.length : extended.has(c) ? 2 : 1))
  const units = sizes.reduce((sum, size) => sum + size, 0)
  const { single, each } = room[encoding]
  if (units <= single) return { encoding, units, parts: 1 }
  let parts = 1
  let filled = 0
  for (const size of sizes) {
    if (filled + size > each) {
      parts += 1
      filled = 0
    }
    filled += size
  }
  return { encoding, units, parts }
}
