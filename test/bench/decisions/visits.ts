import type { MaterialKind } from '../../../src/domain/application.ts'
import type { PhotoMetadata } from '../../../src/domain/evidence-scene.ts'
import { telephones } from '../../fixtures/render/camera.ts'
import type { Region } from '../../fixtures/render/people.ts'
import type { Random } from '../../fixtures/render/random.ts'
import { addDays, today } from './people.ts'
import { shares } from './shares.ts'
import type { Form, Slot, World } from './world.ts'

/** Degrees, to some ten metres. */
export const four = (value: number): number => Math.round(value * 1e4) / 1e4

const shopKinds = ['scene_signboard', 'scene_cashier', 'scene_interior'] as const
const stallKinds = ['scene_stall', 'scene_tools', 'scene_surroundings'] as const

/** One visit with one phone; a messenger strips what the camera wrote, a watermark camera prints it. */
export function takePhotos(
  inShop: boolean,
  sign: string,
  form: Form,
  region: Region,
  slot: (kind: MaterialKind, truth: Slot['truth'], variants: readonly string[]) => Slot,
  chance: Random,
): World['slots'] {
  const [make, model] = chance.pick(telephones)
  const day = addDays(today, -chance.int(0, 60))
  const mode = chance.pick(['stripped', 'stripped', 'stripped', 'camera', 'whole', 'whole'] as const)
  const { location } = form.premises
  const from = location ?? { latitude: region.latitude, longitude: region.longitude }
  const stamped = chance.chance(shares.stamped)
  const photos: World['slots'] = {}
  for (const [i, kind] of (inShop ? shopKinds : stallKinds).entries()) {
    const time = `1${chance.int(0, 7)}:${chance.int(10, 59)}`
    const metadata: PhotoMetadata = {
      ...(mode !== 'stripped' && { make, model }),
      ...(mode === 'whole' && {
        takenAt: `${day}T${time}:0${i}`,
        // A phone is some hundred metres off at most; a map may be off by 600 more.
        ...(location && {
          gps: {
            latitude: four(from.latitude + chance.range(-0.003, 0.003)),
            longitude: four(from.longitude + chance.range(-0.003, 0.003)),
          },
        }),
      }),
    }
    photos[kind] = {
      ...slot(kind, { sign }, []),
      metadata,
      ...(stamped && { overlay: `${time}\n${day.replaceAll('-', '.')}\n${region.city}·${region.district}` }),
    }
  }
  return photos
}
