import type { MaterialKind } from '../../../src/domain/application.ts'
import type { ReasonCode } from '../../../src/domain/reasons.ts'
import type { Random } from '../../fixtures/render/random.ts'
import type { World } from './world.ts'

/** One way in which an application can be wrong, and the reasons that would be right. */
export interface Fault {
  name: string
  group: 'photo' | 'paper' | 'form' | 'premises' | 'others' | 'ours'
  /** Any of these is right; where `at` names a photo, only on it. */
  codes: readonly ReasonCode[]
  /** Applications that can have it. */
  fits: (world: World) => boolean
  plant: (world: World, chance: Random) => Planted
}

export interface Planted {
  world: World
  /** The photo that the reason must name; absent where it is about none. */
  at?: MaterialKind | readonly MaterialKind[]
}

export const isIndividual = ({ form }: World): boolean => form.merchantType === 'individual_business'
export const has =
  (kind: MaterialKind) =>
  ({ slots }: World): boolean =>
    slots[kind] !== undefined
export const always = (): boolean => true
