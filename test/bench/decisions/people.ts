import { cardEnds, type Person } from '../../fixtures/render/people.ts'
import { idNumber } from '../../fixtures/render/numbers.ts'
import { variedPerson, type Trait } from '../../fixtures/render/people-varied.ts'
import type { Random } from '../../fixtures/render/random.ts'

/** Characters of names outside of the reader's dictionary, as the renderer's people have them. */
export const rareCharacters = /[旻珅翀赟蓁禛镕颀飏淏焜]/u

/** The day of the benchmark: everything is dated from it, so that a run repeats itself in any year. */
export const today = '2026-11-23'

const dayLength = 86_400_000
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * dayLength).toISOString().slice(0, 10)

export function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years
}

/** Share of people by what makes them hard to read or to compare. Chosen; minorities are 9 % of China, most with names as Han people have them. */
const traits: readonly (readonly [Trait, number])[] = [
  ['plain', 0.81],
  ['long-address', 0.08],
  ['minority', 0.06],
  ['long-issuer', 0.04],
  ['rare', 0.01],
]

function drawTrait(chance: Random): Trait {
  let at = chance.next()
  for (const [trait, share] of traits) {
    at -= share
    if (at < 0) return trait
  }
  return 'plain'
}

export interface Applicant {
  person: Person
  trait: Trait
}

/** Somebody who may apply: 18 to 65 years, with a card that was given out by law and holds for long enough. */
export function inventApplicant(chance: Random): Applicant {
  const trait = drawTrait(chance)
  const person = variedPerson(chance.fork('person'), trait)
  const years = Math.min(65, Math.max(18, Math.round(38 + chance.normal() * 11)))
  return { person: aged(person, years, chance.fork('age')), trait }
}

/** The same person at another age, with the number and the card that go with it. */
export function aged(person: Person, years: number, chance: Random): Person {
  const birthDate = addDays(`${Number(today.slice(0, 4)) - years}${today.slice(4)}`, -chance.int(0, 330))
  const birth = Number(birthDate.slice(8)) > 28 ? `${birthDate.slice(0, 8)}28` : birthDate
  return {
    ...person,
    birthDate: birth,
    idNumber: idNumber(person.idNumber.slice(0, 6), birth, person.sex, chance),
    ...issued(birth, chance),
  }
}

/** A card with more than sixty days left, issued at any lawful time before today. */
function issued(birthDate: string, chance: Random): Pick<Person, 'validFrom' | 'validUntil'> {
  for (;;) {
    // No card of today's kind is older than 2004; most people have theirs for some years.
    const day = addDays(today, -chance.int(20, 19 * 365))
    const validFrom = Number(day.slice(8)) > 28 ? `${day.slice(0, 8)}28` : day
    if (ageOn(birthDate, validFrom) < 10) continue
    const validUntil = cardEnds(birthDate, validFrom)
    if (validUntil === 'long-term' || validUntil > addDays(today, 75)) return { validFrom, validUntil }
  }
}
