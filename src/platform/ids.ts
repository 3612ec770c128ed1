import { randomBytes } from 'node:crypto'

const prefixes = {
  application: 'app',
  material: 'mat',
  evidence: 'evi',
  decision: 'dec',
  case: 'cas',
  callback: 'cal',
  effect: 'eff',
  endpoint: 'whe',
  secret: 'whs',
  account: 'usr',
  client: 'cli',
  caseDecision: 'cde',
  secondLook: 'slk',
  failureNote: 'fno',
  rerun: 'rrb',
  process: 'prc',
} as const

/** `app_` and 26 base-36-safe characters: 10 of time (so that ids sort by creation), 16 of chance (80 bits). */
export function newId(of: keyof typeof prefixes, now: number): string {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
  let time = ''
  for (let t = now, i = 0; i < 10; i++, t = Math.floor(t / 32)) time = alphabet[t % 32] + time
  let chance = ''
  for (const byte of randomBytes(16)) chance += alphabet[byte % 32]
  return `${prefixes[of]}_${time}${chance}`
}
