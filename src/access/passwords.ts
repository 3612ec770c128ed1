import { hash, type Options, parseOptions, verify } from '@node-rs/argon2'
import { ZhunruError } from '../platform/errors.ts'

/** argon2id as the OWASP password storage cheat sheet has it: 19 MiB, two passes, one thread; some 30 ms of one core. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } satisfies Options

/** Half of the threads that also read files and look up names: whoever tries passwords in masses must not stop the photos. */
const AT_ONCE = 2

/** What two keyboards write differently is one password, as NIST SP 800-63B 3.1.1.2 asks. */
const normal = (password: string): string => password.normalize('NFKC')

let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  try {
    return await work()
  } finally {
    // The place goes on to the next; nobody else can take it meanwhile.
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

/** Attempts at once; each takes some 30 ms, so the last of them waits for about a second. */
const ATTEMPTS_MAX = 60
let attempts = 0

/** For whatever takes a password: turned away before anything is asked of the database. @throws ZhunruError SIGN_IN_BUSY */
export async function unlessBusy<T>(attempt: () => Promise<T>): Promise<T> {
  if (attempts >= ATTEMPTS_MAX) throw new ZhunruError('SIGN_IN_BUSY')
  attempts++
  try {
    return await attempt()
  } finally {
    attempts--
  }
}

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(normal(password), cost))

let nobodys: Promise<string> | undefined

/** @param hashed null of whoever has none: it takes as long, and is never right. */
export async function isPassword(hashed: string | null, password: string): Promise<boolean> {
  const against = hashed ?? (await (nobodys ??= hashPassword('the password of nobody')))
  const right = await inTurn(() => verify(against, normal(password)))
  return hashed !== null && right
}

/** Whether it was made with other costs than today's; a password that is right is then hashed again. */
export function isOutdated(hashed: string): boolean {
  const { memoryCost, timeCost, parallelism } = parseOptions(hashed)
  return memoryCost !== cost.memoryCost || timeCost !== cost.timeCost || parallelism !== cost.parallelism
}
