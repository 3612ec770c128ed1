import type { Choice } from './callback.ts'
import type { LocalisedText } from './decision.ts'
import type { Verdict } from './evidence-match.ts'
import type { ReasonCode } from './reasons.ts'
import type { Screening } from './screening.ts'

/** What questions are made of. */
export type Situation = Pick<Screening, 'form' | 'readings' | 'cells' | 'scene'>

export interface Draft {
  text: LocalisedText
  choices: Choice[]
}

export const text = (zh: string, en: string): LocalisedText => ({ zh, en })
export const choice = (id: string, verdict: Verdict, zh: string, en: string, value: string | null = null): Choice => ({
  id,
  text: text(zh, en),
  value,
  verdict,
})
/** Left out where there is nothing to compare with. */
export const valued = (id: string, verdict: Verdict, zh: string, en: string, value: string | null): Choice[] =>
  value === null || value.trim() === '' ? [] : [choice(id, verdict, zh, en, value)]

export const other = choice('other', 'MISMATCH', '说的是别的', 'Something else')
export const unclear = choice('unclear', 'UNKNOWN', '说不清，或不愿说', 'Cannot or will not say')

export const read = ({ readings }: Situation, kind: 'business_licence' | 'id_portrait', field: string): string | null =>
  readings.get(kind)?.fields[field]?.value ?? null

/** The comparison of the merchant's name with the sign in the photo. */
export const signCell = ({ cells }: Situation) =>
  (cells ?? []).find(
    ({ fact, b }) => fact === 'merchantName' && (b.source === 'scene_signboard' || b.source === 'scene_stall'),
  )

export const isMicro = ({ form }: Situation): boolean => form.merchantType === 'micro_merchant'

/** @param codes of all reasons that the call is made for */
export type Builder = (situation: Situation, codes: readonly ReasonCode[]) => Draft
