import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { startPhotoPool } from '../../checks/photo-pool.ts'
import { chinaTime, dateOf } from '../../domain/china-time.ts'
import { chinaWorkingDays } from '../../domain/working-days.ts'
import type { Config } from '../../platform/config.ts'
import { packageRoot } from '../../platform/package-root.ts'
import { encodePng } from '../../vision/decode.ts'
import { errorText } from './check.ts'
import { isOlder } from './check-queues.ts'
import { type Finding, found } from './finding.ts'

const manifest = z.object({ engines: z.object({ node: z.string() }) })
/** Pixels: as large as a photo must be to be taken in. */
const SIDE = 640

export async function checkNode(version = process.versions.node): Promise<Finding[]> {
  const { engines } = manifest.parse(JSON.parse(await readFile(new URL('package.json', packageRoot), 'utf8')))
  const needed = engines.node.replace(/^>=\s*/, '')
  return [isOlder(version, needed) ? found('NODE_OLD', { version, needed }) : found('NODE_OK', { version })]
}

/** The models are loaded and a picture is decoded in a process of its own, as the workers have it. */
export async function checkEngine(
  { ocrEngine: engine, premisesClassifier: classifier }: Pick<Config, 'ocrEngine' | 'premisesClassifier'>,
  start: typeof startPhotoPool = startPhotoPool,
): Promise<Finding[]> {
  const before = performance.now()
  try {
    const checks = await start({ engine, processes: 1, classifier })
    try {
      const data = new Uint8Array(SIDE * SIDE * 3).map((_, n) => (Math.floor(n / 3 / 16) % 2 === 0 ? 230 : 40))
      await checks.inspect(await encodePng({ data, width: SIDE, height: SIDE }))
    } finally {
      await checks.close()
    }
  } catch (error) {
    return [found('ENGINE_BROKEN', { engine, error: errorText(error) })]
  }
  return [found('ENGINE_OK', { engine, seconds: Math.ceil((performance.now() - before) / 1_000) })]
}

/** Promises reach some weeks ahead; the year to come is announced in November. */
export function checkCalendar(now: Date): Finding[] {
  const ahead = new Date(now.getTime() + 28 * 24 * 3_600_000)
  for (const at of [now, ahead]) {
    const { day } = chinaTime(at)
    const year = dateOf(day).slice(0, 4)
    if (!chinaWorkingDays.isKnown(day)) return [found('CALENDAR_ENDS', { year })]
  }
  return [found('CALENDAR_OK', { year: dateOf(chinaTime(now).day).slice(0, 4) })]
}
