/**
 * Several shots of one place, rendered: what a fingerprint may take for one photo and the pixels must tell apart. The camera
 * moves by centimetres to a metre and is pointed anew; light, goods and sign stay.
 */
import { existsSync } from 'node:fs'
import { fontSets, openEasel } from '../../fixtures/render/browser.ts'
import { budgets, enlarge, finish, inventCamera } from '../../fixtures/render/camera.ts'
import { cashier, interior } from '../../fixtures/render/inside.ts'
import { inventMerchant } from '../../fixtures/render/merchant.ts'
import { random, type Random } from '../../fixtures/render/random.ts'
import { stall, surroundings, tools } from '../../fixtures/render/stall.ts'
import { signboard } from '../../fixtures/render/street.ts'
import { trace, type Scene } from '../../fixtures/render/trace.ts'
import { drawWords } from '../../fixtures/render/words.ts'

const scenes = { signboard, cashier, interior, stall, tools, surroundings }

export const canRender = (): boolean => existsSync(process.env['CHROMIUM'] ?? '/usr/bin/chromium')

/** Metres by which the camera stands elsewhere; the first is the shot that the others are compared with. */
export const steps = [0, 0.1, 0.3, 1] as const

export interface Place {
  name: string
  /** JPEG bytes, one for each step. */
  shots: Buffer[]
}

export async function renderPlaces(seed: string, merchants: number, say: (line: string) => void): Promise<Place[]> {
  const easel = await openEasel()
  const places: Place[] = []
  try {
    for (let i = 0; i < merchants; i++) {
      const chance = random(`${seed}/reuse-shots/${i}`)
      const merchant = inventMerchant(chance.fork('merchant'))
      const fonts = chance.fork('fonts').pick(fontSets)
      const { sign, phone, trade } = merchant
      const words = await drawWords(easel, { name: sign, phone, trade }, fonts, chance.fork('words'))
      for (const [name, build] of Object.entries(scenes)) {
        say(`rendering ${i + 1} of ${merchants}: ${name}`)
        const own = chance.fork(name)
        const scene = build({ trade, words, decor: chance.fork('decor') }, own.fork('scene'))
        const camera = inventCamera(own.fork('camera'))
        const shots: Buffer[] = []
        for (const step of steps) {
          const exposure = trace(
            moved(scene, step, own.fork(`move ${step}`)),
            512,
            384,
            2,
            own.fork(`rays ${step}`).int(1, 1e9),
          )
          const larger = enlarge(exposure, 1024, 768)
          shots.push(await finish(larger, 'clean', camera, budgets.scene, own.fork(`shot ${step}`)))
        }
        places.push({ name: `${i} ${name}`, shots })
      }
    }
  } finally {
    await easel.close()
  }
  return places
}

/** The camera some way to the side and up or down, pointed nearly where it pointed before. */
function moved(scene: Scene, step: number, chance: Random): Scene {
  if (step === 0) return scene
  const [x, y, z] = scene.from
  const along = Math.atan2(scene.to[2] - z, scene.to[0] - x) + Math.PI / 2
  const side = chance.chance(0.5) ? step : -step
  const aim = () => chance.range(-0.3, 0.3) * step
  return {
    ...scene,
    from: [x + Math.cos(along) * side, y + 0.2 * side, z + Math.sin(along) * side],
    to: [scene.to[0] + aim(), scene.to[1] + aim(), scene.to[2] + aim()],
  }
}
