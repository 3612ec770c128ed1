import type { MaterialKind } from './application.ts'
import type { Check, Evidence, SceneEvidence } from './evidence.ts'

/** What two looks at the same thing saw differently. */
export interface SeenDifference {
  check: Check
  slot: MaterialKind | 'application'
  /** A field of a document, a fault, or a comparison, such as `idNumber`, `IMG_BLURRY`, `personName:form:id_portrait`. */
  field: string
  change: 'appeared' | 'gone' | 'changed'
  /** Of a score, a verdict, a kind of document. What was read is personal, and is in the evidence alone. */
  from?: string
  to?: string
}

/** `shown`: the value is a score, a verdict or a kind of ours, and nobody's. */
type Fact = { value: string; shown: boolean }
type Facts = Map<string, Fact>

/**
 * Field by field what the one saw and the other did not, by check and slot; only where both looked. Positions, confidences and
 * measured figures differ from one engine to the next without anything being seen otherwise, and are left out.
 */
export function differencesSeen(before: readonly Evidence[], after: readonly Evidence[]): SeenDifference[] {
  const known = new Map(before.map((evidence) => [lineOf(evidence), evidence]))
  return after.flatMap((now) => {
    const old = known.get(lineOf(now))
    return old === undefined || old === now ? [] : between(now, factsOf(old), factsOf(now))
  })
}

const slotOf = (evidence: Evidence): MaterialKind | 'application' =>
  'kind' in evidence ? evidence.kind : 'application'
const lineOf = (evidence: Evidence): string => `${evidence.check} ${slotOf(evidence)}`

function between(evidence: Evidence, before: Facts, after: Facts): SeenDifference[] {
  const about = { check: evidence.check, slot: slotOf(evidence) }
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((field): SeenDifference[] => {
    const [old, now] = [before.get(field), after.get(field)]
    if (old?.value === now?.value) return []
    const change = old === undefined ? 'appeared' : now === undefined ? 'gone' : 'changed'
    return [{ ...about, field, change, ...(old?.shown && { from: old.value }), ...(now?.shown && { to: now.value }) }]
  })
}

/** Nothing stands for what was not seen. */
function factsOf(evidence: Evidence): Facts {
  const facts: Facts = new Map()
  const show = (field: string, value: string | number) => facts.set(field, { value: String(value), shown: true })
  const there = (field: string) => facts.set(field, { value: '', shown: false })
  switch (evidence.check) {
    case 'ocr':
      show('document', evidence.detected.kind)
      for (const [name, { value }] of Object.entries(evidence.fields)) {
        if (value !== null) facts.set(name, { value, shown: false })
      }
      for (const { code, field } of evidence.faults ?? []) there(field === null ? code : `${code}:${field}`)
      break
    case 'clarity':
      show('clarity', Math.round(evidence.clarity))
      for (const { code } of evidence.faults ?? []) there(code)
      break
    case 'scene':
      ofScene(evidence).forEach(there)
      break
    case 'account-match':
      for (const { fact, a, b, verdict } of evidence.cells) show(`${fact}:${a.source}:${b.source}`, verdict)
      for (const { number } of evidence.reused ?? []) there(`reused:${number}`)
      for (const { source, answer } of evidence.verifications ?? []) show(source, answer.state)
      break
    // What was said in a call is a person's, and is taken over.
    case 'callback':
      break
  }
  return facts
}

function ofScene(evidence: SceneEvidence): string[] {
  const seen: string[] = []
  for (const { kind, provenance, recapture } of evidence.photos) {
    if (provenance?.aiLabel) seen.push(`ai-label:${kind}`)
    if (provenance?.editor !== undefined) seen.push(`edited:${kind}`)
    if (provenance?.screenshot) seen.push(`screenshot:${kind}`)
    if (recapture?.bezel) seen.push(`bezel:${kind}`)
  }
  for (const { a, b, sameFile, confirmed } of evidence.pairs) {
    if (sameFile || confirmed?.same) seen.push(`same:${a}:${b}`)
  }
  for (const { kind } of evidence.reuse?.found ?? []) seen.push(`reused:${kind}`)
  return seen
}
