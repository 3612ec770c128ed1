import type { MaterialKind } from '../../../src/domain/application.ts'
import { sceneKinds } from '../../../src/domain/application.ts'
import type { ReasonCode } from '../../../src/domain/reasons.ts'
import { always, has, isIndividual, type Fault } from './fault.ts'
import { kindsIn, withSlot, withoutSlot, type World } from './world.ts'

/** A photo that cannot be read is told by what spoilt it, or by what could not be read. */
const unreadable: readonly ReasonCode[] = [
  'IMG_BLURRY',
  'IMG_GLARE',
  'IMG_DARK',
  'IMG_OVEREXPOSED',
  'IMG_INCOMPLETE',
  'IMG_OCCLUDED',
  'IMG_LOW_RES',
  'IMG_UNREADABLE',
  // What was read so badly that a person has to look.
  'READING_UNSURE',
]

const documentsOf = (world: World): MaterialKind[] => kindsIn(world).filter((kind) => !sceneKinds.includes(kind))
const scenesOf = (world: World): MaterialKind[] => kindsIn(world).filter((kind) => sceneKinds.includes(kind))

/** One of the documents, photographed so that at least half of what is needed could not be read. */
const spoilt = (name: string, ways: readonly string[]): Fault => ({
  name,
  group: 'photo',
  codes: unreadable,
  fits: always,
  plant(world, chance) {
    const at = chance.pick(documentsOf(world))
    return { world: withSlot(world, at, { spoilt: ways, take: name }), at }
  },
})

const stranger = (
  name: string,
  slots: readonly MaterialKind[],
  shows: readonly string[],
  codes: Fault['codes'],
): Fault => ({
  name,
  group: 'photo',
  codes,
  fits: (world) => slots.some((slot) => has(slot)(world)),
  plant(world, chance) {
    const at = chance.pick(slots.filter((slot) => has(slot)(world)))
    return {
      world: withSlot(world, at, { stranger: chance.pick(shows.filter((kind) => kind !== at)), take: name }),
      at,
    }
  },
})

export const photoFaults: readonly Fault[] = [
  spoilt('blurred', ['defocused lens', 'shaken hand', 'double image']),
  spoilt('dark', ['night mode', 'deep shadow']),
  spoilt('reflection', ['window reflected', 'greasy lens']),
  spoilt('small or squeezed', ['enlarged', 'messenger, twice']),
  spoilt('cut off', ['cut off']),
  spoilt('covered', ['covered']),
  {
    name: 'premises unclear',
    group: 'photo',
    codes: unreadable,
    fits: always,
    plant(world, chance) {
      const at = chance.pick(scenesOf(world))
      return { world: withSlot(world, at, { spoilt: [], take: 'unclear' }), at }
    },
  },
  stranger(
    'wrong document in the slot',
    ['business_licence', 'id_portrait', 'id_emblem', 'bank_card'],
    ['business_licence', 'id_portrait', 'id_emblem', 'bank_card'],
    ['IMG_WRONG_SLOT'],
  ),
  stranger(
    'document in place of premises',
    ['scene_signboard', 'scene_stall'],
    ['business_licence', 'id_portrait', 'id_emblem', 'bank_card'],
    ['IMG_WRONG_SLOT', 'SCENE_NOT_PREMISES'],
  ),
  stranger(
    'premises in place of a document',
    ['business_licence', 'id_portrait', 'id_emblem', 'bank_card'],
    ['other_text'],
    ['IMG_WRONG_SLOT', ...unreadable],
  ),
  {
    name: 'two sides of the ID card swapped',
    group: 'photo',
    codes: ['IMG_WRONG_SLOT'],
    fits: always,
    plant: (world) => ({
      world: withSlot(withSlot(world, 'id_portrait', { stranger: 'id_emblem', take: 'swapped' }), 'id_emblem', {
        stranger: 'id_portrait',
        take: 'swapped',
      }),
      at: ['id_portrait', 'id_emblem'],
    }),
  },
  stranger('back of the bank card', ['bank_card'], ['bank_card_back'], ['IMG_CARD_BACK']),
  stranger(
    'both sides in one photo, too small',
    ['id_portrait', 'id_emblem'],
    ['id_both_sides'],
    ['IMG_BOTH_SIDES', 'IMG_LOW_RES', 'IMG_UNREADABLE'],
  ),
  stranger('temporary ID card', ['id_portrait'], ['temporary_id'], ['ID_TEMPORARY']),
  stranger('residence permit', ['id_portrait'], ['residence_permit'], ['ID_OTHER_DOCUMENT']),
  stranger('licence of a company', ['business_licence'], ['company_licence'], ['LIC_TYPE_MISMATCH']),
  {
    name: 'material missing',
    group: 'photo',
    codes: ['MAT_MISSING'],
    fits: always,
    plant(world, chance) {
      const at = chance.pick(kindsIn(world))
      return { world: withoutSlot(world, at), at }
    },
  },
  {
    name: 'licence missing',
    group: 'photo',
    codes: ['MAT_MISSING'],
    fits: isIndividual,
    plant: (world) => ({ world: withoutSlot(world, 'business_licence'), at: 'business_licence' }),
  },
  {
    name: 'file of a document edited',
    group: 'photo',
    codes: ['DOC_EDITED_SUSPECT'],
    fits: always,
    plant(world, chance) {
      const at = chance.pick(documentsOf(world))
      const provenance = chance.pick([
        { editor: 'Adobe Photoshop' },
        { aiLabel: { form: 'xmp' as const, label: '1' as const } },
        { c2pa: { digitalSourceTypes: ['compositeWithTrainedAlgorithmicMedia'], actions: ['c2pa.edited'] } },
      ])
      return { world: withSlot(world, at, { provenance }), at }
    },
  },
  {
    name: 'screenshot of a document',
    group: 'photo',
    codes: ['DOC_SCREENSHOT'],
    fits: always,
    plant(world, chance) {
      const at = chance.pick(documentsOf(world))
      const signs = chance.pick([['software'], ['device-size', 'png-without-camera']] as const)
      return { world: withSlot(world, at, { provenance: { screenshot: { signs } } }), at }
    },
  },
]
