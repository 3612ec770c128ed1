import type { MaterialKind } from './application.ts'
import type { Finding } from './decision.ts'
import type { Reuse } from './evidence-scene.ts'
import { finding } from './screening.ts'
import type { Judge, Screening } from './screening.ts'
import { isOtherDocument } from './slots.ts'

/** Applications that a reason names; the evidence of the check has more. */
const MOST_NAMED = 5

/** Photos of the premises that were seen before, and numbers that another person gave too. */
export const judgeReuse: Judge = (screening) => [
  ...screening.materials.flatMap((kind) => photo(screening, kind)),
  ...numbers(screening),
]

/**
 * One photo, the gravest first:
 *
 * 1. Another person's photo: a suspicion of fraud.
 * 2. The same person's photo of other premises: one of the two places does not look like that. There may be a reason (the
 *    shop has moved, the address was mistyped), and the person can be asked.
 * 3. The very file that was sent back before. Another file of the same photo (larger, brighter, less cut) may be just what
 *    was asked for, and is judged by what it shows.
 *
 * The same person's photo of the same premises is what a new application of that shop must look like.
 */
function photo(screening: Screening, kind: MaterialKind): Finding[] {
  const { scene, policy } = screening
  const found = (scene?.reuse?.found ?? []).filter((each) => each.kind === kind && isProven(screening, each))
  const of = (test: (each: Reuse) => boolean) => found.filter(test)
  // Of a document only the same file is proven, and these counts are of all.
  const counted = isOtherDocument(screening, kind)
    ? undefined
    : scene?.reuse?.counts?.find((each) => each.kind === kind)
  const others = of(({ sameApplicant }) => !sameApplicant)
  if (others.length > 0) {
    const seen = { cluster: scene?.reuse?.cluster ?? [], threshold: policy.scene.duplicateDistance }
    return [told('SCENE_REUSED', kind, others, counted?.ofOthers, seen)]
  }
  const elsewhere = of(({ samePlace }) => samePlace === false)
  const again = of(({ rejected, sameFile }) => rejected && sameFile)
  return [
    ...(elsewhere.length > 0 ? [told('SCENE_SAME_ELSEWHERE', kind, elsewhere, counted?.elsewhere)] : []),
    ...(again.length > 0 ? [finding('IMG_SAME_AS_REJECTED', kind, null, {}, { other: again[0]!.other })] : []),
  ]
}

/**
 * The same file, or one that the pixels confirm. Not a document that was sent for a photo of the premises: two forms look
 * alike, whoever's they are, and its reason is another.
 */
const isProven = (screening: Screening, { kind, sameFile, confirmed }: Reuse): boolean =>
  sameFile || (confirmed?.same === true && !isOtherDocument(screening, kind))

function told(
  code: 'SCENE_REUSED' | 'SCENE_SAME_ELSEWHERE',
  kind: MaterialKind,
  found: readonly Reuse[],
  counted = 0,
  more: Finding['evidence'] = {},
): Finding {
  const [nearest, ...rest] = [...found].sort(
    (a, b) => a.distance - b.distance || compare(a.other.submittedAt, b.other.submittedAt),
  )
  if (!nearest) throw new Error('a reason without a find')
  const { other, distance, sameFile, variant, mirrored, confirmed } = nearest
  const values = {
    reference: other.reference,
    distance,
    count: Math.max(counted, new Set(found.map((each) => each.other.applicationId)).size),
  }
  return finding(code, kind, null, values, {
    other,
    sameFile,
    variant,
    mirrored,
    ...(confirmed && { correlation: confirmed.correlation, overlap: confirmed.overlap }),
    others: rest.slice(0, MOST_NAMED).map((each) => each.other),
    ...more,
  })
}

const places = {
  creditCode: ['business_licence', 'licence.creditCode'],
  cardNumber: ['bank_card', 'settlementAccount.cardNumber'],
} as const

/** A licence or a card has one owner. It may have been sold with the shop, so a person looks. */
const numbers = ({ materials, reused }: Screening): Finding[] =>
  reused.map(({ number, count, other }) => {
    const [kind, field] = places[number]
    const { reference } = other
    return finding('DOC_REUSED', materials.includes(kind) ? kind : null, field, { reference, count }, { other })
  })

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
