import Table from 'cli-table3'
import type { Measured } from './measured.ts'
import { percent } from './statistics.ts'
import { summarise } from './summary.ts'

/** What was measured, field by field. */
export function errorsTable({ about, documents, places }: Measured): string {
  const table = new Table({
    head: [
      'document',
      'field',
      'level',
      'photos',
      'exact',
      'unread',
      'wrong',
      'open / one / more',
      'sure of exact ones',
      'sure of wrong ones',
    ],
    style: { head: [], border: [], compact: true },
  })
  const sure = (spread: readonly number[] | null) => (spread ? spread.map((value) => value.toFixed(2)).join(' ') : '')
  for (const { kind, field, level, photos, exact, unread, wrong, errors, confidence } of summarise(documents))
    table.push([
      kind,
      field,
      level,
      photos,
      percent(exact),
      percent(unread),
      percent(wrong),
      `${errors.open} / ${errors.one} / ${errors.more}`,
      sure(confidence.exact),
      sure(confidence.wrong),
    ])
  const spoilt = documents.filter((each) => each.spoilt !== undefined)
  const ways = [...new Set(spoilt.map((each) => each.spoilt!))]
  const spoiling = new Table({
    head: ['spoilt by', 'photos', 'at least half unread', 'clarity of those'],
    style: { head: [], border: [], compact: true },
  })
  for (const way of ways) {
    const some = spoilt.filter((each) => each.spoilt === way)
    const unread = some.filter(({ right }) => right <= 0.5)
    spoiling.push([
      way,
      some.length,
      unread.length,
      unread
        .map(({ clarity }) => Math.round(clarity.clarity))
        .sort((a, b) => a - b)
        .join(' '),
    ])
  }
  const photos = places.flatMap((place) => place.photos)
  const signs = places.flatMap(({ sign, photos: all }) =>
    all
      .filter(({ kind }) => kind === 'scene_signboard' || kind === 'scene_stall')
      .map(({ fields }) => ({
        sign: sign.replaceAll(/\s/gu, ''),
        text: (fields['text']?.value ?? '').replaceAll(/\s/gu, ''),
      })),
  )
  const none = (name: string) => photos.filter(({ fields }) => (fields[name]?.value ?? null) === null).length
  return [
    `${about.date}, ${about.engine}; ${about.machine}`,
    table.toString(),
    spoiling.toString(),
    `Signs that hold the name letter by letter: ${signs.filter(({ sign, text }) => text.includes(sign)).length} of ${signs.length}; photos without an overlay: ${none('overlay')}, without words of a screen: ${none('screenText')} of ${photos.length}`,
  ].join('\n')
}
