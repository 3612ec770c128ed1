import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PhotoChecks } from '../../../src/checks/photo-checks.ts'
import { sha256 } from '../../../src/platform/canonical.ts'
import { lookOf } from '../../support/looks.ts'
import { type Fault, readPhoto, seenIn } from './people.ts'

/** While this file is there, looks do not end. */
const gate = process.env['FAULTS_GATE']
const isHeld = (): boolean => gate !== undefined && existsSync(gate)
/** Milliseconds that a look takes, at least and at most. */
const TAKES = [5, 30] as const

const fail = (what: string) => () => Promise.reject(new Error(what))

/** Never freed: what a leak is. */
const kept: unknown[] = []

const faults: Record<Fault['does'], () => unknown> = {
  throws: () => {
    throw new RangeError('no line can be told from another')
  },
  'never answers': () => new Promise(() => {}),
  'kills its process': () => process.kill(process.pid, 'SIGKILL'),
  'says NUL': () => ({ text: { value: 'a\u0000b\ud800c', confidence: 0.9 } }),
  'throws NUL': () => {
    throw new Error('read \u0000 and \ud800')
  },
  'exhausts memory': () => {
    for (;;) kept.push(Array.from({ length: 100_000 }, () => ({ kept: true })))
  },
  'says nonsense': () => 'nonsense',
}

/** Looks at stub photos: what is seen is real in form, takes some milliseconds, and comes to grief where the photo says so. */
export function stubChecks(): PhotoChecks {
  const look = async <T>(step: Fault['step'], bytes: Uint8Array, see: () => T): Promise<T> => {
    const photo = readPhoto(bytes)
    while (isHeld()) await sleep(50)
    await sleep(TAKES[0] + Math.random() * (TAKES[1] - TAKES[0]))
    const { fault } = photo
    if (fault?.step !== step || (fault.kind !== undefined && fault.kind !== photo.kind)) return see()
    const said = await faults[fault.does]()
    if (fault.does === 'says NUL') return Object.assign({}, see(), { fields: said, provenance: said, metadata: said })
    return said as T
  }
  return {
    inspect: fail('nobody looks at uploads here'),
    ocr: (_, bytes) => look('ocr', bytes, () => seenIn(readPhoto(bytes), 'ocr')),
    clarity: (_, bytes) => look('clarity', bytes, () => seenIn(readPhoto(bytes), 'clarity')),
    premises: (bytes) => look('premises', bytes, () => lookOf([sha256(bytes)])),
    confirm: async () => ({ same: false, correlation: 0, overlap: 0, mirrored: false }),
    scene: fail('scenes are put together from single looks'),
    versions: { ocr: 'stub/1', clarity: 'stub/1', scene: 'stub/1' },
    close: async () => {},
  }
}
