import type { MaterialKind } from '../../../src/domain/application.ts'
import type { Random } from '../../fixtures/render/random.ts'
import type { Measured, MeasuredDocument, MeasuredOverlay, MeasuredPlace, MeasuredStranger } from './measured.ts'
import type { Slot } from './world.ts'

export interface SceneDonor {
  place: MeasuredPlace
  photo: MeasuredPlace['photos'][number]
}

/** Share of the needed values, 0-1: with so few of them read, and spoilt, a photo is one that had to be taken again. */
const unreadable = 0.5

/** Measured photos that stand for ours: of the same kind, layout and level, drawn by chance. */
export interface Donors {
  document: (kind: MaterialKind, slot: Slot, chance: Random) => MeasuredDocument
  stranger: (shows: string, slot: MaterialKind, chance: Random) => MeasuredStranger
  place: (kind: MaterialKind, slot: Slot, chance: Random) => SceneDonor
  /** What the reader made of lettering of this kind that lay over a photo. */
  overlay: (what: MeasuredOverlay['what'], chance: Random) => MeasuredOverlay
  /** Bits between two photos of one set. */
  distance: (a: MaterialKind, b: MaterialKind, chance: Random) => number
}

export function donorsOf({ documents, strangers, places, overlays }: Measured): Donors {
  return {
    document(kind, { level, variants, spoilt }, chance) {
      const own = documents.filter((each) => each.kind === kind)
      if (spoilt) {
        // A planted fault: what is needed could not be read, or not all of it.
        const hopeless = own.filter((each) => each.spoilt !== undefined && each.right <= unreadable)
        const some = hopeless.filter((each) => spoilt.includes(each.spoilt!))
        return chance.pick(some.length > 0 ? some : hopeless)
      }
      const whole = own.filter((each) => each.spoilt === undefined && each.level === level)
      const same = whole.filter(({ variant }) => variants.includes(variant))
      return chance.pick(same.length > 0 ? same : whole)
    },
    stranger(shows, slot, chance) {
      const fits = strangers.filter((each) => each.shows === shows && each.slot === slot)
      const some = fits.length > 0 ? fits : strangers.filter((each) => each.shows === shows)
      return chance.pick(some)
    },
    place(kind, { level }, chance) {
      const seen = places.flatMap((place) =>
        place.photos.filter((photo) => photo.kind === kind).map((photo) => ({ place, photo })),
      )
      // Samples were photographed at clean and moderate.
      const fits = seen.filter(({ place }) => place.level === level || (place.level === 'sample' && level !== 'hard'))
      return chance.pick(fits.length > 0 ? fits : seen)
    },
    overlay: (what, chance) => chance.pick(overlays.filter((each) => each.what === what)),
    distance(a, b, chance) {
      const some = places.flatMap(({ pairs }) =>
        pairs.filter((pair) => (pair.a === a && pair.b === b) || (pair.a === b && pair.b === a)),
      )
      return chance.pick(some.length > 0 ? some : places.flatMap(({ pairs }) => pairs)).distance
    },
  }
}
